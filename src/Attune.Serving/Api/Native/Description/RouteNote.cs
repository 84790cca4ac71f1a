using Microsoft.AspNetCore.Builder;

namespace Attune.Serving;

/// <summary>What the description of the interface says of a route.</summary>
/// <param name="Summary">One sentence.</param>
sealed record RouteNote(string Summary)
{
    /// <summary>Parameters after the question mark: a name, its type in JSON, one sentence.</summary>
    public IReadOnlyList<(string Name, string Type, string Text)> Parameters { get; init; } = [];

    /// <summary>The type of the body; null for none.</summary>
    public Type? Body { get; init; }

    /// <summary>The type of the answer; null for none that has a shape.</summary>
    public Type? Answer { get; init; }

    /// <summary>The status of success.</summary>
    public int Status { get; init; } = 200;
}

/// <summary>Says of a route what its guard and its description must know.</summary>
static class RouteNotes
{
    internal static IEndpointConventionBuilder Needs(this IEndpointConventionBuilder route, ApiScope scope, RouteNote note) => route.WithMetadata(new RequiresScope(scope), note);
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Attune.Serving;

/// <summary>Ids in paths. The server leaves %2F as it is, so that a value of a route cannot tell an id with a slash from one that holds these three characters; the address as it was sent can.</summary>
static class PathIds
{
    /// <summary>The id of a route that ends in it, or in it and one more word.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="fromEnd">How many segments of the path follow.</param>
    internal static string Id(HttpContext context, ApiLimits limits, int fromEnd = 0)
    {
        var id = context.Request.RouteValues["id"] as string ?? "";
        if (id.Contains("%2F", StringComparison.OrdinalIgnoreCase) && Sent(context, fromEnd) is { } sent) id = sent;
        return limits.Id(id, "the id in the path");
    }

    static string? Sent(HttpContext context, int fromEnd)
    {
        if (context.Features.Get<IHttpRequestFeature>()?.RawTarget is not { Length: > 0 } target) return null;
        var path = target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? target[..query] : target;
        var segments = path.TrimEnd('/').Split('/');
        return segments.Length > fromEnd ? Uri.UnescapeDataString(segments[^(fromEnd + 1)]) : null;
    }
}

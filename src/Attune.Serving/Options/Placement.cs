namespace Attune.Serving;

/// <summary>A named place of recommendations: which recommenders answer, in turn, and what they may list.</summary>
public sealed record Placement
{
    /// <summary>The name in requests, as "home": 1 to 64 of a–z, 0–9 and '-'.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Who answers, the first first: "model" (the active one), "similar" (items like those of the request or the newest of the history), "popular", "latest".
    /// Each fills the places that those before it left. Default model, popular, latest.
    /// </summary>
    public IReadOnlyList<string> Recommenders { get; init; } = ["model", "popular", "latest"];

    /// <summary>What happens to items that the user has had. Default Exclude; "buy again" is Only.</summary>
    public Seen Seen { get; init; } = Seen.Exclude;

    /// <summary>Whether the request must name items (a session, or what to be like). Default false.</summary>
    public bool NeedsItems { get; init; }

    /// <summary>A filter that always holds, as in a request; null for none.</summary>
    public string? Filter { get; init; }

    /// <summary>The default of <see cref="RecommendationRequest.Diversity"/>.</summary>
    public double Diversity { get; init; }

    /// <summary>The default of <see cref="RecommendationRequest.CategoryCap"/>.</summary>
    public int? CategoryCap { get; init; }
}

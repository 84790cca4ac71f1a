namespace Attune.Serving;

/// <summary>What a list is asked for. Everything but the placement is optional.</summary>
public sealed record RecommendationRequest
{
    /// <summary>The placement's name. Default "home".</summary>
    public string Placement { get; init; } = "home";

    /// <summary>The space (tenant); null for the default one.</summary>
    public string? Space { get; init; }

    /// <summary>The user's id; an unknown one is ordinary. Null for nobody in particular.</summary>
    public string? User { get; init; }

    /// <summary>Items of a session, oldest first: they take the place of what is stored of the user. For the placement "similar" the items that the list is to be like.</summary>
    public IReadOnlyList<string>? Items { get; init; }

    /// <summary>Length of the list, 1 to the configured largest. Default 10.</summary>
    public int Count { get; init; } = 10;

    /// <summary>Places of the whole list to leave out at its beginning. Default 0.</summary>
    public int Offset { get; init; }

    /// <summary>Ids that must not be listed.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>The only ids that may be listed; null for all.</summary>
    public IReadOnlyList<string>? Include { get; init; }

    /// <summary>Items must be in all of these categories.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>An expression over labels, categories and time, as <c>labels.price &lt; 20 and "toys" in categories</c>; null for none.</summary>
    public string? Filter { get; init; }

    /// <summary>At most so many items of any one category; null for no cap.</summary>
    public int? CategoryCap { get; init; }

    /// <summary>0 = by score alone (default) … 1 = as unlike one another as possible (maximal marginal relevance).</summary>
    public double Diversity { get; init; }

    /// <summary>Ids that come first, in this order, where they may be listed at all.</summary>
    public IReadOnlyList<string> Promote { get; init; } = [];

    /// <summary>Whether each item says where it comes from.</summary>
    public bool Explain { get; init; }

    /// <summary>What happens to items that the user has had; null for the placement's default.</summary>
    public Seen? Seen { get; init; }

    /// <summary>When the list is shown; null for now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Words searched for.</summary>
    public string? Text { get; init; }

    /// <summary>Named feature values of the situation.</summary>
    public IReadOnlyDictionary<string, string>? Context { get; init; }
}

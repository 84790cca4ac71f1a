namespace Attune.Serving;

/// <summary>What a list is asked for, as JSON: the names are those of the parameters.</summary>
sealed record ListBody
{
    public string? Placement { get; init; }

    public string? User { get; init; }

    public IReadOnlyList<string>? Items { get; init; }

    public int? N { get; init; }

    public int Offset { get; init; }

    public IReadOnlyList<string>? Exclude { get; init; }

    public IReadOnlyList<string>? Include { get; init; }

    public IReadOnlyList<string>? Category { get; init; }

    public string? Filter { get; init; }

    public int? Cap { get; init; }

    public double? Diversity { get; init; }

    public IReadOnlyList<string>? Promote { get; init; }

    public bool Explain { get; init; }

    public string? Seen { get; init; }

    public DateTimeOffset? At { get; init; }

    public DateTimeOffset? AsOf { get; init; }

    public string? Text { get; init; }

    public IReadOnlyDictionary<string, string>? Context { get; init; }
}

/// <summary>Several lists asked for at once.</summary>
sealed record BatchBody
{
    public required IReadOnlyList<ListBody> Requests { get; init; }
}

namespace Attune.Serving;

/// <summary>What a list that is the same for everybody, or of neighbours, is asked for.</summary>
public sealed record ListRequest
{
    /// <summary>The space (tenant); null for the default one.</summary>
    public string? Space { get; init; }

    /// <summary>Length of the list. Default 10.</summary>
    public int Count { get; init; } = 10;

    /// <summary>Places to leave out at the beginning. Default 0.</summary>
    public int Offset { get; init; }

    /// <summary>Items must be in all of these categories.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Items that this user has had are left out; null for nobody.</summary>
    public string? WithoutReadOf { get; init; }
}

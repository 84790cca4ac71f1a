namespace Attune.Serving;

/// <summary>An item as clients gave it.</summary>
public sealed record StoredItem
{
    /// <summary>The item's id: 1 to 256 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Whether the item is never recommended.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The categories that the item is in, each once.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>When the item came; null where nobody said.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Free JSON about the item (strings, arrays, numbers, objects), as text; null for none.</summary>
    public string? Labels { get; init; }

    /// <summary>Words for people: the title, where there is one.</summary>
    public string Comment { get; init; } = "";
}

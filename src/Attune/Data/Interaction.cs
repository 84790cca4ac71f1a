namespace Attune;

/// <summary>One event as it arrives: somebody (<paramref name="User"/>) did something with an item. Only the ids are required.</summary>
/// <param name="User">The user's id; a session id for anonymous visitors.</param>
/// <param name="Item">The item's id.</param>
public readonly record struct Interaction(string User, string Item)
{
    /// <summary>When it happened; null where the source has an order but no times.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>What happened (<see cref="EventKind"/> or a word of one's own); null reads as rating where a value exists, else as interaction.</summary>
    public string? Kind { get; init; }

    /// <summary>The rating, count or quantity; null counts as 1. NaN and infinities are refused.</summary>
    public float? Value { get; init; }

    /// <summary>Price of one piece, in any one currency.</summary>
    public float? Price { get; init; }

    /// <summary>Position on the page where it was shown, from 1.</summary>
    public int? Slot { get; init; }

    /// <summary>The request (list, basket, invoice) that the event belongs to.</summary>
    public string? Request { get; init; }

    /// <summary>Free text about the circumstances (device, campaign), kept as it is.</summary>
    public string? Context { get; init; }
}

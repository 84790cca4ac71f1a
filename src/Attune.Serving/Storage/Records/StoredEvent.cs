namespace Attune.Serving;

/// <summary>
/// One event: a user did something with an item. Read as feedback (<see cref="IStore.FeedbackAsync"/>) it stands for all events of one type, user and item:
/// the value is their sum, the times are the newest.
/// </summary>
public sealed record StoredEvent
{
    /// <summary>What happened, an open word: view, cart, purchase, read, like.</summary>
    public required string Type { get; init; }

    /// <summary>The user's id.</summary>
    public required string User { get; init; }

    /// <summary>The item's id.</summary>
    public required string Item { get; init; }

    /// <summary>How much of it: a rating, a count, seconds. 0 where nobody said.</summary>
    public double Value { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>When the store took it.</summary>
    public DateTimeOffset Updated { get; init; }

    /// <summary>Free JSON, as text; null for none.</summary>
    public string? Labels { get; init; }

    /// <summary>Words for people.</summary>
    public string Comment { get; init; } = "";

    /// <summary>The sender's own id of the event: an event of an id that is stored already is left out, so that sending again does no harm. Null for none.</summary>
    public string? EventId { get; init; }

    /// <summary>The request whose list it follows from; null for none.</summary>
    public string? RequestId { get; init; }
}

namespace Attune.Serving;

/// <summary>What one message of the feed says: events for one space.</summary>
/// <param name="Space">The space; null for the server's default one.</param>
/// <param name="Mode">What the events do to earlier ones.</param>
/// <param name="AddMissing">Whether users and items that are not there are added bare.</param>
/// <param name="Events">The events, in order.</param>
sealed record FeedMessage(string? Space, EventMode Mode, bool AddMissing, IReadOnlyList<StoredEvent> Events);

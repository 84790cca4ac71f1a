namespace Attune.Serving;

/// <summary>Who is told of writes.</summary>
interface IStoreWatcher
{
    /// <summary>Items were put, changed or deleted.</summary>
    Task ItemsChangedAsync(CancellationToken cancellation);

    /// <summary>Events were taken.</summary>
    Task EventsTakenAsync(IReadOnlyList<StoredEvent> events, EventMode mode, CancellationToken cancellation);

    /// <summary>Events of a user, or for null of anybody, are gone.</summary>
    void EventsDeleted(string? user);

    /// <summary>Everything is gone.</summary>
    Task PurgedAsync(CancellationToken cancellation);
}

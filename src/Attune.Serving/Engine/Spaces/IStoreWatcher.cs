namespace Attune.Serving;

/// <summary>Who is told of writes.</summary>
interface IStoreWatcher
{
    /// <summary>Items were put, changed or deleted.</summary>
    Task ItemsChangedAsync(CancellationToken cancellation);

    /// <summary>Events were taken, or may have been.</summary>
    void EventsTaken(IReadOnlyList<StoredEvent> events, EventMode mode);

    /// <summary>Items of events may have been added with them.</summary>
    Task ItemsMayBeNewAsync(IReadOnlyList<StoredEvent> events);

    /// <summary>Events of a user, or for null of anybody, are gone.</summary>
    void EventsDeleted(string? user);

    /// <summary>Everything is gone.</summary>
    Task PurgedAsync();
}

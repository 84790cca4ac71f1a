namespace Attune.Serving;

/// <summary>A space's store as the server hands it out: every write is told to the space before it is said to be done, so that the next request sees
/// it. What is done is told even where the caller has gone meanwhile.</summary>
/// <param name="inner">The store.</param>
/// <param name="watcher">Who is told.</param>
/// <param name="metrics">Counts what is taken; null for nobody.</param>
sealed class WatchedStore(IStore inner, IStoreWatcher watcher, ServingMetrics? metrics = null) : IStore
{
    public string Space => inner.Space;

    public Task<int> PutUsersAsync(IReadOnlyList<StoredUser> users, CancellationToken cancellation = default) => inner.PutUsersAsync(users, cancellation);

    public Task<StoredUser?> UserAsync(string id, CancellationToken cancellation = default) => inner.UserAsync(id, cancellation);

    public Task<bool> ChangeUserAsync(string id, Func<StoredUser, StoredUser> change, CancellationToken cancellation = default) => inner.ChangeUserAsync(id, change, cancellation);

    public async Task<bool> DeleteUserAsync(string id, CancellationToken cancellation = default)
    {
        var was = await inner.DeleteUserAsync(id, cancellation).ConfigureAwait(false);
        watcher.EventsDeleted(id);
        return was;
    }

    public Task<IReadOnlyList<Erasure>> ErasuresAsync(CancellationToken cancellation = default) => inner.ErasuresAsync(cancellation);

    public Task EndErasuresAsync(long upTo, CancellationToken cancellation = default) => inner.EndErasuresAsync(upTo, cancellation);

    public Task<Page<StoredUser>> UsersAsync(string? after, int count, CancellationToken cancellation = default) => inner.UsersAsync(after, count, cancellation);

    public async Task<int> PutItemsAsync(IReadOnlyList<StoredItem> items, CancellationToken cancellation = default)
    {
        var put = await inner.PutItemsAsync(items, cancellation).ConfigureAwait(false);
        await watcher.ItemsChangedAsync(CancellationToken.None).ConfigureAwait(false);
        return put;
    }

    public Task<StoredItem?> ItemAsync(string id, CancellationToken cancellation = default) => inner.ItemAsync(id, cancellation);

    public async Task<bool> ChangeItemAsync(string id, Func<StoredItem, StoredItem> change, CancellationToken cancellation = default)
    {
        var was = await inner.ChangeItemAsync(id, change, cancellation).ConfigureAwait(false);
        if (was) await watcher.ItemsChangedAsync(CancellationToken.None).ConfigureAwait(false);
        return was;
    }

    public async Task<bool> DeleteItemAsync(string id, CancellationToken cancellation = default)
    {
        var was = await inner.DeleteItemAsync(id, cancellation).ConfigureAwait(false);
        watcher.EventsDeleted(null);
        await watcher.ItemsChangedAsync(CancellationToken.None).ConfigureAwait(false);
        return was;
    }

    public Task<Page<StoredItem>> ItemsAsync(string? after, int count, string? search = null, CancellationToken cancellation = default) => inner.ItemsAsync(after, count, search, cancellation);

    public IAsyncEnumerable<ItemChange> ItemChangesAsync(long after, CancellationToken cancellation = default) => inner.ItemChangesAsync(after, cancellation);

    public async Task<int> AddEventsAsync(IReadOnlyList<StoredEvent> events, EventMode mode = EventMode.Accumulate, bool addMissing = true, CancellationToken cancellation = default)
    {
        using var activity = ServingMetrics.Activities.StartActivity("attune.events");
        activity?.SetTag("events", events.Count);
        try
        {
            var taken = await inner.AddEventsAsync(events, mode, addMissing, cancellation).ConfigureAwait(false);
            metrics?.Took(taken);
            return taken;
        }
        finally
        {
            // A write that ends with an error may have been done all the same.
            watcher.EventsTaken(events, mode);
            await watcher.ItemsMayBeNewAsync(events).ConfigureAwait(false);
        }
    }

    public Task<IReadOnlyList<StoredEvent>> EventsOfUserAsync(string user, int latest, long after = 0, CancellationToken cancellation = default) => inner.EventsOfUserAsync(user, latest, after, cancellation);

    public Task<Page<StoredEvent>> FeedbackAsync(EventFilter filter, string? after, int count, CancellationToken cancellation = default) => inner.FeedbackAsync(filter, after, count, cancellation);

    public async Task<int> DeleteFeedbackAsync(EventFilter filter, CancellationToken cancellation = default)
    {
        var rows = await inner.DeleteFeedbackAsync(filter, cancellation).ConfigureAwait(false);
        watcher.EventsDeleted(filter.User);
        return rows;
    }

    public IAsyncEnumerable<StoredEvent> ReadEventsAsync(long upTo = long.MaxValue, long after = 0, CancellationToken cancellation = default) => inner.ReadEventsAsync(upTo, after, cancellation);

    public Task<StoreCounts> CountsAsync(CancellationToken cancellation = default) => inner.CountsAsync(cancellation);

    public async Task PurgeAsync(CancellationToken cancellation = default)
    {
        await inner.PurgeAsync(cancellation).ConfigureAwait(false);
        watcher.EventsDeleted(null);
        await watcher.ItemsChangedAsync(CancellationToken.None).ConfigureAwait(false);
        await watcher.PurgedAsync().ConfigureAwait(false);
    }

    public Task PutModelAsync(ModelRecord model, Stream content, CancellationToken cancellation = default) => inner.PutModelAsync(model, content, cancellation);

    public Task<IReadOnlyList<ModelRecord>> ModelsAsync(CancellationToken cancellation = default) => inner.ModelsAsync(cancellation);

    public Task<Stream?> OpenModelAsync(string version, CancellationToken cancellation = default) => inner.OpenModelAsync(version, cancellation);

    public Task<bool> ActivateModelAsync(string version, string decision, CancellationToken cancellation = default) => inner.ActivateModelAsync(version, decision, cancellation);

    public Task<bool> RollBackModelAsync(string version, string decision, CancellationToken cancellation = default) => inner.RollBackModelAsync(version, decision, cancellation);

    public Task<bool> WithdrawModelAsync(string decision, CancellationToken cancellation = default) => inner.WithdrawModelAsync(decision, cancellation);

    public Task<bool> DeleteModelAsync(string version, CancellationToken cancellation = default) => inner.DeleteModelAsync(version, cancellation);

    public Task AuditAsync(AuditEntry entry, CancellationToken cancellation = default) => inner.AuditAsync(entry, cancellation);

    public Task<IReadOnlyList<AuditEntry>> AuditsAsync(int count, CancellationToken cancellation = default) => inner.AuditsAsync(count, cancellation);
}

namespace Attune.Serving;

/// <summary>What the server keeps in memory of one space: its items, what is popular, and the active model laid out for ranking.</summary>
sealed class ServedSpace : IStoreWatcher, IDisposable
{
    // So many events are counted by the request that wants to know what is popular; more are left to the background.
    const int CountedAtOnce = 10_000;

    static readonly TimeSpan LeastBetweenRecounts = TimeSpan.FromMinutes(1);

    readonly IStore _store;
    readonly FeedbackOptions _feedback;
    readonly TimeProvider _time;
    readonly ActiveModels _models;
    readonly SemaphoreSlim _itemsGate = new(1), _popularGate = new(1), _startGate = new(1);
    readonly Lock _modelGate = new();
    readonly Changes _changes = new();
    readonly List<int> _touchedMeanwhile = [];
    volatile ServedModel? _model;
    volatile PopularItems _popular;
    volatile bool _started, _recount;
    long _recounted;
    TimeSpan _recountTook;
    int _uncounted, _building;

    internal ServedSpace(IStore store, ActiveModels models, FeedbackOptions feedback, ListCache lists, TimeProvider time, ServingMetrics? metrics = null)
    {
        (_store, _models, _feedback, _time) = (store, models, feedback, time);
        Lists = lists;
        Store = new WatchedStore(store, this, metrics);
        _popular = new PopularItems(Items, feedback, time);
    }

    /// <summary>The store; writes through it are seen by the next request.</summary>
    internal IStore Store { get; }

    internal ItemIndex Items { get; } = new();

    /// <summary>Lists that are kept.</summary>
    internal ListCache Lists { get; }

    internal PopularItems Popular => _popular;

    /// <summary>The model that answers; null where there is none. A request takes it once.</summary>
    internal ServedModel? Model => _model;

    /// <summary>What a list for this user depends on, as it is now.</summary>
    internal ListCache.Stamp StampFor(string? user) => new(_model, _changes.OfItems, _changes.OfUser(user), _changes.OfPopular);

    /// <summary>Reads the items and counts the events, once; what fails is tried again by the next request.</summary>
    internal async ValueTask StartAsync(CancellationToken cancellation)
    {
        if (_started) return;
        await _startGate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_started) return;
            await ItemsChangedAsync(cancellation).ConfigureAwait(false);
            UseActiveModel();
            await CountAsync(cancellation).ConfigureAwait(false);
            _started = true;
        }
        finally
        {
            _startGate.Release();
        }
    }

    /// <summary>Takes in what other processes have written, and now and then counts again what is popular, so that what was deleted counts no more.</summary>
    internal async Task CatchUpAsync(CancellationToken cancellation)
    {
        await ItemsChangedAsync(cancellation).ConfigureAwait(false);
        await CountAsync(cancellation).ConfigureAwait(false);
        var since = _time.GetElapsedTime(_recounted);
        if (_recount && since > LeastBetweenRecounts && since > 20 * _recountTook) await RecountAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Counts the newest events where they are few; where they are many, the background does it.</summary>
    internal ValueTask CountFewAsync(CancellationToken cancellation) =>
        Volatile.Read(ref _uncounted) is > 0 and <= CountedAtOnce ? new ValueTask(CountAsync(cancellation)) : default;

    public async Task ItemsChangedAsync(CancellationToken cancellation)
    {
        await _itemsGate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var changes = new List<ItemChange>();
            await foreach (var change in _store.ItemChangesAsync(Items.LastChange, cancellation).ConfigureAwait(false)) changes.Add(change);
            if (changes.Count == 0) return;
            var touched = Items.Apply(changes);
            // Told before and after: a list that is being made meanwhile is not kept as new.
            _changes.Items();
            lock (_modelGate)
            {
                _model?.Touch(touched);
                if (_building > 0) _touchedMeanwhile.AddRange(touched);
            }
            _changes.Items();
        }
        finally
        {
            _itemsGate.Release();
        }
    }

    public void EventsTaken(IReadOnlyList<StoredEvent> events, EventMode mode)
    {
        Interlocked.Add(ref _uncounted, events.Count);
        _changes.Popular();
        foreach (var e in events) _changes.User(e.User);
        if (mode == EventMode.Overwrite) _recount = true;
    }

    public Task ItemsMayBeNewAsync(IReadOnlyList<StoredEvent> events)
    {
        foreach (var e in events)
            if (Items.Of(e.Item) is null) return ItemsChangedAsync(CancellationToken.None);
        return Task.CompletedTask;
    }

    public void EventsDeleted(string? user)
    {
        _recount = true;
        if (user is null) _changes.Items();
        else _changes.User(user);
    }

    public Task PurgedAsync() => RecountAsync(CancellationToken.None);

    /// <summary>Lays out the active model, while the one before goes on answering, and puts it in its place.</summary>
    internal void UseActiveModel()
    {
        if (_models.Of(_store.Space) is null) _model = null;
        while (_models.Of(_store.Space) is { } active && !ReferenceEquals(active, _model?.Active))
        {
            lock (_modelGate) _building++;
            var next = new ServedModel(active, Items);
            lock (_modelGate)
            {
                next.Touch(_touchedMeanwhile);
                if (--_building == 0) _touchedMeanwhile.Clear();
                if (ReferenceEquals(_models.Of(_store.Space), active)) _model = next;
            }
        }
    }

    public void Dispose()
    {
        _itemsGate.Dispose();
        _popularGate.Dispose();
        _startGate.Dispose();
    }

    async Task CountAsync(CancellationToken cancellation)
    {
        await _popularGate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            Volatile.Write(ref _uncounted, 0);
            if (await _popular.CatchUpAsync(_store, ItemsChangedAsync, cancellation).ConfigureAwait(false)) _changes.Popular();
        }
        finally
        {
            _popularGate.Release();
        }
    }

    // What is counted anew takes the place of the old counts when it is complete.
    async Task RecountAsync(CancellationToken cancellation)
    {
        await _popularGate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            _recount = false;
            var started = _time.GetTimestamp();
            var fresh = new PopularItems(Items, _feedback, _time);
            await fresh.CatchUpAsync(_store, ItemsChangedAsync, cancellation).ConfigureAwait(false);
            (_popular, _recounted, _recountTook) = (fresh, _time.GetTimestamp(), _time.GetElapsedTime(started));
            _changes.Popular();
        }
        finally
        {
            _popularGate.Release();
        }
    }
}

using System.Collections.Concurrent;

namespace Attune.Serving;

/// <summary>Everything in the memory of the process, gone at its end: for trials and tests, and what the contract of a store means in the plainest terms.</summary>
/// <param name="time">The clock.</param>
sealed class MemoryStorage(TimeProvider time) : IStorage
{
    readonly ConcurrentDictionary<string, MemoryStore> _stores = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, Held> _locks = new(StringComparer.Ordinal);

    public bool IsShared => false;

    public Task StartAsync(CancellationToken cancellation = default) => Task.CompletedTask;

    public IStore Of(string space) => _stores.GetOrAdd(StoredLimits.Space(space), name => new MemoryStore(name, time));

    public Task<IReadOnlyList<string>> SpacesAsync(CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<string>>([.. _stores.Where(s => s.Value.IsWritten).Select(s => s.Key).Order(StringComparer.Ordinal)]);

    public Task CheckAsync(CancellationToken cancellation = default) => Task.CompletedTask;

    public Task<IStorageLock?> TryLockAsync(string name, CancellationToken cancellation = default)
    {
        var held = new Held(this, name);
        return Task.FromResult<IStorageLock?>(_locks.TryAdd(name, held) ? held : null);
    }

    public ValueTask DisposeAsync() => default;

    sealed class Held(MemoryStorage storage, string name) : IStorageLock
    {
        public CancellationToken Lost => CancellationToken.None;

        public ValueTask DisposeAsync()
        {
            storage._locks.TryRemove(KeyValuePair.Create(name, this));
            return default;
        }
    }
}

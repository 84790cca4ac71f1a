namespace Attune.Serving.Tests;

/// <summary>A storage that does not answer until it is told to.</summary>
sealed class FailingStorage(IStorage inner) : IStorage
{
    internal bool Fails { get; set; } = true;

    public bool IsShared => inner.IsShared;

    public Task StartAsync(CancellationToken cancellation = default) => inner.StartAsync(cancellation);

    public IStore Of(string space) => inner.Of(space);

    public Task<IReadOnlyList<string>> SpacesAsync(CancellationToken cancellation = default) => Fails ? throw new IOException("no connection") : inner.SpacesAsync(cancellation);

    public Task CheckAsync(CancellationToken cancellation = default) => inner.CheckAsync(cancellation);

    public Task<IStorageLock?> TryLockAsync(string name, CancellationToken cancellation = default) => inner.TryLockAsync(name, cancellation);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

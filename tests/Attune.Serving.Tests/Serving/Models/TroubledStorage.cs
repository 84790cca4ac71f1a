namespace Attune.Serving.Tests;

/// <summary>A storage that does not answer while told so, and whose locks can be lost.</summary>
sealed class TroubledStorage(IStorage inner) : IStorage
{
    readonly CancellationTokenSource _lost = new();

    internal bool Fails { get; set; }

    public bool IsShared => inner.IsShared;

    internal Task LoseLocksAsync() => _lost.CancelAsync();

    public Task StartAsync(CancellationToken cancellation = default) => inner.StartAsync(cancellation);

    public IStore Of(string space) => inner.Of(space);

    public Task<IReadOnlyList<string>> SpacesAsync(CancellationToken cancellation = default) => Fails ? throw new IOException("no connection") : inner.SpacesAsync(cancellation);

    public Task CheckAsync(CancellationToken cancellation = default) => inner.CheckAsync(cancellation);

    public async Task<IStorageLock?> TryLockAsync(string name, CancellationToken cancellation = default) =>
        await inner.TryLockAsync(name, cancellation) is { } held ? new Losable(held, _lost.Token) : null;

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    sealed class Losable(IStorageLock held, CancellationToken lost) : IStorageLock
    {
        public CancellationToken Lost => lost;

        public ValueTask DisposeAsync() => held.DisposeAsync();
    }
}

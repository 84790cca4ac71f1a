namespace Attune.Serving;

/// <summary>A lock that is held. Disposing gives it back.</summary>
public interface IStorageLock : IAsyncDisposable
{
    /// <summary>Cancelled when the lock is lost without having been given back, as when the connection to the database breaks: work that needs it must stop.</summary>
    CancellationToken Lost { get; }
}

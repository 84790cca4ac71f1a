namespace Attune.Serving;

/// <summary>Where everything is kept, for all spaces (tenants). What a task that has completed wrote is durable: it outlives a kill of the process.</summary>
public interface IStorage : IAsyncDisposable
{
    /// <summary>Whether other processes may use it at the same time.</summary>
    bool IsShared { get; }

    /// <summary>Opens it, and brings its tables to this version; a store of a newer version is an error.</summary>
    Task StartAsync(CancellationToken cancellation = default);

    /// <summary>One space's data; a space exists as soon as something is written into it. Spaces never see each other.</summary>
    /// <param name="space">1 to 32 of a–z, 0–9 and '-'.</param>
    IStore Of(string space);

    /// <summary>The spaces that something was written into, in order.</summary>
    Task<IReadOnlyList<string>> SpacesAsync(CancellationToken cancellation = default);

    /// <summary>Whether it answers.</summary>
    Task CheckAsync(CancellationToken cancellation = default);

    /// <summary>Takes a lock that all processes on this storage share, as that of the one who trains; null where another has it. Disposing gives it back, and so does the end of the process.</summary>
    Task<IStorageLock?> TryLockAsync(string name, CancellationToken cancellation = default);
}

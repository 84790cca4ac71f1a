using Attune.Serving;

namespace Attune.Cli;

/// <summary>Where data and models are carried to: a server that runs, or a store that none has open.</summary>
interface IDestination : IAsyncDisposable
{
    /// <summary>What it is called in answers, without secrets.</summary>
    string Name { get; }

    /// <summary>Adds events; says how many were new.</summary>
    Task<int> AddEventsAsync(IReadOnlyList<StoredEvent> events, CancellationToken cancellation);

    /// <summary>Adds items, or replaces those that are there.</summary>
    Task PutItemsAsync(IReadOnlyList<StoredItem> items, CancellationToken cancellation);

    /// <summary>Adds users, or replaces those that are there.</summary>
    Task PutUsersAsync(IReadOnlyList<StoredUser> users, CancellationToken cancellation);

    /// <summary>Stores a packed model; it is activated where it is not worse than the active one.</summary>
    Task<ModelRecord> PublishAsync(Stream archive, CancellationToken cancellation);
}

namespace Attune.Serving;

/// <summary>The server without HTTP: what its routes call, and what an application that embeds it may call itself. Safe for use from many threads.</summary>
public interface IAttune
{
    /// <summary>The placements, by name.</summary>
    IReadOnlyDictionary<string, Placement> Placements { get; }

    /// <summary>The data of a space. Writes through it are seen by the next request.</summary>
    IStore Store(string? space = null);

    /// <summary>A list for a placement.</summary>
    /// <exception cref="ArgumentException">The request cannot be answered: no such placement, a number out of range, a filter that cannot be read.</exception>
    Task<RecommendationList> RecommendAsync(RecommendationRequest request, CancellationToken cancellation = default);

    /// <summary>The most popular items.</summary>
    Task<IReadOnlyList<ScoredId>> PopularAsync(ListRequest request, CancellationToken cancellation = default);

    /// <summary>The newest items by their timestamp; the score is the time in seconds since 1970.</summary>
    Task<IReadOnlyList<ScoredId>> LatestAsync(ListRequest request, CancellationToken cancellation = default);

    /// <summary>Items like an item; none for an unknown one.</summary>
    Task<IReadOnlyList<ScoredId>> SimilarItemsAsync(string item, ListRequest request, CancellationToken cancellation = default);

    /// <summary>Users like a user; none for an unknown one.</summary>
    Task<IReadOnlyList<ScoredId>> SimilarUsersAsync(string user, ListRequest request, CancellationToken cancellation = default);
}

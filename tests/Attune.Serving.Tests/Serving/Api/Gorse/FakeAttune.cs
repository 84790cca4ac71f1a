namespace Attune.Serving.Tests;

/// <summary>An engine that answers with items p0, p1, p2, … of falling scores, and remembers what it was asked.</summary>
sealed class FakeAttune(MemoryStorage storage) : IAttune
{
    internal RecommendationRequest? Asked { get; private set; }

    internal ListRequest? AskedList { get; private set; }

    internal string? AskedFor { get; private set; }

    /// <summary>Who fills how many of the places: the model the first, a fallback the rest.</summary>
    internal int FromModel { get; set; } = int.MaxValue;

    public IReadOnlyDictionary<string, Placement> Placements { get; } = new[]
    {
        new Placement { Name = "home" },
        new Placement { Name = "similar", NeedsItems = true },
        new Placement { Name = "session", NeedsItems = true },
        new Placement { Name = "trending", Recommenders = ["popular"] },
        new Placement { Name = "alike", NeedsItems = true },
    }.ToDictionary(p => p.Name);

    public IStore Store(string? space = null) => storage.Of(space ?? "default");

    public Task<RecommendationList> RecommendAsync(RecommendationRequest request, CancellationToken cancellation = default)
    {
        Asked = request;
        var items = Enumerable.Range(request.Offset, request.Count).Select(i => new RecommendedItem($"p{i}", 1.0 / (i + 1),
            request.Explain ? new ItemReasons(i < FromModel ? "als" : "popular", i < FromModel ? "v1" : null, []) : null)).ToArray();
        return Task.FromResult(new RecommendationList("request-1", request.Placement, FromModel > 0 ? "v1" : null, request.Offset + request.Count <= FromModel ? null : "popular", items));
    }

    public Task<IReadOnlyList<ScoredId>> PopularAsync(ListRequest request, CancellationToken cancellation = default) => Answer("popular", request);

    public Task<IReadOnlyList<ScoredId>> LatestAsync(ListRequest request, CancellationToken cancellation = default) => Answer("latest", request);

    public Task<IReadOnlyList<ScoredId>> SimilarItemsAsync(string item, ListRequest request, CancellationToken cancellation = default) => Answer(item, request);

    public Task<IReadOnlyList<ScoredId>> SimilarUsersAsync(string user, ListRequest request, CancellationToken cancellation = default) => Answer(user, request);

    Task<IReadOnlyList<ScoredId>> Answer(string about, ListRequest request)
    {
        (AskedFor, AskedList) = (about, request);
        return Task.FromResult<IReadOnlyList<ScoredId>>([.. Enumerable.Range(request.Offset, request.Count).Select(i => new ScoredId($"{about}-{i}", 8 - i))]);
    }
}

using Microsoft.Extensions.DependencyInjection;

namespace Attune.Serving.Tests;

/// <summary>An engine whose lists are known beforehand, for tests of what is written and read around it.</summary>
sealed class FixedAttune(IStorage storage) : IAttune
{
    public IReadOnlyDictionary<string, Placement> Placements { get; } = new Dictionary<string, Placement>(StringComparer.Ordinal)
    {
        ["home"] = new() { Name = "home" },
        ["similar"] = new() { Name = "similar", Recommenders = ["similar"], NeedsItems = true, Diversity = 0.25, CategoryCap = 2 },
    };

    /// <summary>The last request.</summary>
    public RecommendationRequest? Asked { get; private set; }

    public IReadOnlyList<RecommendedItem> Items { get; set; } = [new("a", 1.5), new("<b>", double.NaN)];

    public Exception? Throws { get; set; }

    public IStore Store(string? space = null) => storage.Of(space ?? "default");

    public Task<RecommendationList> RecommendAsync(RecommendationRequest request, CancellationToken cancellation = default)
    {
        Asked = request;
        return Throws is null ? Task.FromResult(new RecommendationList("r1", request.Placement, null, "popular", Items)) : Task.FromException<RecommendationList>(Throws);
    }

    public Task<IReadOnlyList<ScoredId>> PopularAsync(ListRequest request, CancellationToken cancellation = default) => Task.FromResult<IReadOnlyList<ScoredId>>([]);

    public Task<IReadOnlyList<ScoredId>> LatestAsync(ListRequest request, CancellationToken cancellation = default) => Task.FromResult<IReadOnlyList<ScoredId>>([]);

    public Task<IReadOnlyList<ScoredId>> SimilarItemsAsync(string item, ListRequest request, CancellationToken cancellation = default) => Task.FromResult<IReadOnlyList<ScoredId>>([]);

    public Task<IReadOnlyList<ScoredId>> SimilarUsersAsync(string user, ListRequest request, CancellationToken cancellation = default) => Task.FromResult<IReadOnlyList<ScoredId>>([]);

    /// <summary>Puts it in the engine's place.</summary>
    public static void Add(IServiceCollection services) => services.AddSingleton<IAttune, FixedAttune>();
}

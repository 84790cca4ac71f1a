using Attune.Numerics;

namespace Attune.Tests;

/// <summary>A world with genres whose model scores at random, and what re-rankers of all kinds promise of its lists.</summary>
static class RerankWorld
{
    internal const int Pool = 20;

    internal static readonly Dataset Data = Worlds.Random(users: 60, genres: true);

    /// <summary>Scores from 0 to 10 in steps, so that there are ties.</summary>
    internal static IRecommender Model { get; } = new ScoreTable(Catalog.Of(Data), QueryParts.User | QueryParts.History, (q, i) => ((Seed)5).Derive(q.User).Derive(i).Stream().NextInt(40) / 4f);

    /// <summary>The model's own candidates of a user.</summary>
    internal static RankedItem[] Candidates(int user, int n = Pool) => [.. TopN.For(Model, Query.For(user), n).Items];

    internal static int[] Reranked(IReranker reranker, int user, int n) => [.. TopN.For(Model, Query.For(user), n, rerank: reranker).Items.Select(i => i.Item)];

    /// <summary>Fills one place after another with the candidate of the largest gain; of equal ones the first.</summary>
    internal static int[] Greedy(RankedItem[] candidates, int n, Func<List<int>, int, double, double> gain)
    {
        var (best, worst) = (candidates[0].Score, candidates[^1].Score);
        var list = new List<int>();
        while (list.Count < n)
        {
            var (next, most) = (-1, double.NegativeInfinity);
            foreach (var (item, score) in candidates)
                if (!list.Contains(item) && gain(list, item, best > worst ? ((double)score - worst) / ((double)best - worst) : 1) is var g && g > most + 1e-12) (next, most) = (item, g);
            list.Add(next);
        }
        return [.. list];
    }

    /// <summary>The first places do not depend on how many are asked for, nothing is listed twice, and behind the pool the model's order goes on.</summary>
    internal static void IsWellBehaved(IReranker reranker)
    {
        for (var user = 0; user < 20; user++)
        {
            var (all, whole) = (Candidates(user, 40), Reranked(reranker, user, 40));
            Assert.Equal(40, whole.Distinct().Count());
            Assert.Equal(all[..Pool].Select(c => c.Item).Order(), whole[..Pool].Order());
            Assert.Equal(all[Pool..].Select(c => c.Item), whole[Pool..]);
            foreach (var n in new[] { 1, 7, Pool, 23 }) Assert.Equal(whole[..n], Reranked(reranker, user, n));
        }
    }
}

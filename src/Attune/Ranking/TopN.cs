namespace Attune;

/// <summary>Top-n lists above any model's <see cref="IRecommender.Score"/>.</summary>
public static class TopN
{
    /// <summary>
    /// The best <paramref name="n"/> items for a query; fewer where the catalog has fewer candidates, none where the model cannot say.
    /// </summary>
    /// <param name="model">Any fitted model.</param>
    /// <param name="query">For whom; unknown users and items are ordinary.</param>
    /// <param name="n">Length of the list, at least 1.</param>
    /// <param name="seen">What happens to items of the history; null = the model's default.</param>
    /// <param name="filter">Keeps the items for which it holds; null keeps all.</param>
    public static RankedList For(IRecommender model, Query query, int n, Seen? seen = null, Func<int, bool>? filter = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        var answering = model.AnsweringTo(query);
        var ranker = new Ranker(answering);
        var best = ranker.Rank(query, n, seen ?? model.DefaultSeen, filter);
        var items = new RankedItem[best.Length];
        for (var i = 0; i < items.Length; i++) items[i] = new RankedItem(best[i], ranker.Scores[best[i]]);
        return new RankedList(items, answering.NameOf(), query.Parts & ~answering.Trainer.Reads);
    }
}

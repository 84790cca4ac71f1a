using System.Buffers;
using Attune.Numerics;

namespace Attune.Serving;

/// <summary>How alike the items and users of a model are. Safe for use from many threads; what takes long is prepared when first asked for.</summary>
sealed class ItemLikeness(ServedModel served)
{
    // Of the users who share anything, so many who share most are compared.
    const int Neighborhood = 2000;

    readonly Lazy<CoOccurrence> _together = new(() => new CoOccurrence(served.Model.Catalog.Histories));
    readonly Lazy<CsrMatrix> _byItem = new(served.Model.Catalog.Histories.Transpose);

    /// <summary>The items most like some, best first: the sum of their likeness to each. Those that the model was not trained on have none.</summary>
    internal RankedItem[] Similar(IReadOnlyList<ItemEntry> seeds, int n, ListRules rules)
    {
        int[] known = [.. seeds.Select(served.IndexOf).Where(i => i >= 0)];
        if (known.Length == 0) return [];
        var query = Query.From(known);
        var answering = served.Model.AnsweringTo(query);
        if (answering is not ISimilarItems likeness) return answering.Trainer.Reads.HasFlag(QueryParts.History) ? served.Rank(query, n, rules) : [];
        var count = served.Model.Catalog.Items.Count;
        var (sums, one) = (ArrayPool<float>.Shared.Rent(count), ArrayPool<float>.Shared.Rent(count));
        try
        {
            Sum(likeness, known, sums.AsSpan(0, count), one.AsSpan(0, count));
            return served.Best(sums, n, rules);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(sums);
            ArrayPool<float>.Shared.Return(one);
        }
    }

    /// <summary>
    /// Users of training in falling order of likeness to a query: the cosine of what they had, each item counting by how few have it (1 / √users).
    /// </summary>
    internal IEnumerable<ScoredId> Neighbors(Query query)
    {
        var (catalog, byItem) = (served.Model.Catalog, _byItem.Value);
        var (sums, length) = (new Dictionary<int, double>(), 0.0);
        foreach (var item in catalog.HistoryOf(query).Items.ToArray().Distinct())
        {
            var users = byItem.Row(item);
            length += 1.0 / Math.Max(1, users.Length);
            foreach (var user in users) sums[user] = sums.GetValueOrDefault(user) + 1.0 / users.Length;
        }
        return sums.OrderByDescending(s => s.Value).ThenBy(s => s.Key).Take(Neighborhood).Select(s => new ScoredId(catalog.Users[s.Key], s.Value / Math.Sqrt(length * LengthOf(s.Key))))
            .OrderByDescending(s => s.Score).ThenBy(s => s.Id, StringComparer.Ordinal);

        double LengthOf(int user)
        {
            var sum = 0.0;
            foreach (var item in catalog.Histories.Row(user)) sum += 1.0 / byItem.Row(item).Length;
            return sum;
        }
    }

    /// <summary>Puts candidates into an order of more variety: maximal marginal relevance, likeness being who had both items in training.</summary>
    /// <param name="ranked">The candidates, best first.</param>
    /// <param name="diversity">0 for the order as it is … 1 for nothing but variety.</param>
    /// <param name="order">Gets their positions in the new order; as long as the candidates.</param>
    internal void Vary(ReadOnlySpan<RankedItem> ranked, double diversity, Span<int> order)
    {
        var (items, scores) = (new int[ranked.Length], new float[ranked.Length]);
        for (var i = 0; i < items.Length; i++) (items[i], scores[i]) = (ranked[i].Item, ranked[i].Score);
        Mmr.Order(1 - diversity, items, scores, order, (placed, candidates, alike) =>
        {
            for (var c = 0; c < candidates.Length; c++) alike[c] = _together.Value.Cosine(placed, candidates[c]);
        });
    }

    // Items without any likeness are no candidates, nor are the seeds.
    static void Sum(ISimilarItems likeness, int[] seeds, Span<float> sums, Span<float> one)
    {
        sums.Clear();
        foreach (var seed in seeds)
        {
            likeness.Similarities(seed, one);
            for (var i = 0; i < one.Length; i++) sums[i] += float.IsNaN(one[i]) ? 0 : one[i];
        }
        foreach (var seed in seeds) sums[seed] = float.NaN;
        for (var i = 0; i < sums.Length; i++)
            if (!(sums[i] > 0)) sums[i] = float.NaN;
    }
}

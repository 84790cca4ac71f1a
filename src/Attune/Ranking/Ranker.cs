using Attune.Numerics;

namespace Attune;

/// <summary>
/// Ranks the whole catalog for one query after another in buffers of its own (4 bytes per item and 4 per place of the longest list). Not
/// thread-safe: one for each worker.
/// </summary>
sealed class Ranker(IRecommender model)
{
    readonly float[] _scores = new float[model.Catalog.Items.Count];
    int[] _best = [];

    // The items that have a score, where the last ranking was of a history alone.
    int[]? _bought;

    /// <summary>The scores of the last ranking by item; NaN where an item was no candidate.</summary>
    internal ReadOnlySpan<float> Scores => _scores;

    /// <summary>The best <paramref name="n"/> candidates, best first. The span is overwritten by the next ranking.</summary>
    internal ReadOnlySpan<int> Rank(Query query, int n, Seen seen, Func<int, bool>? filter = null)
    {
        if (seen == Seen.Only) return BestOf(query, model.Catalog.HistoryOf(query).Items, n, filter);
        model.Score(query, model.Catalog.AllItems, _scores);
        return Best(query, n, seen, filter);
    }

    // Nothing but the history is scored: what a buy-again list costs does not grow with the catalog.
    ReadOnlySpan<int> BestOf(Query query, ReadOnlySpan<int> history, int n, Func<int, bool>? filter)
    {
        if (_bought is null) Array.Fill(_scores, float.NaN);
        else foreach (var item in _bought) _scores[item] = float.NaN;
        int[] bought = [.. history];
        Array.Sort(bought);
        var count = 0;
        foreach (var item in bought)
            if ((count == 0 || bought[count - 1] != item) && filter?.Invoke(item) != false) bought[count++] = item;
        _bought = bought[..count];
        var scores = new float[count];
        model.Score(query, _bought, scores);
        for (var i = 0; i < count; i++) _scores[_bought[i]] = scores[i];
        n = Math.Min(n, count);
        if (_best.Length < n) _best = new int[n];
        var best = _best.AsSpan(0, n);
        best = best[..TopK.Select(scores, _bought, best)];
        for (var i = 0; i < best.Length; i++) best[i] = _bought[best[i]];
        return best;
    }

    /// <summary>The same with the vector of the query at hand, of a model that is an inner product; no vector where it cannot say.</summary>
    internal ReadOnlySpan<int> Rank(Query query, ReadOnlySpan<float> vector, int n, Seen seen, Func<int, bool>? filter)
    {
        var product = (IInnerProduct)model;
        if (vector.IsEmpty) Array.Fill(_scores, float.NaN);
        else IInnerProduct.Score(vector, product.ItemVectors.Span, product.ItemBiases, model.Catalog.AllItems, _scores);
        return Best(query, n, seen, filter);
    }

    ReadOnlySpan<int> Best(Query query, int n, Seen seen, Func<int, bool>? filter)
    {
        var catalog = model.Catalog;
        _bought = null;
        Restrict(catalog.HistoryOf(query), seen);
        if (filter is not null)
            for (var i = 0; i < _scores.Length; i++)
                if (!float.IsNaN(_scores[i]) && !filter(i)) _scores[i] = float.NaN;
        n = Math.Min(n, _scores.Length);
        if (_best.Length < n) _best = new int[n];
        var best = _best.AsSpan(0, n);
        return best[..TopK.Select(_scores, catalog.AllItems, best)];
    }

    /// <summary>The same as a list that stays.</summary>
    internal RankedList List(Query query, int n, Seen seen, Func<int, bool>? filter, IReranker? rerank)
    {
        var best = Rank(query, Reordering.Candidates(rerank, n), seen, filter);
        var scores = new float[best.Length];
        for (var i = 0; i < scores.Length; i++) scores[i] = _scores[best[i]];
        return RankedList.Of(model, query, best, scores, n, rerank);
    }

    void Restrict(History history, Seen seen)
    {
        if (seen == Seen.Include) return;
        if (seen == Seen.Exclude)
        {
            foreach (var item in history.Items) _scores[item] = float.NaN;
            return;
        }
        var kept = new float[history.Count];
        for (var i = 0; i < kept.Length; i++) kept[i] = _scores[history.Items[i]];
        Array.Fill(_scores, float.NaN);
        for (var i = 0; i < kept.Length; i++) _scores[history.Items[i]] = kept[i];
    }
}

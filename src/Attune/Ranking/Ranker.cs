using Attune.Numerics;

namespace Attune;

/// <summary>
/// Ranks the whole catalog for one query after another in buffers of its own (8 bytes per item). Not thread-safe: one for each worker.
/// </summary>
sealed class Ranker(IRecommender model)
{
    readonly float[] _scores = new float[model.Catalog.Items.Count];
    readonly int[] _best = new int[model.Catalog.Items.Count];

    /// <summary>The scores of the last ranking by item; NaN where an item was no candidate.</summary>
    internal ReadOnlySpan<float> Scores => _scores;

    /// <summary>The best <paramref name="n"/> candidates, best first. The span is overwritten by the next ranking.</summary>
    internal ReadOnlySpan<int> Rank(Query query, int n, Seen seen, Func<int, bool>? filter = null)
    {
        var catalog = model.Catalog;
        model.Score(query, catalog.AllItems, _scores);
        Restrict(catalog.HistoryOf(query), seen, filter);
        var best = _best.AsSpan(0, Math.Min(n, _best.Length));
        return best[..TopK.Select(_scores, catalog.AllItems, best)];
    }

    void Restrict(History history, Seen seen, Func<int, bool>? filter)
    {
        if (seen == Seen.Exclude)
            foreach (var item in history.Items) _scores[item] = float.NaN;
        else if (seen == Seen.Only)
        {
            var known = new HashSet<int>(history.Items.ToArray());
            for (var i = 0; i < _scores.Length; i++)
                if (!known.Contains(i)) _scores[i] = float.NaN;
        }
        if (filter is null) return;
        for (var i = 0; i < _scores.Length; i++)
            if (!filter(i)) _scores[i] = float.NaN;
    }
}

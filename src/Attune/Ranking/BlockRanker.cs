using System.Numerics;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Ranks the whole catalog for blocks of queries. A model that is an inner product is ranked as a product of matrices whose tiles are looked through
/// while they are in the cache: each query keeps the best n + <see cref="Spare"/> items, and these are scored again by the model itself. Where rounding
/// could have hidden an item (the error of an inner product of depth d is below d·2⁻²³·|x|·|y|), and for all other models, the query is
/// ranked alone: every list equals that of <see cref="Ranker"/>. Where vectors come in batches (<see cref="IInnerProduct.Batches"/>) each is asked for once, and every
/// score is its product with the item's: equal to those of <see cref="Ranker"/> up to the rounding of the batch. Not thread-safe: one for each worker.
/// </summary>
sealed class BlockRanker(IRecommender model, PackedItems? items)
{
    /// <summary>How many queries a block has at most; a multiple of the rows of a tile.</summary>
    internal const int Size = 96;

    // Longer lists are ranked alone: keeping them sorted would cost more than the product.
    const int LongestList = 256, Spare = 8;

    // A little more than twice the rounding of one product and one sum, 2⁻²³.
    const float Rounding = 2.4e-7f;

    readonly Ranker _ranker = new(model);
    readonly IInnerProduct? _batches = items is not null && model is IInnerProduct { Batches: true } batches ? batches : null;
    readonly float[] _batch = model is IInnerProduct { Batches: true } ? new float[Size * (items?.Width ?? 0)] : [];
    readonly bool[] _answered = new bool[Size];
    readonly float[] _vectors = new float[Size * (items?.Depth ?? 0)];
    readonly float[] _packed = new float[Size * (items?.Depth ?? 0)];
    readonly float[] _norms = new float[Size];
    readonly Kept[] _kept = [.. Enumerable.Range(0, items is null ? 0 : Size).Select(_ => new Kept())];
    readonly float[] _thresholds = new float[Size];
    readonly float[] _scores = new float[LongestList + Spare];
    readonly float[] _bestScores = new float[LongestList + Spare];
    readonly int[] _best = new int[LongestList + Spare];

    /// <summary>Takes one list, best first; the spans are overwritten by the next.</summary>
    internal delegate void Take(int query, ReadOnlySpan<int> items, ReadOnlySpan<float> scores);

    /// <summary>Ranks up to <see cref="Size"/> queries and hands their lists on in order.</summary>
    internal void Rank(ReadOnlySpan<Query> queries, int n, Seen seen, Func<int, bool>? filter, Take take)
    {
        if (seen == Seen.Only && model is IBatchRecommender together)
        {
            RankHistories(together, queries, n, filter, take);
            return;
        }
        _batches?.TryVectors(queries, _batch.AsSpan(0, queries.Length * items!.Width), _answered.AsSpan(0, queries.Length));
        if (items is null || seen == Seen.Only || n > LongestList)
        {
            for (var q = 0; q < queries.Length; q++) RankAlone(queries[q], q, n, seen, filter, take);
            return;
        }
        Pack(queries, n, seen);
        Collect(queries.Length, filter);
        for (var q = 0; q < queries.Length; q++)
            if (!float.IsNaN(_norms[q]) && ScoreAgain(queries[q], q, n) is >= 0 and var found) take(q, _best.AsSpan(0, found), _bestScores.AsSpan(0, found));
            else RankAlone(queries[q], q, n, seen, filter, take);
    }

    /// <summary>Ranks up to <see cref="Size"/> queries, each among its own candidates, and hands their lists on in order.</summary>
    internal void RankAmong(ReadOnlySpan<Query> queries, int[][] candidates, int n, Take take)
    {
        _batches?.TryVectors(queries, _batch.AsSpan(0, queries.Length * items!.Width), _answered.AsSpan(0, queries.Length));
        for (var q = 0; q < queries.Length; q++)
        {
            var (scores, best) = (new float[candidates[q].Length], new int[Math.Min(n, candidates[q].Length)]);
            Score(queries[q], q, candidates[q], scores);
            best = best[..TopK.Select(scores, candidates[q], best)];
            take(q, Array.ConvertAll(best, i => candidates[q][i]), Array.ConvertAll(best, i => scores[i]));
        }
    }

    static void RankHistories(IBatchRecommender model, ReadOnlySpan<Query> queries, int n, Func<int, bool>? filter, Take take)
    {
        var results = new (int[] Items, float[] Scores)[queries.Length];
        model.ScoreHistories(queries, results);
        for (var q = 0; q < queries.Length; q++)
        {
            var (own, scores) = results[q];
            if (filter is not null)
                for (var i = 0; i < own.Length; i++)
                    if (!filter(own[i])) scores[i] = float.NaN;
            var best = new int[Math.Min(n, own.Length)];
            best = best[..TopK.Select(scores, own, best)];
            take(q, Array.ConvertAll(best, i => own[i]), Array.ConvertAll(best, i => scores[i]));
        }
    }

    // A query that the model cannot answer gets a length of NaN: it is left out here and ranked alone, where it gets its empty list.
    void Pack(ReadOnlySpan<Query> queries, int n, Seen seen)
    {
        var (depth, rows) = (items!.Depth, GemmTile.Rows);
        for (var q = 0; q < queries.Length; q++)
        {
            var vector = _vectors.AsSpan(q * depth, depth);
            vector[^1] = 1;
            var answered = Answers(queries[q], q, vector[..items.Width]);
            _norms[q] = answered ? MathF.Sqrt(Vectors.Dot(vector[..items.Width], vector[..items.Width])) : float.NaN;
            _thresholds[q] = float.IsFinite(_norms[q]) ? float.NegativeInfinity : float.PositiveInfinity;
            _kept[q].Start(n + Spare, seen == Seen.Exclude ? model.Catalog.HistoryOf(queries[q]).Items : []);
        }
        for (var q = 0; q < queries.Length; q += rows)
            Gemm.PackPanel(_vectors.AsSpan(q * depth), depth, Math.Min(rows, queries.Length - q), depth, rows, _packed.AsSpan(q * depth));
    }

    bool Answers(Query query, int q, Span<float> vector)
    {
        if (_batches is null) return ((IInnerProduct)model).TryVector(query, vector);
        BatchOf(q).CopyTo(vector);
        return _answered[q];
    }

    // By the model itself, or by the vector that its batch gave.
    void Score(Query query, int q, ReadOnlySpan<int> candidates, Span<float> scores)
    {
        if (_batches is null) model.Score(query, candidates, scores);
        else if (_answered[q]) IInnerProduct.Score(BatchOf(q), _batches.ItemVectors.Span, _batches.ItemBiases, candidates, scores);
        else scores.Fill(float.NaN);
    }

    ReadOnlySpan<float> BatchOf(int q) => _batch.AsSpan(q * items!.Width, items.Width);

    void Collect(int queries, Func<int, bool>? filter)
    {
        var (depth, rows, columns) = (items!.Depth, GemmTile.Rows, GemmTile.Columns);
        Span<float> tile = stackalloc float[rows * columns];
        for (var panel = 0; panel < items.Panels; panel++)
        {
            var list = items.ItemsOf(panel);
            var open = false;
            for (var q = 0; q < queries; q += rows)
            {
                var end = Math.Min(q + rows, queries);
                if (!CanGain(panel, q, end)) continue;
                open = true;
                GemmTile.Multiply(1, _packed.AsSpan(q * depth, rows * depth), items.Panel(panel), depth, tile, columns, keep: false);
                for (var r = q; r < end; r++)
                {
                    var row = tile.Slice((r - q) * columns, columns);
                    if (!AnyAbove(row, _thresholds[r])) continue;
                    for (var i = 0; i < list.Length; i++)
                        if (row[i] > _thresholds[r] && _kept[r].Wants(list[i], filter)) _thresholds[r] = _kept[r].Add(row[i], list[i]);
                }
            }
            if (!open) return;
        }
    }

    bool CanGain(int panel, int from, int to)
    {
        for (var q = from; q < to; q++)
            if (items!.Reach(panel, _norms[q]) > _thresholds[q]) return true;
        return false;
    }

    static bool AnyAbove(ReadOnlySpan<float> row, float threshold)
    {
        var most = new Vector<float>(row);
        for (var i = Vector<float>.Count; i < row.Length; i += Vector<float>.Count) most = Vector.Max(most, new Vector<float>(row[i..]));
        return Vector.GreaterThanAny(most, new Vector<float>(threshold));
    }

    // The number of items listed, or −1 where an item that was not kept might belong into the list.
    int ScoreAgain(Query query, int q, int n)
    {
        var kept = _kept[q];
        var scores = _scores.AsSpan(0, kept.Count);
        Score(query, q, kept.Items, scores);
        foreach (var score in scores)
            if (!float.IsFinite(score)) return -1;
        var best = _best.AsSpan(0, n);
        var found = TopK.Select(scores, kept.Items, best);
        var error = (items!.Depth + 8) * Rounding * (_norms[q] * items.LargestNorm + items.LargestBias);
        if (!(error < float.PositiveInfinity) || (kept.IsFull && !(kept.Least + error < scores[best[found - 1]]))) return -1;
        for (var i = 0; i < found; i++) (_bestScores[i], best[i]) = (scores[best[i]], kept.Items[best[i]]);
        return found;
    }

    void RankAlone(Query query, int q, int n, Seen seen, Func<int, bool>? filter, Take take)
    {
        var ranked = _batches is null ? _ranker.Rank(query, n, seen, filter) : _ranker.Rank(query, _answered[q] ? BatchOf(q) : [], n, seen, filter);
        var scores = ranked.Length <= _bestScores.Length ? _bestScores : new float[ranked.Length];
        for (var i = 0; i < ranked.Length; i++) scores[i] = _ranker.Scores[ranked[i]];
        take(q, ranked, scores.AsSpan(0, ranked.Length));
    }
}

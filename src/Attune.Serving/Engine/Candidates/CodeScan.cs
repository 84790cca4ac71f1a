using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Attune.Numerics;

namespace Attune.Serving;

/// <summary>
/// Finds the items of the largest inner products with a query: a pass over the codes gives each item a bound that its score cannot exceed, by Cauchy and Schwarz
/// x·y ≤ x̂·ŷ + |x|·|y − ŷ| + |x − x̂|·|ŷ|, and only where that reaches the n-th best score so far is the score itself computed. So the list is exact. Blocks come by
/// falling length of their vectors: the pass ends where no later one can reach. Buffers are kept: one for each worker.
/// </summary>
sealed class CodeScan(IInnerProduct model, ItemCodes codes)
{
    // Lanes whose sum of products 15 · 34 · 64 fits 16 bits; more are summed in turn.
    const int LanesAtOnce = 16, LargestCode = 15;

    readonly float[] _vector = new float[codes.Width];
    readonly short[] _query = new short[codes.Lanes * ItemCodes.InLane];
    readonly Kept _kept = new();
    int[] _items = new int[1024];
    float[] _scores = new float[1024];
    int _found;

    /// <summary>How many items the last pass looked at closer.</summary>
    internal int Looked => _found;

    /// <summary>
    /// The best items of those whose bit is set, best first, ties by ascending index; none where the model cannot say.
    /// </summary>
    /// <param name="query">For whom.</param>
    /// <param name="n">How many.</param>
    /// <param name="mask">A bit for each item.</param>
    /// <param name="caution">1: the bound that holds without exception. Less: that part of it, which is faster where it holds for nearly all.</param>
    internal RankedItem[] Rank(Query query, int n, ReadOnlySpan<ulong> mask, float caution = 1)
    {
        if (!model.TryVector(query, _vector)) return [];
        n = Math.Min(n, codes.Order.Length);
        _kept.Start(n, []);
        _found = 0;
        var norm = MathF.Sqrt(Vectors.Dot(_vector, _vector));
        if (!float.IsFinite(norm)) return [];
        Scan(norm, mask, caution);
        var best = new int[Math.Min(n, _found)];
        var ranked = new RankedItem[TopK.Select(_scores.AsSpan(0, _found), _items.AsSpan(0, _found), best)];
        for (var i = 0; i < ranked.Length; i++) ranked[i] = new RankedItem(_items[best[i]], _scores[best[i]]);
        return ranked;
    }

    void Scan(float norm, ReadOnlySpan<ulong> mask, float caution)
    {
        var (scale, middle, lost) = Quantize();
        var threshold = float.NegativeInfinity;
        // What rounding of the products may add to a score or take from it.
        var rounding = (codes.Width + 16) * 2.4e-7f;
        for (var block = 0; block < codes.Blocks; block++)
        {
            if (norm * codes.Norms[block] * (1 + rounding) + codes.LargestBias < threshold) return;
            var slack = caution * (norm * codes.Errors[block] + lost * (codes.Norms[block] + codes.Errors[block])) + rounding * norm * codes.Norms[block];
            for (var open = Reaching(block, scale, middle, threshold - slack); open != 0; open &= open - 1)
            {
                var position = block * ItemCodes.Block + System.Numerics.BitOperations.TrailingZeroCount(open);
                if (position >= codes.Order.Length) break;
                var item = codes.Order[position];
                if ((mask[item >> 6] >> (item & 63) & 1) != 0) threshold = Look(item, threshold);
            }
        }
    }

    // The score itself; returns what the next item must reach.
    float Look(int item, float threshold)
    {
        var score = Vectors.Dot(_vector, model.ItemVectors.Span.Slice(item * codes.Width, codes.Width)) + (model.ItemBiases?[item] ?? 0);
        if (float.IsNaN(score) || score < threshold) return threshold;
        if (_found == _items.Length)
        {
            Array.Resize(ref _items, _found * 2);
            Array.Resize(ref _scores, _found * 2);
        }
        (_items[_found], _scores[_found++]) = (item, score);
        return !_kept.IsFull || score > _kept.Least ? _kept.Add(score, item) : threshold;
    }

    // The query in whole numbers, so large that their sums just fit; with the length of what was lost.
    (float Scale, float Middle, float Lost) Quantize()
    {
        var most = 0f;
        foreach (var v in _vector) most = Math.Max(most, Math.Abs(v));
        var largest = Math.Min(short.MaxValue / (LargestCode * Math.Min(codes.Lanes, LanesAtOnce) * ItemCodes.InLane), 1000);
        var (scale, sum, lost) = (most / largest, 0, 0.0);
        for (var d = 0; d < _vector.Length; d++)
        {
            var whole = scale > 0 ? (int)MathF.Round(_vector[d] / scale) : 0;
            _query[d] = (short)whole;
            sum += whole;
            lost += Math.Pow(_vector[d] - (double)scale * whole, 2);
        }
        return (scale, ItemCodes.Middle * sum, (float)(Math.Sqrt(lost) * 1.0001));
    }

    // A bit for each item of a block whose bound reaches.
    uint Reaching(int block, float scale, float middle, float least)
    {
        var (low, high) = Products(MemoryMarshal.Cast<ushort, Vector512<ushort>>(codes.Codes.AsSpan(block * codes.Lanes * ItemCodes.Block, codes.Lanes * ItemCodes.Block)));
        var at = block * ItemCodes.Block;
        return Bits(low, at) | Bits(high, at + Vector512<int>.Count) << Vector512<int>.Count;

        uint Bits(Vector512<int> products, int position)
        {
            var steps = Vector512.Create<float>(codes.Steps.AsSpan(position, Vector512<float>.Count));
            var scores = (Vector512.ConvertToSingle(products) - Vector512.Create(middle)) * steps * scale;
            if (codes.Biases is { } biases) scores += Vector512.Create<float>(biases.AsSpan(position, Vector512<float>.Count));
            return (uint)Vector512.GreaterThanOrEqual(scores, Vector512.Create(least)).ExtractMostSignificantBits();
        }
    }

    (Vector512<int> Low, Vector512<int> High) Products(ReadOnlySpan<Vector512<ushort>> lanes)
    {
        Vector512<int> low = default, high = default;
        var four = Vector512.Create((ushort)15);
        for (var from = 0; from < lanes.Length; from += LanesAtOnce)
        {
            Vector512<short> even = default, odd = default;
            var to = Math.Min(from + LanesAtOnce, lanes.Length);
            for (var l = from; l < to; l++)
            {
                var lane = lanes[l];
                var query = _query.AsSpan(l * ItemCodes.InLane, ItemCodes.InLane);
                even += (lane & four).AsInt16() * Vector512.Create(query[0]);
                odd += ((lane >>> 4) & four).AsInt16() * Vector512.Create(query[1]);
                even += ((lane >>> 8) & four).AsInt16() * Vector512.Create(query[2]);
                odd += (lane >>> 12).AsInt16() * Vector512.Create(query[3]);
            }
            var (a, b) = Vector512.Widen(even + odd);
            low += a;
            high += b;
        }
        return (low, high);
    }
}

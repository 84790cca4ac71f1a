using System.Diagnostics;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Candidates as bags of tokens under BM25 (Robertson and Zaragoza 2009): sim(x, q) = Σ over tokens t of count(t, q) · ln(1 + (N − n + 0.5) ⁄ (n + 0.5)) · f (k1 + 1) ⁄ (f + k1 (1 − b + b · length ⁄ mean length)), with f = count of t in x, n = candidates with t,
/// N = candidates. Linear in the query, so the similarity to a set is that to the sum of its bags. Where cosines are wanted, a chunk is the unit vector of its weights.
/// </summary>
sealed class TokenRepresentation : Representation
{
    const int SketchWidth = 64;
    readonly CsrMatrix _counts, _weights;
    readonly double[] _lengths;
    readonly Lock _gate = new();
    RowStore? _sketch;

    TokenRepresentation(CsrMatrix counts, CsrMatrix weights, double[] lengths, double[] scores, UnitSum reference) : base("tokens", scores, reference.Count) =>
        (_counts, _weights, _lengths, ReferenceSum) = (counts, weights, lengths, reference);

    internal override double[]? Norms => null;

    internal override UnitSum ReferenceSum { get; }

    internal static TokenRepresentation Of(HistoryChunks candidates, HistoryChunks reference, double k1, double b, FitContext context)
    {
        var start = Stopwatch.GetTimestamp();
        var (counts, asked) = (TokenBags.Count(candidates), TokenBags.Count(reference));
        var rarity = Rarity(counts);
        var mean = (double)counts.Values.ToArray().Sum(v => (double)v) / counts.Rows;
        var (weights, wanted) = (Weigh(counts, rarity, mean, k1, b), Weigh(asked, rarity, mean, k1, b));
        var query = new double[counts.Columns];
        for (var e = 0; e < asked.Count; e++) query[asked.ColumnIndices[e]] += asked.Values[e] / asked.Rows;
        var scores = new double[counts.Rows];
        AddProducts(weights, query, 1, scores, context);
        return new TokenRepresentation(counts, weights, Lengths(weights), scores, UnitSumOf(wanted, Lengths(wanted), [.. Enumerable.Range(0, asked.Rows)]))
        {
            // A multiplication and an addition for each token that a chunk of the reference shares: at most those of the chunk.
            Cost = CostLedger.Forward(candidates.Count, reference.Count, 0, 2.0 * counts.Count / counts.Rows), Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
        };
    }

    public override double Similarity(int a, int b)
    {
        ReadOnlySpan<int> asked = _counts.Row(b), words = _weights.Row(a);
        ReadOnlySpan<float> counts = _counts.RowValues(b), weights = _weights.RowValues(a);
        var (sum, other) = (0.0, 0);
        for (var e = 0; e < asked.Length; e++)
        {
            while (other < words.Length && words[other] < asked[e]) other++;
            if (other < words.Length && words[other] == asked[e]) sum += (double)counts[e] * weights[other];
        }
        return sum;
    }

    internal override void AddSimilarities(ReadOnlySpan<int> subset, double scale, double[] sums, FitContext context)
    {
        var query = new double[_counts.Columns];
        foreach (var candidate in subset)
            for (var e = _counts.Offsets[candidate]; e < _counts.Offsets[candidate + 1]; e++) query[_counts.ColumnIndices[e]] += _counts.Values[e];
        AddProducts(_weights, query, scale, sums, context);
    }

    internal override UnitSum SumOf(ReadOnlySpan<int> subset) => UnitSumOf(_weights, _lengths, subset);

    // Signs drawn from a hash of the token keep inner products but for an error of 1 ⁄ √64 (Achlioptas 2003): enough to find clusters by.
    internal override RowStore Rows(FitContext context)
    {
        lock (_gate)
        {
            if (_sketch is not null) return _sketch;
            var rows = new RowStore(Count, SketchWidth, 512L << 20);
            for (var block = 0; block < rows.Blocks; block++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                var values = new float[rows.RowsOf(block) * SketchWidth];
                for (var i = 0; i < rows.RowsOf(block); i++)
                {
                    var row = values.AsSpan(i * SketchWidth, SketchWidth);
                    var chunk = block * rows.BlockRows + i;
                    for (var e = _weights.Offsets[chunk]; e < _weights.Offsets[chunk + 1]; e++) TokenChunks.AddSigns(row, _weights.ColumnIndices[e], _weights.Values[e]);
                    if (Vectors.Dot(row, row) is > 0 and var square) Vectors.Scale(1 / MathF.Sqrt(square), row);
                }
                rows.Write(block, values);
            }
            return _sketch = rows;
        }
    }

    internal override CoveredPoints Covering(int[] points) => new Answers(this, points);

    public override void Dispose() => _sketch?.Dispose();

    static double[] Rarity(CsrMatrix counts)
    {
        var having = new int[counts.Columns];
        foreach (var token in counts.ColumnIndices) having[token]++;
        return Array.ConvertAll(having, n => Math.Log(1 + (counts.Rows - n + 0.5) / (n + 0.5)));
    }

    static CsrMatrix Weigh(CsrMatrix counts, double[] rarity, double mean, double k1, double b)
    {
        var weights = new float[counts.Count];
        for (var c = 0; c < counts.Rows; c++)
        {
            var length = 0.0;
            foreach (var f in counts.RowValues(c)) length += f;
            for (var e = counts.Offsets[c]; e < counts.Offsets[c + 1]; e++)
            {
                double f = counts.Values[e];
                weights[e] = (float)(rarity[counts.ColumnIndices[e]] * f * (k1 + 1) / (f + k1 * (1 - b + b * length / mean)));
            }
        }
        return new CsrMatrix(counts.Columns, counts.Offsets.ToArray(), counts.ColumnIndices.ToArray(), weights);
    }

    static double[] Lengths(CsrMatrix weights)
    {
        var lengths = new double[weights.Rows];
        for (var c = 0; c < lengths.Length; c++)
        {
            foreach (var w in weights.RowValues(c)) lengths[c] += (double)w * w;
            lengths[c] = Math.Sqrt(lengths[c]);
        }
        return lengths;
    }

    static UnitSum UnitSumOf(CsrMatrix weights, double[] lengths, ReadOnlySpan<int> rows)
    {
        var (sum, nonzero) = (new double[weights.Columns], 0);
        foreach (var row in rows)
            if (lengths[row] > 0)
            {
                nonzero++;
                for (var e = weights.Offsets[row]; e < weights.Offsets[row + 1]; e++) sum[weights.ColumnIndices[e]] += weights.Values[e] / lengths[row];
            }
        return new UnitSum(sum, rows.Length, nonzero);
    }

    static void AddProducts(CsrMatrix weights, double[] query, double scale, double[] sums, FitContext context)
    {
        const int Together = 1024;
        context.For((weights.Rows + Together - 1) / Together, block =>
        {
            for (var c = block * Together; c < Math.Min(weights.Rows, (block + 1) * Together); c++)
            {
                ReadOnlySpan<int> tokens = weights.Row(c);
                ReadOnlySpan<float> values = weights.RowValues(c);
                var sum = 0.0;
                for (var e = 0; e < tokens.Length; e++) sum += values[e] * query[tokens[e]];
                sums[c] += scale * sum;
            }
        });
    }

    sealed class Answers(TokenRepresentation of, int[] points) : CoveredPoints
    {
        internal override void By(int candidate, Span<float> likeness)
        {
            for (var p = 0; p < likeness.Length; p++) likeness[p] = (float)of.Similarity(candidate, points[p]);
        }
    }
}

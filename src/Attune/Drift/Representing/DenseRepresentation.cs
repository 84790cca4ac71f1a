using System.Buffers;
using System.Diagnostics;
using Attune.Numerics;

namespace Attune;

/// <summary>Candidates as vectors of length 1, kept block by block.</summary>
sealed class DenseRepresentation : Representation
{
    readonly RowStore _rows;

    DenseRepresentation(string name, double[] scores, int references, RowStore rows, double[] norms, UnitSum reference) : base(name, scores, references) =>
        (_rows, Norms, ReferenceSum) = (rows, norms, reference);

    internal override double[] Norms { get; }

    internal override UnitSum ReferenceSum { get; }

    internal static DenseRepresentation Of(IChunkRepresenter representer, HistoryChunks candidates, HistoryChunks reference, long ceiling, FitContext context)
    {
        var start = Stopwatch.GetTimestamp();
        var target = SumOf(representer, reference, context);
        var mean = Array.ConvertAll(target.Sum, v => v / target.Count);
        var rows = new RowStore(candidates.Count, representer.Dimension, ceiling);
        try
        {
            var (scores, norms) = (new double[candidates.Count], new double[candidates.Count]);
            Fill(representer, candidates, rows, context, (first, count, block) =>
            {
                for (var i = 0; i < count; i++)
                {
                    var row = block.AsSpan(i * representer.Dimension, representer.Dimension);
                    norms[first + i] = Normalize(row, representer, candidates, first + i);
                    scores[first + i] = Vectors.Dot(row, mean);
                }
            });
            return new DenseRepresentation(representer.Name, scores, reference.Count, rows, norms, target)
            {
                Empty = norms.Count(n => n == 0), Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds, Cost = CostLedger.Of(representer, candidates, reference), IsOnDisk = !rows.IsInMemory,
            };
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    public override double Similarity(int a, int b)
    {
        var (left, right) = (new float[_rows.Dimension], new float[_rows.Dimension]);
        _rows.CopyRow(a, left);
        _rows.CopyRow(b, right);
        return Vectors.Dot(left, Array.ConvertAll(right, v => (double)v));
    }

    internal override void AddSimilarities(ReadOnlySpan<int> subset, double scale, double[] sums, FitContext context)
    {
        var (vector, width) = (SumOf(subset).Sum, _rows.Dimension);
        _rows.ForBlocks(context, (block, first, rows) =>
        {
            for (var i = 0; i < _rows.RowsOf(block); i++) sums[first + i] += scale * Vectors.Dot(rows.AsSpan(i * width, width), vector);
        });
    }

    internal override UnitSum SumOf(ReadOnlySpan<int> subset)
    {
        var (sum, row, nonzero) = (new double[_rows.Dimension], new float[_rows.Dimension], 0);
        foreach (var candidate in subset)
        {
            _rows.CopyRow(candidate, row);
            Vectors.Axpy(1.0, row, sum);
            if (Norms[candidate] > 0) nonzero++;
        }
        return new UnitSum(sum, subset.Length, nonzero);
    }

    internal override RowStore Rows(FitContext context) => _rows;

    internal override CoveredPoints Covering(int[] points) => new Cosines(_rows, _rows.Gather(points));

    public override void Dispose() => _rows.Dispose();

    static UnitSum SumOf(IChunkRepresenter representer, HistoryChunks reference, FitContext context)
    {
        var (width, sum, nonzero) = (representer.Dimension, new double[representer.Dimension], 0);
        Fill(representer, reference, null, context, (first, count, block) =>
        {
            for (var i = 0; i < count; i++)
            {
                var row = block.AsSpan(i * width, width);
                if (Normalize(row, representer, reference, first + i) > 0) nonzero++;
                Vectors.Axpy(1.0, row, sum);
            }
        });
        return new UnitSum(sum, reference.Count, nonzero);
    }

    // One block after another, since a representer answers one thread at a time; and in one buffer, so that a million vectors leave no garbage.
    static void Fill(IChunkRepresenter representer, HistoryChunks chunks, RowStore? to, FitContext context, Action<int, int, float[]> see)
    {
        var step = Math.Min(chunks.Count, to?.BlockRows ?? Math.Max(1, (1 << 16) / representer.Dimension));
        var (which, rows) = (new int[step], new float[step * representer.Dimension]);
        for (var first = 0; first < chunks.Count; first += step)
        {
            var count = Math.Min(step, chunks.Count - first);
            for (var i = 0; i < count; i++) which[i] = first + i;
            representer.Represent(chunks, which.AsSpan(0, count), rows.AsSpan(0, count * representer.Dimension), context.Cancellation);
            see(first, count, rows);
            to?.Write(first / step, rows);
            context.Report("representing", first + count, chunks.Count);
        }
    }

    static double Normalize(Span<float> row, IChunkRepresenter representer, HistoryChunks chunks, int chunk)
    {
        var square = 0.0;
        foreach (var v in row) square += (double)v * v;
        if (!double.IsFinite(square)) throw new DataException($"The representation '{representer.Name}' gives chunk {chunk} (user '{chunks.Data.Users[chunks.UserOf(chunk)]}') a vector with numbers that are not finite; the model behind it has diverged, or its vectors overflow.");
        if (square == 0) return 0;
        var norm = Math.Sqrt(square);
        foreach (ref var v in row) v = (float)(v / norm);
        return norm;
    }

    // 1 + cosine, so that every number is 0 or more, as facility location wants it.
    sealed class Cosines(RowStore rows, float[] points) : CoveredPoints
    {
        internal override void By(int candidate, Span<float> likeness)
        {
            var row = ArrayPool<float>.Shared.Rent(rows.Dimension);
            rows.CopyRow(candidate, row);
            for (var p = 0; p < likeness.Length; p++) likeness[p] = 1 + Vectors.Dot(row.AsSpan(0, rows.Dimension), points.AsSpan(p * rows.Dimension, rows.Dimension));
            ArrayPool<float>.Shared.Return(row);
        }
    }
}

using System.Buffers;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// k-means (Lloyd 1982) over many vectors: centres are found on at most 256 vectors for each, drawn from the seed, starting by k-means++ (Arthur and Vassilvitskii 2007), in at most 20 rounds; then every vector goes to its nearest centre. So the time is that of one pass over all of them. Distances by
/// products of matrices; the same for any number of threads.
/// </summary>
static class KMeans
{
    const int Rounds = 20, PerCentre = 256, MostFloats = 1 << 24;

    /// <summary>The number of each vector's cluster, from 0; of equally near centres the first.</summary>
    internal static int[] Assign(RowStore rows, int clusters, Seed seed, FitContext context)
    {
        clusters = Math.Min(clusters, rows.Count);
        var sample = Sample(rows, Math.Max(clusters, Math.Min(clusters * PerCentre, MostFloats / rows.Dimension)), seed.Derive("sample"));
        var centres = Start(sample, rows.Dimension, clusters, seed.Derive("start"), context);
        var (own, before) = (new int[sample.Length / rows.Dimension], Array.Empty<int>());
        for (var round = 0; round < Rounds; round++)
        {
            NearestOfSample(sample, centres, rows.Dimension, own, context);
            if (own.AsSpan().SequenceEqual(before)) break;
            before = [.. own];
            Centre(sample, own, centres, rows.Dimension, context);
            context.Report("clustering", round + 1, Rounds);
        }
        var assigned = new int[rows.Count];
        rows.ForBlocks(context, (block, first, values) => Nearest(new Dense(values, rows.RowsOf(block), rows.Dimension), centres, assigned.AsSpan(first, rows.RowsOf(block))));
        return assigned;
    }

    static float[] Sample(RowStore rows, int count, Seed seed)
    {
        if (count >= rows.Count) return rows.Gather([.. Enumerable.Range(0, rows.Count)]);
        var keys = new double[rows.Count];
        for (var i = 0; i < keys.Length; i++) keys[i] = Draws.Unit(seed, i);
        var drawn = Draws.Largest(keys, count);
        Array.Sort(drawn);
        return rows.Gather(drawn);
    }

    // Each next centre is drawn with a probability in proportion to the squared distance to the nearest centre so far.
    static float[] Start(float[] sample, int width, int clusters, Seed seed, FitContext context)
    {
        var (count, stream) = (sample.Length / width, seed.Stream());
        var (centres, distances) = (new float[clusters * width], new double[count]);
        Array.Fill(distances, double.PositiveInfinity);
        var next = stream.NextInt(count);
        for (var c = 0; c < clusters; c++)
        {
            var centre = centres.AsMemory(c * width, width);
            sample.AsSpan(next * width, width).CopyTo(centre.Span);
            var square = Vectors.Dot(centre.Span, centre.Span);
            Stretches(count, context, (from, to) =>
            {
                for (var i = from; i < to; i++)
                {
                    var row = sample.AsSpan(i * width, width);
                    distances[i] = Math.Min(distances[i], Math.Max(0, Vectors.Dot(row, row) + square - 2 * Vectors.Dot(row, centre.Span)));
                }
            });
            next = Draw(distances, ref stream);
        }
        return centres;
    }

    static int Draw(double[] weights, ref RandomStream stream)
    {
        var left = stream.NextDouble() * weights.Sum();
        for (var i = 0; i < weights.Length; i++)
            if ((left -= weights[i]) < 0) return i;
        return stream.NextInt(weights.Length);
    }

    static void NearestOfSample(float[] sample, float[] centres, int width, int[] own, FitContext context) =>
        Stretches(own.Length, context, (from, to) => Nearest(new Dense(sample, to - from, width, from * width, width), centres, own.AsSpan(from, to - from)));

    // |x − c|² is least where x · c − |c|² ⁄ 2 is largest.
    static void Nearest(in Dense rows, float[] centres, Span<int> nearest)
    {
        var clusters = centres.Length / rows.Columns;
        var values = ArrayPool<float>.Shared.Rent(rows.Rows * clusters);
        for (var c = 0; c < clusters; c++)
        {
            var centre = centres.AsSpan(c * rows.Columns, rows.Columns);
            values[c] = -Vectors.Dot(centre, centre) / 2;
        }
        for (var r = 1; r < rows.Rows; r++) values.AsSpan(0, clusters).CopyTo(values.AsSpan(r * clusters, clusters));
        Gemm.Add(1, rows, new Dense(centres, clusters, rows.Columns), new Dense(values, rows.Rows, clusters));
        for (var r = 0; r < rows.Rows; r++) nearest[r] = IndexOfLargest(values.AsSpan(r * clusters, clusters));
        ArrayPool<float>.Shared.Return(values);
    }

    static int IndexOfLargest(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
            if (values[i] > values[best]) best = i;
        return best;
    }

    // Each cluster sums its own vectors in their order; one without vectors stays where it is.
    static void Centre(float[] sample, int[] own, float[] centres, int width, FitContext context)
    {
        var members = Enumerable.Range(0, own.Length).GroupBy(i => own[i]).ToArray();
        context.For(members.Length, m =>
        {
            var (sum, count) = (new double[width], 0);
            foreach (var i in members[m])
            {
                Vectors.Axpy(1.0, sample.AsSpan(i * width, width), sum);
                count++;
            }
            for (var p = 0; p < width; p++) centres[members[m].Key * width + p] = (float)(sum[p] / count);
        });
    }

    static void Stretches(int count, FitContext context, Action<int, int> work)
    {
        const int Together = 1024;
        context.For((count + Together - 1) / Together, s => work(s * Together, Math.Min(count, (s + 1) * Together)));
    }
}

using Attune.Numerics;

namespace Attune;

/// <summary>
/// Maximum mean discrepancy of two samples (Gretton and others 2012): MMD² = mean k(p, p′) + mean k(q, q′) − 2 mean k(p, q), and a permutation test of whether they are drawn alike: vectors are dealt anew into samples of the same sizes; p = (1 + how often MMD² is as large) ⁄ (1 + permutations). The
/// test is of the unbiased value. Each vector should be drawn by itself: several chunks of one user are more alike than that, and make p too small. Deterministic for a seed, for any number of threads.
/// </summary>
public sealed record MeanDiscrepancy
{
    /// <summary>How alike two vectors are. Default cosine.</summary>
    public DiscrepancyKernel Kernel { get; init; }

    /// <summary>Permutations, 0 for no test. Default 1000.</summary>
    public int Permutations { get; init; } = 1000;

    /// <summary>Seed of the permutations, and of the sample that the bandwidth is taken from. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Measures and tests.</summary>
    /// <param name="p">Vectors, one after another: at least two.</param>
    /// <param name="q">Others, of the same length.</param>
    /// <param name="dimension">Length of a vector, from 1.</param>
    /// <param name="context">Cancellation and threads.</param>
    /// <exception cref="ArgumentException">There are fewer than two vectors on a side, or parts of vectors.</exception>
    public Discrepancy Of(ReadOnlySpan<float> p, ReadOnlySpan<float> q, int dimension, FitContext? context = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Permutations);
        if (p.Length % dimension != 0 || q.Length % dimension != 0) throw new ArgumentException($"{p.Length} and {q.Length} numbers are not whole vectors of length {dimension}.", nameof(dimension));
        if (p.Length < 2 * dimension || q.Length < 2 * dimension) throw new ArgumentException($"There are {p.Length / dimension} and {q.Length / dimension} vectors; each side needs two or more.", nameof(p));
        float[] rows = [.. p, .. q];
        IPairSums sums = Kernel == DiscrepancyKernel.Rbf ? new RbfSums(rows, dimension, Seed, context ?? FitContext.Default) : new CosineSums(rows, dimension);
        return Tested(sums, p.Length / dimension, context ?? FitContext.Default);
    }

    Discrepancy Tested(IPairSums sums, int first, FitContext context)
    {
        var inFirst = new bool[sums.Count];
        inFirst.AsSpan(0, first).Fill(true);
        var (biased, unbiased) = sums.Of(inFirst);
        if (Permutations == 0) return new Discrepancy(biased, unbiased, double.NaN, sums.Bandwidth);
        // As large up to rounding counts as as large: equal samples must not look different.
        var (seed, reached) = (((Seed)Seed).Derive("permutations"), new bool[Permutations]);
        context.For(Permutations, n =>
        {
            var (dealt, stream) = ((bool[])inFirst.Clone(), seed.Derive(n).Stream());
            stream.Shuffle(dealt.AsSpan());
            reached[n] = sums.Of(dealt).Unbiased >= unbiased - 1e-12 * (1 + Math.Abs(unbiased));
        });
        return new Discrepancy(biased, unbiased, (1.0 + reached.Count(r => r)) / (1 + Permutations), sums.Bandwidth);
    }

    /// <summary>MMD² of any deal of vectors to two sides.</summary>
    interface IPairSums
    {
        int Count { get; }

        double Bandwidth { get; }

        (double Biased, double Unbiased) Of(bool[] inFirst);
    }

    // Sums of vectors stand for sums over pairs.
    sealed class CosineSums : IPairSums
    {
        readonly float[] _rows;
        readonly int _dimension;
        readonly double[] _whole;
        readonly bool[] _nonzero;

        internal CosineSums(float[] rows, int dimension)
        {
            (_rows, _dimension, _whole, _nonzero) = (rows, dimension, new double[dimension], new bool[rows.Length / dimension]);
            for (var i = 0; i < _nonzero.Length; i++)
            {
                var row = rows.AsSpan(i * dimension, dimension);
                var square = 0.0;
                foreach (var v in row) square += (double)v * v;
                if (_nonzero[i] = square > 0)
                    foreach (ref var v in row) v = (float)(v / Math.Sqrt(square));
                Vectors.Axpy(1.0, row, _whole);
            }
        }

        public int Count => _nonzero.Length;

        public double Bandwidth => double.NaN;

        public (double Biased, double Unbiased) Of(bool[] inFirst)
        {
            var (p, q, n, own, others) = (new double[_dimension], new double[_dimension], 0, 0, 0);
            for (var i = 0; i < Count; i++)
                if (inFirst[i])
                {
                    Vectors.Axpy(1.0, _rows.AsSpan(i * _dimension, _dimension), p);
                    n++;
                    if (_nonzero[i]) own++;
                }
                else if (_nonzero[i]) others++;
            for (var d = 0; d < _dimension; d++) q[d] = _whole[d] - p[d];
            var (first, second) = (new UnitSum(p, n, own), new UnitSum(q, Count - n, others));
            return (UnitSum.Biased(first, second), UnitSum.Unbiased(first, second));
        }
    }

    sealed class RbfSums : IPairSums
    {
        const int Pairs = 2000;
        readonly float[] _kernel;
        readonly double _whole;

        internal RbfSums(float[] rows, int dimension, int seed, FitContext context)
        {
            Count = rows.Length / dimension;
            _kernel = new float[checked(Count * Count)];
            Gemm.Add(1, new Dense(rows, Count, dimension), new Dense(rows, Count, dimension), new Dense(_kernel, Count, Count), parallel: context.Parallel);
            var squares = new float[Count];
            for (var i = 0; i < Count; i++) squares[i] = _kernel[i * Count + i];
            Bandwidth = Median(squares, ((Seed)seed).Derive("bandwidth").Stream());
            context.For(Count, i =>
            {
                for (var j = 0; j < Count; j++) _kernel[i * Count + j] = i == j ? 1 : (float)Math.Exp(-Math.Max(0.0, squares[i] + squares[j] - 2.0 * _kernel[i * Count + j]) / (2 * Bandwidth * Bandwidth));
            });
            for (var i = 0; i < Count; i++)
                for (var j = 0; j < Count; j++) _whole += _kernel[i * Count + j];
        }

        public int Count { get; }

        public double Bandwidth { get; }

        public (double Biased, double Unbiased) Of(bool[] inFirst)
        {
            var side = Array.ConvertAll(inFirst, f => f ? 1f : 0f);
            var (n, own, mine) = (0, 0.0, 0.0);
            var ones = new double[Count];
            for (var i = 0; i < Count; i++) ones[i] = side[i];
            for (var i = 0; i < Count; i++)
            {
                if (!inFirst[i]) continue;
                var row = _kernel.AsSpan(i * Count, Count);
                n++;
                own += Vectors.Dot(row, ones);
                foreach (var k in row) mine += k;
            }
            double m = Count - n, cross = mine - own, others = _whole - own - 2 * cross;
            return (own / ((double)n * n) + others / (m * m) - 2 * cross / (n * m), (own - n) / ((double)n * (n - 1)) + (others - m) / (m * (m - 1)) - 2 * cross / (n * m));
        }

        double Median(float[] squares, RandomStream stream)
        {
            var distances = new double[Math.Min(Pairs, Count * (Count - 1) / 2)];
            for (var d = 0; d < distances.Length; d++)
            {
                var i = stream.NextInt(Count);
                var j = stream.NextInt(Count - 1);
                if (j >= i) j++;
                distances[d] = Math.Sqrt(Math.Max(0.0, squares[i] + squares[j] - 2.0 * _kernel[i * Count + j]));
            }
            Array.Sort(distances);
            var median = (distances[(distances.Length - 1) / 2] + distances[distances.Length / 2]) / 2;
            return median > 0 ? median : 1;
        }
    }
}

using System.Buffers;
using System.Globalization;

namespace Attune.Numerics;

/// <summary>
/// Cholesky's factorisation A = L·Lᵀ of symmetric positive definite matrices (row-major, 32-bit floats), in blocks. Results do not depend on the
/// number of threads. Only the lower triangle of A is read.
/// </summary>
static class Cholesky
{
    const int Block = 64;

    /// <summary>
    /// Replaces the lower triangle of <paramref name="a"/> (n × n) by L, and leaves the upper one undefined; n³/3 operations. A matrix that is not
    /// positive definite is an <see cref="ArithmeticException"/> that names the row.
    /// </summary>
    internal static void Factor(float[] a, int n, ParallelOptions? parallel = null)
    {
        for (var start = 0; start < n; start += Block)
        {
            var width = Math.Min(Block, n - start);
            FactorDiagonal(a, n, start, width);
            var below = start + width;
            if (below == n) return;
            SolveRows(a, n, start, width, below, parallel);
            var panel = new Dense(a, n - below, width, below * n + start, n);
            Gemm.Add(-1, panel, panel, new Dense(a, n - below, n - below, below * n + below, n), lower: true, parallel);
        }
    }

    /// <summary>
    /// The same for equations that must have an answer: where A is not positive definite in 32-bit arithmetic, its diagonal is raised, tenfold more each
    /// time, until it is. Where A holds a number that is not finite, so does L, and the answer is NaN.
    /// </summary>
    internal static void FactorRaised(float[] a, int n)
    {
        var original = ArrayPool<float>.Shared.Rent(n * n);
        a.AsSpan(0, n * n).CopyTo(original);
        for (var raise = 0f; !TryFactor(a, n);)
        {
            raise = raise == 0 ? 1e-6f * LargestDiagonal(original, n) : 10 * raise;
            original.AsSpan(0, n * n).CopyTo(a);
            for (var i = 0; i < n; i++) a[i * n + i] += float.IsFinite(raise) ? raise : float.NaN;
            if (!float.IsFinite(raise)) break;
        }
        ArrayPool<float>.Shared.Return(original);
    }

    static bool TryFactor(float[] a, int n)
    {
        try
        {
            Factor(a, n);
            return true;
        }
        catch (ArithmeticException)
        {
            return false;
        }
    }

    // At least a number above zero that ten times as much of is more.
    static float LargestDiagonal(float[] a, int n)
    {
        var largest = 1e-30f;
        for (var i = 0; i < n; i++) largest = MathF.Max(largest, MathF.Abs(a[i * n + i]));
        return largest;
    }

    /// <summary>x ← A⁻¹·x, given the factor L of A in the lower triangle of <paramref name="factor"/> (n × n); 2n² operations.</summary>
    internal static void Solve(ReadOnlySpan<float> factor, int n, Span<float> x)
    {
        for (var i = 0; i < n; i++)
            x[i] = (x[i] - Vectors.Dot(factor.Slice(i * n, i), x[..i])) / factor[i * n + i];
        for (var i = n - 1; i >= 0; i--)
        {
            x[i] /= factor[i * n + i];
            Vectors.Axpy(-x[i], factor.Slice(i * n, i), x[..i]);
        }
    }

    /// <summary>What a matrix is told that has no factor: the row and its pivot, which must be above zero.</summary>
    internal static ArithmeticException NotPositive(int row, int n, float pivot) => new(string.Create(CultureInfo.InvariantCulture,
        $"The matrix is not positive definite in 32-bit arithmetic: the pivot of row {row} of {n} is {pivot}."));

    static void FactorDiagonal(float[] a, int n, int start, int width)
    {
        for (var i = start; i < start + width; i++)
        {
            var row = a.AsSpan(i * n + start, i - start);
            SolveRow(a, n, start, row);
            var pivot = a[i * n + i] - Vectors.Dot(row, row);
            if (!(pivot > 0 && float.IsFinite(pivot))) throw NotPositive(i, n, pivot);
            a[i * n + i] = MathF.Sqrt(pivot);
        }
    }

    // The rows from below on ← rows · L⁻ᵀ for the diagonal block of L at (start, start).
    static void SolveRows(float[] a, int n, int start, int width, int below, ParallelOptions? parallel)
    {
        if (parallel is null)
            for (var i = below; i < n; i++) Row(i);
        else
            Parallel.For(below, n, parallel, Row);

        void Row(int i) => SolveRow(a, n, start, a.AsSpan(i * n + start, width));
    }

    static void SolveRow(float[] l, int n, int start, Span<float> x)
    {
        for (var j = 0; j < x.Length; j++)
        {
            var row = l.AsSpan((start + j) * n + start, j + 1);
            x[j] = (x[j] - Vectors.Dot(row[..j], x[..j])) / row[j];
        }
    }
}

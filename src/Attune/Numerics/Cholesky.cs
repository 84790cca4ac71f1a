using System.Globalization;

namespace Attune.Numerics;

/// <summary>
/// Cholesky's factorisation A = L·Lᵀ of symmetric positive definite matrices (row-major, 32-bit floats), in blocks, on many threads. Every block is
/// computed by one thread in a fixed order, so results do not depend on the number of threads. Only the lower triangle of A is read.
/// </summary>
static class Cholesky
{
    const int Block = 48;

    /// <summary>
    /// Replaces the lower triangle of <paramref name="a"/> (n × n) by L; n³/3 operations. A matrix that is not positive definite is an
    /// <see cref="ArithmeticException"/> that names the row.
    /// </summary>
    internal static void Factor(float[] a, int n, ParallelOptions? parallel = null)
    {
        for (var j = 0; j < n; j += Block)
        {
            var (start, width) = (j, Math.Min(Block, n - j));
            Update(start, start, width);
            FactorDiagonal(a, n, start, width);
            ForBlocks(start + width, n, parallel, Below);

            void Below(int i)
            {
                Update(i, start, width);
                SolveRows(a, n, start, width, a.AsSpan(i * n + start), n, Math.Min(Block, n - i));
            }
        }

        void Update(int i, int column, int width) => DenseBlocks.SubtractProduct(
            a.AsSpan(i * n), n, a.AsSpan(column * n), n, a.AsSpan(i * n + column), n, Math.Min(Block, n - i), width, column);
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

    /// <summary>
    /// Replaces the symmetric positive definite <paramref name="a"/> (n × n) by its inverse, both triangles; n³ operations and n² floats of extra
    /// memory. With U = L⁻ᵀ the inverse is U·Uᵀ.
    /// </summary>
    internal static void Invert(float[] a, int n, ParallelOptions parallel)
    {
        Factor(a, n, parallel);
        var u = new float[(long)n * n];
        ForBlocks(0, n, parallel, j => InverseRows(a, u, n, j));
        ForBlocks(0, n, parallel, i =>
        {
            var rows = Math.Min(Block, n - i);
            for (var j = 0; j <= i; j += Block)
            {
                var columns = Math.Min(Block, n - j);
                for (var r = 0; r < rows; r++) a.AsSpan((i + r) * n + j, columns).Clear();
                DenseBlocks.SubtractProduct(u.AsSpan(i * n + i), n, u.AsSpan(j * n + i), n, a.AsSpan(i * n + j), n, rows, columns, n - i);
                for (var r = 0; r < rows; r++) Vectors.Scale(-1, a.AsSpan((i + r) * n + j, columns));
            }
        });
        for (var i = 0; i < n; i++)
            for (var j = i + 1; j < n; j++) a[i * n + j] = a[j * n + i];
    }

    // Rows j … of U: L⁻ᵀ is found row by row through U·Lᵀ = I, from the diagonal to the right.
    static void InverseRows(float[] l, float[] u, int n, int j)
    {
        var rows = Math.Min(Block, n - j);
        for (var r = 0; r < rows; r++) u[(j + r) * n + j + r] = 1;
        for (var i = j; i < n; i += Block)
        {
            var width = Math.Min(Block, n - i);
            DenseBlocks.SubtractProduct(u.AsSpan(j * n + j), n, l.AsSpan(i * n + j), n, u.AsSpan(j * n + i), n, rows, width, i - j);
            SolveRows(l, n, i, width, u.AsSpan(j * n + i), n, rows);
        }
    }

    static void FactorDiagonal(float[] a, int n, int start, int width)
    {
        for (var i = start; i < start + width; i++)
        {
            SolveRows(a, n, start, i - start, a.AsSpan(i * n + start), n, 1);
            var row = a.AsSpan(i * n + start, i - start);
            var pivot = a[i * n + i] - Vectors.Dot(row, row);
            if (!(pivot > 0 && float.IsFinite(pivot)))
                throw new ArithmeticException(string.Create(CultureInfo.InvariantCulture, $"The matrix is not positive definite in 32-bit arithmetic: the pivot of row {i} of {n} is {pivot}."));
            a[i * n + i] = MathF.Sqrt(pivot);
        }
    }

    // Each row x ← x·L⁻ᵀ for the diagonal block of L at (start, start).
    static void SolveRows(float[] l, int n, int start, int width, Span<float> rows, int stride, int count)
    {
        for (var r = 0; r < count; r++)
        {
            var x = rows[(r * stride)..];
            for (var j = 0; j < width; j++)
            {
                var row = l.AsSpan((start + j) * n + start, j + 1);
                x[j] = (x[j] - Vectors.Dot(row[..j], x[..j])) / row[j];
            }
        }
    }

    static void ForBlocks(int from, int to, ParallelOptions? parallel, Action<int> body)
    {
        var blocks = (to - from + Block - 1) / Block;
        if (parallel is null)
            for (var b = 0; b < blocks; b++) body(from + b * Block);
        else
            Parallel.For(0, blocks, parallel, b => body(from + b * Block));
    }
}

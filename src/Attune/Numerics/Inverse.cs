namespace Attune.Numerics;

/// <summary>
/// The inverse of a symmetric positive definite matrix (row-major, 32-bit floats) in its own place: Gauss-Jordan elimination by blocks, of which
/// symmetry leaves half. Sweeping a block of pivots K turns A(K,K) into −A(K,K)⁻¹ =: −P, A(i,K) into W = A(i,K)·P and A(i,j) into A(i,j) − W·A(K,j); when all
/// are swept, A has become −A⁻¹. Nearly all of the n³ operations are one matrix product for each block. Results do not depend on the number of
/// threads (Goodnight, "A Tutorial on the SWEEP Operator", The American Statistician 1979).
/// </summary>
static class Inverse
{
    const int Block = 256, SmallBlock = 32;

    /// <summary>
    /// Replaces <paramref name="a"/> (n × n, of which only the lower triangle is read) by its inverse, both triangles; n³ operations and 512 · n floats of
    /// extra memory. A matrix that is not positive definite is an <see cref="ArithmeticException"/> that names the row.
    /// </summary>
    internal static void Of(float[] a, int n, ParallelOptions? parallel = null)
    {
        Sweep(a, n, n > 2 * Block ? Block : SmallBlock, 0, n, parallel);
        Mirror(a, n, parallel);
    }

    // Leaves −A⁻¹ in the lower triangle; origin and size name the row of the whole matrix in errors.
    static void Sweep(float[] a, int n, int block, int origin, int size, ParallelOptions? parallel)
    {
        if (n <= SmallBlock)
        {
            SweepRows(a, n, origin, size);
            return;
        }
        var (panel, scaled) = (new float[n * block], new float[n * block]);
        for (var k = 0; k < n; k += block)
        {
            var width = Math.Min(block, n - k);
            var pivots = new float[width * width];
            for (var r = 0; r < width; r++) a.AsSpan((k + r) * n + k, width).CopyTo(pivots.AsSpan(r * width));
            Sweep(pivots, width, SmallBlock, origin + k, size, null);
            TakePanel(a, n, k, width, panel);
            Array.Clear(scaled);
            Negate(pivots, width);
            Gemm.Add(1, new Dense(panel, n, width), new Dense(pivots, width, width), new Dense(scaled, n, width), parallel: parallel);
            Gemm.Add(-1, new Dense(scaled, n, width), new Dense(panel, n, width), new Dense(a, n, n), lower: true, parallel);
            PutPanel(a, n, k, width, scaled, pivots);
        }
    }

    // Rows of A(·,K), of which those above the block lie in its own rows; zero in the block itself, which the product must leave alone.
    static void TakePanel(float[] a, int n, int k, int width, float[] panel)
    {
        for (var i = 0; i < n; i++)
        {
            var row = panel.AsSpan(i * width, width);
            if (i >= k + width) a.AsSpan(i * n + k, width).CopyTo(row);
            else if (i >= k) row.Clear();
        }
        for (var r = 0; r < width; r++)
            for (var i = 0; i < k; i++) panel[i * width + r] = a[(k + r) * n + i];
    }

    static void PutPanel(float[] a, int n, int k, int width, float[] scaled, float[] inverse)
    {
        for (var i = k + width; i < n; i++) scaled.AsSpan(i * width, width).CopyTo(a.AsSpan(i * n + k));
        for (var r = 0; r < width; r++)
        {
            for (var i = 0; i < k; i++) a[(k + r) * n + i] = scaled[i * width + r];
            for (var c = 0; c <= r; c++) a[(k + r) * n + k + c] = -inverse[r * width + c];
        }
    }

    // The same, one pivot after another, in a matrix that symmetry has filled.
    static void SweepRows(float[] a, int n, int origin, int size)
    {
        for (var i = 0; i < n; i++)
            for (var j = i + 1; j < n; j++) a[i * n + j] = a[j * n + i];
        Span<float> pivots = stackalloc float[n];
        for (var k = 0; k < n; k++)
        {
            a.AsSpan(k * n, n).CopyTo(pivots);
            var pivot = pivots[k];
            if (!(pivot > 0 && float.IsFinite(pivot))) throw Cholesky.NotPositive(origin + k, size, pivot);
            for (var i = 0; i < n; i++)
            {
                if (i == k) continue;
                var scaled = a[i * n + k] / pivot;
                Vectors.Axpy(-scaled, pivots, a.AsSpan(i * n, n));
                a[i * n + k] = scaled;
            }
            for (var i = 0; i < n; i++) a[k * n + i] = i == k ? -1 / pivot : a[i * n + k];
        }
    }

    // −A⁻¹ in the lower triangle → A⁻¹ in both, whole.
    static void Negate(float[] a, int n)
    {
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = -a[i * n + j];
    }

    // The same in square tiles, so that the columns written stay in the cache.
    static void Mirror(float[] a, int n, ParallelOptions? parallel)
    {
        if (parallel is null || n <= SmallBlock)
        {
            Negate(a, n);
            return;
        }
        Parallel.For(0, (n + SmallBlock - 1) / SmallBlock, parallel, block =>
        {
            var (start, end) = (block * SmallBlock, Math.Min(n, (block + 1) * SmallBlock));
            for (var column = 0; column < end; column += SmallBlock)
                for (var i = start; i < end; i++)
                    for (var j = column; j < Math.Min(column + SmallBlock, i + 1); j++) a[i * n + j] = a[j * n + i] = -a[i * n + j];
        });
    }
}

namespace Attune.Numerics;

/// <summary>
/// The leading right singular vectors of a sparse matrix by subspace iteration from a random start (Halko, Martinsson and Tropp, "Finding structure with
/// randomness", SIAM Review 2011, algorithms 4.4 and 5.1). The start depends on the seed alone, so results do not depend on the number of threads.
/// </summary>
static class RandomizedSvd
{
    /// <summary>
    /// Columns × <paramref name="rank"/>: the right singular vectors as columns, largest singular value first, and the singular values. Where the matrix has
    /// a lower rank the rest is zero. Time iterations · (2 · entries · width + (rows + columns) · width²), width = rank + oversampling.
    /// </summary>
    /// <param name="matrix">Rows × columns.</param>
    /// <param name="transposed">The same, columns × rows.</param>
    /// <param name="rank">How many vectors.</param>
    /// <param name="oversampling">Columns carried beyond them.</param>
    /// <param name="iterations">Times that the matrix and its transpose are applied before the end.</param>
    /// <param name="seed">Seed of the start.</param>
    /// <param name="parallel">Threads and cancellation.</param>
    /// <param name="progress">Told before each iteration which one it is, from 1.</param>
    internal static (float[] Vectors, float[] Values) RightVectors(CsrMatrix matrix, CsrMatrix transposed, int rank, int oversampling, int iterations, Seed seed, ParallelOptions parallel, Action<int>? progress = null)
    {
        var width = Math.Min(rank + oversampling, matrix.Columns);
        var block = new float[(long)matrix.Columns * width];
        var stream = seed.Stream();
        foreach (ref var v in block.AsSpan()) v = (float)stream.NextGaussian();
        for (var i = 1; i <= iterations; i++)
        {
            progress?.Invoke(i);
            block = TallBlock.Orthonormalize(block, width, parallel);
            block = TallBlock.Multiply(transposed, TallBlock.Multiply(matrix, block, width, parallel), width, parallel);
        }
        block = TallBlock.Orthonormalize(block, width, parallel);
        var (values, rotations) = SymmetricEigen.Of(TallBlock.Gram(TallBlock.Multiply(matrix, block, width, parallel), width, parallel), width, parallel.CancellationToken);
        var kept = new float[(long)rank * width];
        for (var k = 0; k < Math.Min(rank, width) && values[k] > 0; k++)
            for (var i = 0; i < width; i++) kept[k * width + i] = (float)rotations[k * width + i];
        return (TallBlock.Combine(block, width, kept, rank, parallel), [.. Enumerable.Range(0, rank).Select(k => k < width ? (float)Math.Sqrt(Math.Max(0, values[k])) : 0)]);
    }
}

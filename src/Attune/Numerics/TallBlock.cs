using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Numerics;

/// <summary>
/// Operations on tall dense blocks (rows × width, row after row, few columns): products with sparse matrices, inner products of the columns,
/// orthonormal columns. Rows are shared out among threads; sums over rows are taken over chunks that depend on the shape alone.
/// </summary>
static class TallBlock
{
    // Columns whose share of the block's directions is less than this are rounding.
    const double Negligible = 1e-10;

    /// <summary>The product of a sparse matrix with a block of as many rows as the matrix has columns.</summary>
    internal static float[] Multiply(CsrMatrix matrix, float[] block, int width, ParallelOptions parallel)
    {
        var product = new float[(long)matrix.Rows * width];
        Parallel.For(0, matrix.Rows, parallel, r =>
        {
            var row = product.AsSpan(r * width, width);
            var columns = matrix.Row(r);
            var values = matrix.RowValues(r);
            for (var e = 0; e < columns.Length; e++) Vectors.Axpy(values[e], block.AsSpan(columns[e] * width, width), row);
        });
        return product;
    }

    /// <summary>The width × width inner products of the columns, in 64-bit numbers.</summary>
    internal static double[] Gram(float[] block, int width, ParallelOptions parallel)
    {
        var rows = block.Length / width;
        var size = Numerics.Gram.ChunkOf(rows, (long)width * width * sizeof(double));
        var chunks = new double[Math.Max(1, (rows + size - 1) / size)][];
        Parallel.For(0, chunks.Length, parallel, c => chunks[c] = GramOf(block.AsSpan(c * size * width, Math.Min(size, rows - c * size) * width), width));
        var gram = chunks[0];
        for (var c = 1; c < chunks.Length; c++) Add(1, chunks[c], gram);
        for (var i = 0; i < width; i++)
            for (var j = i + 1; j < width; j++) gram[i * width + j] = gram[j * width + i];
        return gram;
    }

    /// <summary>block · factors, where row k of <paramref name="factors"/> (columns × width) makes column k of the result.</summary>
    internal static float[] Combine(float[] block, int width, float[] factors, int columns, ParallelOptions parallel)
    {
        var combined = new float[(long)block.Length / width * columns];
        Parallel.For(0, block.Length / width, parallel, r =>
        {
            var row = block.AsSpan(r * width, width);
            for (var k = 0; k < columns; k++) combined[r * columns + k] = Vectors.Dot(row, factors.AsSpan(k * width, width));
        });
        return combined;
    }

    /// <summary>
    /// A block with orthonormal columns that span those of <paramref name="block"/>, through the eigenvectors of their inner products, twice (Stathopoulos and
    /// Wu 2002); where the columns depend on each other, as many of the result are zero.
    /// </summary>
    internal static float[] Orthonormalize(float[] block, int width, ParallelOptions parallel)
    {
        for (var round = 0; round < 2; round++)
        {
            var gram = Gram(block, width, parallel);
            var scale = new double[width];
            for (var i = 0; i < width; i++) scale[i] = gram[i * width + i] > 0 ? 1 / Math.Sqrt(gram[i * width + i]) : 0;
            for (var i = 0; i < width; i++)
                for (var j = 0; j < width; j++) gram[i * width + j] *= scale[i] * scale[j];
            var (values, vectors) = SymmetricEigen.Of(gram, width, parallel.CancellationToken);
            var factors = new float[width * width];
            for (var k = 0; k < width && values[k] > Negligible * values[0]; k++)
                for (var i = 0; i < width; i++) factors[k * width + i] = (float)(vectors[k * width + i] * scale[i] / Math.Sqrt(values[k]));
            block = Combine(block, width, factors, width, parallel);
        }
        return block;
    }

    static double[] GramOf(ReadOnlySpan<float> block, int width)
    {
        var (sum, row) = (new double[width * width], new double[width]);
        for (var at = 0; at < block.Length; at += width)
        {
            for (var i = 0; i < width; i++) row[i] = block[at + i];
            for (var i = 0; i < width; i++) Add(row[i], row.AsSpan(0, i + 1), sum.AsSpan(i * width, i + 1));
        }
        return sum;
    }

    static void Add(double scale, ReadOnlySpan<double> x, Span<double> sum)
    {
        var xs = MemoryMarshal.Cast<double, Vector<double>>(x);
        var sums = MemoryMarshal.Cast<double, Vector<double>>(sum[..x.Length]);
        for (var i = 0; i < xs.Length; i++) sums[i] += scale * xs[i];
        for (var i = xs.Length * Vector<double>.Count; i < x.Length; i++) sum[i] += scale * x[i];
    }
}

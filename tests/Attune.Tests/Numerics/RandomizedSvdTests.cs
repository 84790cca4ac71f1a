using Attune.Numerics;

namespace Attune.Tests;

[Trait("lane", "vector")]
public sealed class RandomizedSvdTests
{
    static readonly ParallelOptions TwoThreads = new() { MaxDegreeOfParallelism = 2 };

    [Fact]
    public void Eigen_RandomSymmetric_RebuildsTheMatrixBestFirst()
    {
        const int n = 37;
        var stream = new Seed(5).Stream();
        var a = new double[n * n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = stream.NextGaussian();
        var (values, vectors) = SymmetricEigen.Of((double[])a.Clone(), n);
        Assert.Equal(values.OrderDescending(), values);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
            {
                Assert.Equal(a[i * n + j], Enumerable.Range(0, n).Sum(k => values[k] * vectors[k * n + i] * vectors[k * n + j]), 1e-12 * n);
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, n).Sum(k => vectors[i * n + k] * vectors[j * n + k]), 1e-13 * n);
            }
    }

    [Fact]
    public void Eigen_Canceled_Ends()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => SymmetricEigen.Of([2, 1, 1, 2], 2, source.Token));
    }

    [Fact]
    public void Orthonormalize_NearlyDependentColumns_SpansThemWithUnitColumns()
    {
        // Three columns that differ in the fourth digit, and a fourth that is their sum.
        const int rows = 3000;
        var stream = new Seed(6).Stream();
        var block = new float[rows * 4];
        for (var r = 0; r < rows; r++)
        {
            var common = stream.NextGaussian();
            for (var c = 0; c < 3; c++) block[r * 4 + c] = (float)(common + 1e-3 * stream.NextGaussian());
            block[r * 4 + 3] = block[r * 4] + block[r * 4 + 1] + block[r * 4 + 2];
        }
        var q = TallBlock.Orthonormalize(block, 4, TwoThreads);
        var gram = TallBlock.Gram(q, 4, TwoThreads);
        for (var i = 0; i < 4; i++)
            for (var j = 0; j < 4; j++) Assert.Equal(i == j && i < 3 ? 1 : 0, gram[i * 4 + j], 1e-4);
    }

    [Fact]
    public void RightVectors_KnownSpectrum_FindsValuesAndVectors()
    {
        // diag(1 … 40) with rows shuffled: the singular vectors are unit vectors.
        const int n = 40;
        int[] rows = [.. Enumerable.Range(0, n).Select(i => i * 7 % n)];
        int[] columns = [.. Enumerable.Range(0, n)];
        var matrix = CsrMatrix.FromTriples(n, n, rows, columns, [.. columns.Select(c => c + 1f)]);
        var (vectors, values) = RandomizedSvd.RightVectors(matrix, matrix.Transpose(), 3, 10, 12, 42, TwoThreads);
        for (var k = 0; k < 3; k++)
        {
            Assert.Equal(n - k, values[k], 1e-3f);
            Assert.Equal(1, Math.Abs(vectors[(n - 1 - k) * 3 + k]), 1e-3f);
        }
    }
}

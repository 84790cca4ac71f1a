using Attune.Numerics;

namespace Attune.Tests;

[Trait("lane", "vector")]
public sealed class GramTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(70, 3)]
    [InlineData(129, 33)]
    [InlineData(2100, 50)]
    [InlineData(1030, 64)]
    public void Of_AnyShape_IsThePlainSumOnAnyNumberOfThreads(int rows, int width)
    {
        var matrix = Draw(rows * width);
        var gram = Gram.Of(matrix, width, new ParallelOptions { MaxDegreeOfParallelism = 3 });
        Assert.Equal(Gram.Of(matrix, width, null), gram);
        for (var i = 0; i < width; i++)
            for (var j = 0; j < width; j++)
            {
                var expected = 0.0;
                for (var r = 0; r < rows; r++) expected += (double)matrix[r * width + i] * matrix[r * width + j];
                Assert.Equal(expected, gram[i * width + j], 1e-4 * rows);
            }
    }

    [Theory]
    [InlineData(1_000, 4, 1024)]
    [InlineData(1_000_000, 100, 15_625)]
    [InlineData(1_000_000, 1024, 62_500)]
    [InlineData(1_000_000, 2048, 250_000)]
    [InlineData(1_000_000, 10_000, 1_000_000)]
    [InlineData(int.MaxValue, 1, 33_554_432)]
    public void ChunkOf_AnyShape_KeepsTheSumsBelowSixtyFourMegabytes(int rows, int width, int size)
    {
        Assert.Equal(size, Gram.ChunkOf(rows, 4L * width * width));
        var chunks = ((long)rows + size - 1) / size;
        Assert.True(chunks is >= 1 and <= 64);
        Assert.True(chunks == 1 || chunks * 4 * width * width <= 64 << 20);
    }

    [Fact]
    public void Of_NoRows_IsZero() => Assert.Equal(new float[16], Gram.Of([], 4, null));

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(67)]
    [InlineData(200)]
    public void NegativeProduct_AnySize_IsThePlainFormula(int n)
    {
        var (a, x, product) = (Gram.Of(Draw(n * n), n, null), Draw(n), new float[n]);
        Symmetric.NegativeProduct(a, x, 0.5f, product);
        for (var i = 0; i < n; i++)
        {
            var expected = -0.5 * x[i];
            for (var j = 0; j < n; j++) expected -= (double)a[i * n + j] * x[j];
            Assert.Equal(expected, product[i], 1e-3 * n);
        }
    }

    static float[] Draw(int length)
    {
        var stream = ((Seed)length).Stream();
        var values = new float[length];
        foreach (ref var v in values.AsSpan()) v = (float)stream.NextGaussian();
        return values;
    }
}

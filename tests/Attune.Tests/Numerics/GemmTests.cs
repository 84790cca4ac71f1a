using Attune.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Tests;

[Trait("lane", "vector")]
public sealed class GemmTests
{
    const int Gap = 3;

    static float[] Draw(int count, Seed seed)
    {
        var stream = seed.Stream();
        var values = new float[count];
        foreach (ref var v in values.AsSpan()) v = (float)stream.NextGaussian();
        return values;
    }

    // Inside larger matrices, so that whatever lies beside the product must stay what it was.
    static void AgreesWithTheFormula(int rows, int columns, int depth, float alpha)
    {
        Seed seed = 11;
        var (a, b, c) = (Draw((rows + 1) * (depth + Gap), seed.Derive("a")), Draw((columns + 1) * (depth + Gap), seed.Derive("b")), Draw((rows + 1) * (columns + Gap), seed.Derive("c")));
        var result = c.ToArray();
        Gemm.Add(alpha, new Dense(a, rows, depth, 2, depth + Gap), new Dense(b, columns, depth, 1, depth + Gap), new Dense(result, rows, columns, 1, columns + Gap));
        for (var at = 0; at < c.Length; at++)
        {
            var (row, column) = ((at - 1) / (columns + Gap), (at - 1) % (columns + Gap));
            double expected = c[at];
            for (var k = 0; at > 0 && row < rows && column < columns && k < depth; k++)
                expected += (double)alpha * a[2 + row * (depth + Gap) + k] * b[1 + column * (depth + Gap) + k];
            Assert.Equal(expected, result[at], 1e-5 * (1 + depth));
        }
    }

    [Fact]
    public void Add_AnyShape_IsThePlainFormulaWithinItsBlock() => Prop.ForAll(
        Arb.From(from rows in Gen.Choose(1, 70) from columns in Gen.Choose(1, 70) from depth in Gen.Choose(0, 40) from alpha in Gen.Elements(1f, -1f, 0.5f) select (rows, columns, depth, alpha)),
        shape => AgreesWithTheFormula(shape.rows, shape.columns, shape.depth, shape.alpha)).Holds();

    // Around the ends of blocks (144 rows, 512 columns, 256 deep) and of tiles.
    [Theory]
    [InlineData(144, 512, 256)]
    [InlineData(145, 513, 257)]
    [InlineData(143, 31, 600)]
    [InlineData(12, 33, 511)]
    [InlineData(1, 1, 1024)]
    public void Add_AroundTheEndsOfBlocks_IsThePlainFormula(int rows, int columns, int depth) => AgreesWithTheFormula(rows, columns, depth, -1);

    [Theory]
    [InlineData(7)]
    [InlineData(150)]
    [InlineData(301)]
    public void Add_LowerOnly_IsTheWholeProductBelowTheDiagonal(int n)
    {
        var a = Draw(n * 20, 5);
        var (whole, lower) = (new float[n * n], new float[n * n]);
        Gemm.Add(1, new Dense(a, n, 20), new Dense(a, n, 20), new Dense(whole, n, n));
        Gemm.Add(1, new Dense(a, n, 20), new Dense(a, n, 20), new Dense(lower, n, n), lower: true);
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++) Assert.Equal(whole[i * n + j], lower[i * n + j]);
    }

    [Fact]
    public void Add_AnyNumberOfThreads_SameBits()
    {
        const int n = 700;
        var a = Draw(n * 300, 3);
        var results = new[] { 1, 2, 3 }.Select(threads =>
        {
            var c = new float[n * n];
            Gemm.Add(1, new Dense(a, n, 300), new Dense(a, n, 300), new Dense(c, n, n), parallel: new ParallelOptions { MaxDegreeOfParallelism = threads });
            return c;
        }).ToArray();
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Fact]
    public void Add_ShapesThatDoNotFit_SaysWhich()
    {
        var thrown = Assert.Throws<ArgumentException>(() => Gemm.Add(1, new Dense(new float[6], 2, 3), new Dense(new float[8], 2, 4), new Dense(new float[4], 2, 2)));
        Assert.Contains("2 × 3", thrown.Message, StringComparison.Ordinal);
    }
}

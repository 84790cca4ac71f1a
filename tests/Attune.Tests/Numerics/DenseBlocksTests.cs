using Attune.Numerics;

namespace Attune.Tests;

[Trait("lane", "vector")]
public sealed class DenseBlocksTests
{
    // Whole tiles of 3 × 4, tiles that are cut, rows that vectors do not fill, and more columns than one panel takes.
    [Theory]
    [InlineData(3, 4, 16)]
    [InlineData(1, 1, 1)]
    [InlineData(7, 9, 37)]
    [InlineData(6, 8, 0)]
    [InlineData(5, 13, 515)]
    [InlineData(4, 5, 1029)]
    public void SubtractProduct_AnyShape_IsThePlainFormulaWithinItsBlock(int rows, int columns, int depth)
    {
        const int Gap = 3;
        var stream = ((Seed)11).Stream();
        var (a, b, c) = (Draw(rows * (depth + Gap)), Draw(columns * (depth + Gap)), Draw(rows * (columns + Gap)));
        var result = c.ToArray();
        DenseBlocks.SubtractProduct(a, depth + Gap, b, depth + Gap, result, columns + Gap, rows, columns, depth);
        for (var r = 0; r < rows; r++)
            for (var col = 0; col < columns + Gap; col++)
            {
                double expected = c[r * (columns + Gap) + col];
                for (var k = 0; k < depth && col < columns; k++) expected -= (double)a[r * (depth + Gap) + k] * b[col * (depth + Gap) + k];
                Assert.Equal(expected, result[r * (columns + Gap) + col], 1e-3);
            }

        float[] Draw(int count)
        {
            var values = new float[count];
            foreach (ref var v in values.AsSpan()) v = (float)stream.NextGaussian();
            return values;
        }
    }
}

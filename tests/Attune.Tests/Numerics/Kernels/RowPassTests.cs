using Attune.Numerics;

namespace Attune.Tests;

[Trait("lane", "vector")]
public sealed class RowPassTests
{
    // No rows, fewer than a group, whole groups and a rest; widths with and without a tail, below one vector.
    [Theory]
    [InlineData(0, 8)]
    [InlineData(3, 5)]
    [InlineData(4, 1)]
    [InlineData(8, 64)]
    [InlineData(43, 64)]
    [InlineData(23, 50)]
    [InlineData(41, 131)]
    public void Add_AnyShape_IsThePlainFormula(int count, int width)
    {
        var stream = ((Seed)5).Stream();
        var matrix = Draw(30 * width);
        var rows = Enumerable.Range(0, count).Select(_ => stream.NextInt(30)).ToArray();
        var (weights, x, start) = (Draw(count), Draw(width), Draw(width));
        foreach (var target in new[] { 0f, 1f })
        {
            var sum = start.ToArray();
            RowPass.Add(rows, weights, target, matrix, x, sum);
            var expected = Array.ConvertAll(start, v => (double)v);
            for (var e = 0; e < count; e++)
            {
                var y = matrix.AsSpan(rows[e] * width, width).ToArray();
                var s = y.Zip(x, (a, b) => (double)a * b).Sum();
                for (var k = 0; k < width; k++) expected[k] += (weights[e] * (target - s) + s) * y[k];
            }
            for (var k = 0; k < width; k++) Assert.Equal(expected[k], sum[k], 1e-3 * (1 + Math.Abs(expected[k])));
        }

        float[] Draw(int length)
        {
            var values = new float[length];
            foreach (ref var v in values.AsSpan()) v = (float)stream.NextGaussian();
            return values;
        }
    }

    [Fact]
    public void Add_RowOutsideTheMatrix_Throws() =>
        Assert.ThrowsAny<ArgumentException>(() => RowPass.Add([0, 1, 2, 3], [1, 1, 1, 1], 1, new float[24], new float[8], new float[8]));
}

using Attune.Numerics;

namespace Attune.Tests;

[Trait("lane", "vector")]
public sealed class VectorsTests
{
    // Around every boundary of vectors of 4, 8 and 16 numbers, taken two at a time.
    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, 70)];

    static float[] Draw(int length, string purpose)
    {
        var stream = ((Seed)5).Derive(purpose).Stream();
        return [.. Enumerable.Range(0, length).Select(_ => (float)stream.NextGaussian())];
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Dot_AnyLength_IsTheSumOfProducts(int length)
    {
        var (a, b) = (Draw(length, "a"), Draw(length, "b"));
        Assert.Equal(Enumerable.Range(0, length).Sum(i => (double)a[i] * b[i]), Vectors.Dot(a, b), 1e-4);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Axpy_AnyLength_AddsEveryNumberOnceAndNothingBeyond(int length)
    {
        var (x, y) = (Draw(length, "x"), Draw(length + 3, "y"));
        var sum = y.ToArray();
        Vectors.Axpy(0.5f, x, sum);
        for (var i = 0; i < sum.Length; i++) Assert.Equal(i < length ? y[i] + 0.5f * x[i] : y[i], sum[i], 1e-6f);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Scale_AnyLength_MultipliesEveryNumber(int length)
    {
        var x = Draw(length, "x");
        var scaled = x.ToArray();
        Vectors.Scale(-2, scaled);
        Assert.Equal(Array.ConvertAll(x, v => -2 * v), scaled);
    }

    [Fact]
    public void Dot_SecondVectorShorter_IsAnError() => Assert.Throws<ArgumentOutOfRangeException>(() => Vectors.Dot([1, 2, 3], [1, 2]));
}

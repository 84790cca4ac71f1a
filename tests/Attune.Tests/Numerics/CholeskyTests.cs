using Attune.Numerics;

namespace Attune.Tests;

[Trait("lane", "vector")]
public sealed class CholeskyTests
{
    static readonly ParallelOptions TwoThreads = new() { MaxDegreeOfParallelism = 2 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(47)]
    [InlineData(48)]
    [InlineData(49)]
    [InlineData(97)]
    [InlineData(211)]
    public void Invert_RandomMatrix_TimesItselfIsTheIdentity(int n)
    {
        var a = RandomPositiveDefinite(n, 7);
        var inverse = (float[])a.Clone();
        Inverse.Of(inverse, n, TwoThreads);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < n; k++) sum += (double)a[i * n + k] * inverse[k * n + j];
                Assert.Equal(i == j ? 1 : 0, sum, 3e-4);
            }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(131)]
    public void Solve_RandomSystem_GivesBackTheKnownSolution(int n)
    {
        var a = RandomPositiveDefinite(n, 11);
        var stream = new Seed(3).Stream();
        var known = Array.ConvertAll(new float[n], _ => (float)stream.NextGaussian());
        var x = new float[n];
        for (var i = 0; i < n; i++) x[i] = (float)Enumerable.Range(0, n).Sum(k => (double)a[i * n + k] * known[k]);
        Cholesky.Factor(a, n);
        Cholesky.Solve(a, n, x);
        for (var i = 0; i < n; i++) Assert.Equal(known[i], x[i], 2e-3f);
    }

    [Fact]
    public void Invert_AnyNumberOfThreads_SameBits()
    {
        const int n = 200;
        var (one, three) = (RandomPositiveDefinite(n, 5), RandomPositiveDefinite(n, 5));
        Inverse.Of(one, n, new ParallelOptions { MaxDegreeOfParallelism = 1 });
        Inverse.Of(three, n, new ParallelOptions { MaxDegreeOfParallelism = 3 });
        Assert.Equal(one, three);
    }

    [Fact]
    public void Factor_IndefiniteMatrix_NamesTheRow()
    {
        var thrown = Assert.Throws<ArithmeticException>(() => Cholesky.Factor([4, 2, 2, 1], 2));
        Assert.Contains("row 1 of 2", thrown.Message, StringComparison.Ordinal);
    }

    // [4 2; 2 1] is singular: with a little more on its diagonal it is not. Of [1 2; 2 1], with the eigenvalues 3 and −1, more than 1 has to be added.
    [Theory, InlineData(4, 1, 1e-4f), InlineData(1, 1, 10.1f), InlineData(0, 0, 1e8f)]
    public void FactorRaised_NotPositive_RaisesTheDiagonalAsFarAsItMust(float first, float second, float most)
    {
        float[] a = [first, 2, 2, second];
        Cholesky.FactorRaised(a, 2);
        var raised = a[0] * a[0] - first;
        Assert.InRange(raised, 1e-31f, most);
        Assert.Equal(second + raised, a[2] * a[2] + a[3] * a[3], 1e-4f * MathF.Max(1, raised));
    }

    [Fact]
    public void FactorRaised_PositiveDefinite_IsTheFactor()
    {
        var (plain, raised) = (RandomPositiveDefinite(70, 4), RandomPositiveDefinite(70, 4));
        Cholesky.Factor(plain, 70);
        Cholesky.FactorRaised(raised, 70);
        Assert.Equal(plain, raised);
    }

    [Theory, InlineData(float.NaN), InlineData(float.PositiveInfinity)]
    public void FactorRaised_NotFinite_AnswersNaN(float entry)
    {
        float[] a = [entry, 2, 2, 1], x = [1, 1];
        Cholesky.FactorRaised(a, 2);
        Cholesky.Solve(a, 2, x);
        Assert.All(x, v => Assert.True(float.IsNaN(v)));
    }

    // M·Mᵀ / n + 1/2 on the diagonal: eigenvalues between 0.5 and about 4.5.
    static float[] RandomPositiveDefinite(int n, ulong seed)
    {
        var stream = new Seed(seed).Stream();
        var m = new double[n * n];
        foreach (ref var v in m.AsSpan()) v = stream.NextGaussian();
        var a = new float[n * n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++)
            {
                var sum = i == j ? 0.5 : 0;
                for (var k = 0; k < n; k++) sum += m[i * n + k] * m[j * n + k] / n;
                a[i * n + j] = a[j * n + i] = (float)sum;
            }
        return a;
    }
}

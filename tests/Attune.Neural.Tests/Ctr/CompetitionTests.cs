namespace Attune.Neural.Tests;

/// <summary>Iterative competitive sparsity: values worked out by hand, sums that only fall, and gradients that go through the mean.</summary>
public sealed class CompetitionTests
{
    [TorchTheory]
    [InlineData(new[] { 4.0, 3, 2, 1, -1 }, 0.1, 5, new[] { 3.147704, 2.147704, 1.147704, 0.147704, 0 })]
    [InlineData(new[] { 4.0, 3, 2, 1, -1 }, 0.5, 5, new[] { 1.4472, 0.4472, 0, 0, 0 })]
    [InlineData(new[] { 1, 0.5, 0.25, 0.125 }, 1.0, 1, new[] { 0.53125, 0.03125, 0, 0 })]
    public void Forward_Published_SameValuesAndTrueZeros(double[] x, double alpha, int iterations, double[] expected)
    {
        using var scope = new Scope();
        using var competition = new Competition(FiniteDifferences.Init(), 1, x.Length, iterations, alpha, positive: false);
        var y = competition.Forward(Tensor.Of<double>(x, 1, 1, x.Length)).ToArray<double>();
        Assert.All(expected.Zip(y), p => Assert.Equal(p.First, p.Second, 5e-5));
        Assert.Equal(expected.Select(e => e == 0), y.Select(v => v == 0));
    }

    /// <summary>The shares of zeros that normal numbers end in, of 128 dimensions.</summary>
    [TorchTheory]
    [InlineData(0.1, 1, 0.514)]
    [InlineData(0.1, 5, 0.574)]
    [InlineData(0.5, 5, 0.745)]
    [InlineData(1.0, 5, 0.843)]
    public void Forward_NormalNumbers_KnownShareOfZeros(double alpha, int iterations, double share)
    {
        using var scope = new Scope();
        using var competition = new Competition(FiniteDifferences.Init(), 1, 128, iterations, alpha, positive: false);
        Assert.Equal(share, competition.Forward(FiniteDifferences.Init(8).Normal([4000, 1, 128], 1)).Eq(0).To(DType.Float64).Mean().Item(), 0.005);
    }

    [TorchFact]
    public void Forward_MoreIterations_SumsNeverRise()
    {
        using var scope = new Scope();
        var x = FiniteDifferences.Init(4).Normal([50, 2, 16], 1);
        var before = x.Relu().Sum(-1).ToArray<double>();
        for (var t = 1; t <= 6; t++)
        {
            using var competition = new Competition(FiniteDifferences.Init(), 2, 16, t, 0.3, positive: false);
            var now = competition.Forward(x).Sum(-1).ToArray<double>();
            Assert.All(before.Zip(now), p => Assert.True(p.Second <= p.First));
            Assert.True(now.Sum() < before.Sum());
            before = now;
        }
    }

    [TorchTheory, InlineData(false), InlineData(true)]
    public void Gradients_ThroughMeanAndAllIterations_AreDifferences(bool positive)
    {
        using var scope = new Scope();
        using var competition = new Competition(FiniteDifferences.Init(), 2, 6, 3, 0.2, positive);
        var x = FiniteDifferences.Input(3, 2, 6);
        FiniteDifferences.Check(competition, () => competition.Forward(x), x);
    }

    // y_0 = x_0 − α (x_0 + x_1) ⁄ 2 of two numbers that both stay: were the mean a constant, the derivative would be 1.
    [TorchFact]
    public void Gradients_OfTheMean_AreNotLeftOut()
    {
        using var scope = new Scope();
        using var competition = new Competition(FiniteDifferences.Init(), 1, 2, 1, 0.5, positive: false);
        var x = Tensor.Of<double>([3, 2], 1, 1, 2).RequireGradient();
        Gradients.Backward(competition.Forward(x).Select(2, 0).Sum());
        Assert.Equal([0.75, -0.25], x.Gradient.ToArray<double>());
    }

    [TorchFact]
    public void Parameters_OfCompetitionNormsAndBiases_AreNeverShrunk()
    {
        using var network = new SsrD { Views = 2, ViewWidth = 4, BatchNorm = true }.Network(new Init(1), ClickWorld.Fields());
        Assert.All(network.Moved, p => Assert.Equal(p.Name.EndsWith("mix.weight", StringComparison.Ordinal) || p.Name.EndsWith("projection.weight", StringComparison.Ordinal) || p.Name == "output.weight", p.Decays));
    }
}

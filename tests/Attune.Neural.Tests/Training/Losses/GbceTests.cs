using Attune.Numerics;

namespace Attune.Neural.Tests;

/// <summary>gBCE from the paper's own formulas (Petrov and Macdonald, "gSASRec", RecSys 2023), with plain loops in double precision.</summary>
public sealed class GbceTests
{
    const int Positions = 6, Width = 5;

    static double Beta(int items, int k, double t)
    {
        var alpha = k / (items - 1.0);
        return alpha * (t * (1 - 1 / alpha) + 1 / alpha);
    }

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    // As the authors train it: the target's logit is moved so that its sigmoid is σ(s⁺)^β, then plain binary cross-entropy.
    static double Moved(double score, double beta) => -Math.Log(Math.Pow(Sigmoid(score), -beta) - 1);

    static double Formula(double[] states, double[] table, long[] targets, long[] drawn, double beta, bool moved)
    {
        var (k, sum) = (drawn.Length / targets.Length, 0.0);
        for (var n = 0; n < targets.Length; n++)
        {
            var positive = LossChecks.Dot(states, n, table, targets[n], Width);
            var position = moved ? Math.Log(Sigmoid(Moved(positive, beta))) : Math.Log(Math.Pow(Sigmoid(positive), beta));
            for (var j = 0; j < k; j++) position += Math.Log(1 - Sigmoid(LossChecks.Dot(states, n, table, drawn[n * k + j], Width)));
            sum -= position / (1 + k);
        }
        return sum / targets.Length;
    }

    [Theory]
    [InlineData(5, 1, 0, 1), InlineData(5, 1, 0.5, 0.625), InlineData(5, 1, 1, 0.25)]
    [InlineData(3417, 256, 0.75, 0.30620608899297425), InlineData(3417, 256, 1, 0.0749414519906323), InlineData(12101, 1, 0.75, 0.2500619834710744)]
    [InlineData(6, 5, 0.75, 1)]
    public void Beta_IsThePapers(int items, int k, double t, double expected)
    {
        Assert.Equal(expected, Beta(items, k, t), 1e-12);
        Assert.Equal(expected, Bce.Generalised(items, k, t).Beta, 1e-12);
    }

    [Fact]
    public void Beta_MoreNegativesThanItems_IsPlainBce() => Assert.Equal(1, Bce.Generalised(6, 50, 0.75).Beta);

    [TorchTheory]
    [InlineData(23, 1, 0.75), InlineData(23, 4, 0), InlineData(23, 4, 0.5), InlineData(23, 4, 1), InlineData(23, 22, 0.75)]
    [InlineData(301, 1, 1), InlineData(301, 16, 0.9), InlineData(1001, 64, 0.75)]
    public void LossAndGradient_AreTheFormulas(int items, int k, double t)
    {
        var (beta, stream) = (Beta(items, k, t), ((Seed)(items + k)).Stream());
        var (states, table) = (new double[Positions * Width], new double[(items + 1) * Width]);
        foreach (ref var v in states.AsSpan()) v = stream.NextGaussian();
        foreach (ref var v in table.AsSpan()) v = stream.NextGaussian();
        var targets = Array.ConvertAll(new long[Positions], _ => 1L + stream.NextInt(items));
        // A negative is never its own target here: what then happens is our rule, not the paper's.
        var drawn = Enumerable.Range(0, Positions * k).Select(i => 1 + (targets[i / k] - 1 + 1 + stream.NextInt(items - 1)) % items).ToArray();
        var expected = Formula(states, table, targets, drawn, beta, moved: false);
        Assert.Equal(expected, Formula(states, table, targets, drawn, beta, moved: true), 1e-9);
        var ofStates = LossChecks.Differences(states, s => Formula(s, table, targets, drawn, beta, moved: true));
        var ofTable = LossChecks.Differences(table, x => Formula(states, x, targets, drawn, beta, moved: true));
        foreach (var (type, close) in ((DType, double)[])[(DType.Float64, 1e-7), (DType.Float32, 3e-6)])
        {
            var (mean, s, x) = LossChecks.Run(Bce.Generalised(items, k, t), type, states, table, targets, Width, drawn);
            Assert.Equal(expected, mean, 10 * close);
            LossChecks.Near(ofStates, s, close);
            LossChecks.Near(ofTable, x, close);
        }
    }
}

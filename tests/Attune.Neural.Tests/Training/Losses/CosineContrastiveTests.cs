namespace Attune.Neural.Tests;

public sealed class CosineContrastiveTests
{
    static double Formula(double[] states, double[] table, long[] targets, long[] drawn, bool shared, int width)
    {
        var k = shared ? drawn.Length : drawn.Length / targets.Length;
        var sum = 0.0;
        for (var n = 0; n < targets.Length; n++)
        {
            sum += 1 - Cosine(n, targets[n]);
            for (var j = 0; j < k; j++)
                if (drawn[shared ? j : n * k + j] is var row && row != targets[n]) sum += 3.0 / k * Math.Max(0, Cosine(n, row) - 0.2);
        }
        return sum / targets.Length;

        double Cosine(int n, long row) => LossChecks.Dot(states, n, table, row, width)
            / Math.Sqrt(LossChecks.Dot(states, n, states, n, width) * LossChecks.Dot(table, row, table, row, width));
    }

    [TorchTheory, InlineData(1, false), InlineData(37, false), InlineData(1, true), InlineData(19, true)]
    public void Backward_IsTheFormulaAndItsDifferences(int k, bool shared)
    {
        var drawn = LossChecks.Drawn(shared ? k : 7 * k, LossChecks.Problem(7, 5).Targets);
        LossChecks.Verify(new CosineContrastive(LossChecks.Items, 0.2, 3), (s, t, y) => Formula(s, t, y, drawn, shared, 5), 7, 5, drawn, shared);
    }

    // The row of padding has no direction.
    [TorchFact]
    public void Backward_OfARowOfZeros_IsFinite()
    {
        var (s, t, y) = LossChecks.Problem(3, 4);
        t.AsSpan(0, 4).Clear();
        var (mean, _, table) = LossChecks.Run(new CosineContrastive(LossChecks.Items), DType.Float32, s, t, y, 4, [1, 2, 3]);
        Assert.True(double.IsFinite(mean));
        Assert.All(table, v => Assert.True(double.IsFinite(v)));
    }
}

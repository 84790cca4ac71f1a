namespace Attune.Neural.Tests;

public sealed class BprTests
{
    static double Formula(double[] states, double[] table, long[] targets, long[] drawn, bool shared, int width)
    {
        var k = shared ? drawn.Length : drawn.Length / targets.Length;
        var sum = 0.0;
        for (var n = 0; n < targets.Length; n++)
            for (var j = 0; j < k; j++)
                if (drawn[shared ? j : n * k + j] is var row && row != targets[n])
                    sum -= Math.Log(1 / (1 + Math.Exp(LossChecks.Dot(states, n, table, row, width) - LossChecks.Dot(states, n, table, targets[n], width)))) / k;
        return sum / targets.Length;
    }

    [TorchTheory, InlineData(1, false), InlineData(37, false), InlineData(1, true), InlineData(19, true)]
    public void Backward_IsTheFormulaAndItsDifferences(int k, bool shared)
    {
        var drawn = LossChecks.Drawn(shared ? k : 7 * k, LossChecks.Problem(7, 5).Targets);
        LossChecks.Verify(new Attune.Neural.Bpr(LossChecks.Items), (s, t, y) => Formula(s, t, y, drawn, shared, 5), 7, 5, drawn, shared);
    }
}

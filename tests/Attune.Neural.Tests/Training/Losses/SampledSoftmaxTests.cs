namespace Attune.Neural.Tests;

public sealed class SampledSoftmaxTests
{
    static double Formula(double[] states, double[] table, long[] targets, long[] drawn, bool shared, float[]? logQ, int width)
    {
        var k = shared ? drawn.Length : drawn.Length / targets.Length;
        var sum = 0.0;
        for (var n = 0; n < targets.Length; n++)
        {
            var (score, y) = (0.0, targets[n]);
            var total = Math.Exp(score = LossChecks.Dot(states, n, table, y, width));
            for (var j = 0; j < k; j++)
                if (drawn[shared ? j : n * k + j] is var row && row != y) total += Math.Exp(LossChecks.Dot(states, n, table, row, width) - (logQ?[row] ?? -Math.Log(LossChecks.Items))) / k;
            sum += Math.Log(total) - score;
        }
        return sum / targets.Length;
    }

    [TorchTheory, InlineData(1, false, true), InlineData(37, false, true), InlineData(37, false, false), InlineData(1, true, true), InlineData(19, true, true)]
    public void Backward_IsTheFormulaAndItsDifferences(int k, bool shared, bool corrected)
    {
        var drawn = LossChecks.Drawn(shared ? k : 7 * k, LossChecks.Problem(7, 5).Targets);
        var logQ = corrected ? Enumerable.Range(0, LossChecks.Items + 1).Select(i => -0.1f * i).ToArray() : null;
        LossChecks.Verify(new SampledSoftmax(LossChecks.Items), (s, t, y) => Formula(s, t, y, drawn, shared, logQ, 5), 7, 5, drawn, shared, logQ);
    }

    // Drawn in proportion to popularity and corrected for it, the gradient of many negatives is nearly that of the full softmax.
    [TorchFact]
    public void Backward_WithManyCorrectedDraws_NearsTheFullSoftmax()
    {
        var (s, t, y) = LossChecks.Problem(4, 5, size: 0.5);
        var sampler = new PopularityNegatives(3, [.. Enumerable.Range(1, LossChecks.Items).Select(i => (long)i * i)], 1);
        var full = LossChecks.Run(new FullSoftmax(LossChecks.Items), DType.Float32, s, t, y, 5).States;
        Assert.InRange(Distance(corrected: true), 0, 0.01);
        Assert.InRange(Distance(corrected: false), 0.05, 1);

        double Distance(bool corrected)
        {
            using var scope = new Scope();
            var negatives = sampler.Draw(0, Tensor.Of<long>(y), 100_000, shared: true);
            var states = Tensor.Of<double>(s, 4, 5).To(DType.Float32).RequireGradient();
            new SampledSoftmax(LossChecks.Items).Backward(states, Tensor.Of<long>(y), Tensor.Of<double>(t, LossChecks.Items + 2, 5).To(DType.Float32), corrected ? negatives : negatives with { LogQ = default });
            return Math.Sqrt(states.Gradient.ToArray<float>().Zip(full, (a, b) => (a - b) * (a - b)).Sum());
        }
    }
}

namespace Attune.Neural.Tests;

public sealed class FullSoftmaxTests
{
    static double Formula(double[] states, double[] table, long[] targets, int width)
    {
        var sum = 0.0;
        for (var n = 0; n < targets.Length; n++)
        {
            var scores = Enumerable.Range(1, LossChecks.Items).Select(i => LossChecks.Dot(states, n, table, i, width)).ToArray();
            sum += Math.Log(scores.Sum(Math.Exp)) - scores[targets[n] - 1];
        }
        return sum / targets.Length;
    }

    // One chunk of all positions, and chunks of two positions.
    [TorchTheory, InlineData(1 << 20), InlineData(2 * 8 * LossChecks.Items), InlineData(1)]
    public void Backward_OfAnyChunk_IsTheFormulaAndItsDifferences(long bytes) =>
        LossChecks.Verify(new FullSoftmax(LossChecks.Items, bytes), (s, t, y) => Formula(s, t, y, 5), 7, 5);

    [TorchFact]
    public void Backward_WithScale_ScalesGradientsAlone()
    {
        var (s, t, y) = LossChecks.Problem(6, 4);
        var loss = new FullSoftmax(LossChecks.Items);
        var (mean, states, table) = LossChecks.Run(loss, DType.Float32, s, t, y, 4);
        var half = LossChecks.Run(loss, DType.Float32, s, t, y, 4, scale: 0.5);
        Assert.Equal(mean, half.Mean);
        LossChecks.Near([.. states.Select(v => v / 2)], half.States, 1e-8);
        LossChecks.Near([.. table.Select(v => v / 2)], half.Table, 1e-8);
    }

    [TorchFact]
    public void Backward_Twice_AddsToTheTablesGradient()
    {
        using var scope = new Scope();
        var (s, t, y) = LossChecks.Problem(6, 4);
        var table = Tensor.Of<double>(t, -1L + t.Length / 4 + 1, 4).To(DType.Float32).RequireGradient();
        var loss = new FullSoftmax(LossChecks.Items);
        loss.Backward(Tensor.Of<double>(s, 6, 4).To(DType.Float32), Tensor.Of<long>(y), table);
        var once = table.Gradient.ToArray<float>();
        loss.Backward(Tensor.Of<double>(s, 6, 4).To(DType.Float32), Tensor.Of<long>(y), table);
        Assert.Equal(once.Select(v => 2 * v), table.Gradient.ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    // Scores far apart: a plain exponential would overflow.
    [TorchFact]
    public void Backward_OfHugeScores_StaysFinite()
    {
        var (s, t, y) = LossChecks.Problem(6, 4, size: 30);
        var (mean, states, _) = LossChecks.Run(new FullSoftmax(LossChecks.Items), DType.Float32, s, t, y, 4);
        Assert.Equal(1, mean / LossChecks.Run(new FullSoftmax(LossChecks.Items), DType.Float64, s, t, y, 4).Mean, 1e-5);
        Assert.All(states, v => Assert.True(double.IsFinite(v)));
    }

    [TorchFact]
    public void Backward_OfManyPositions_KeepsToItsMemory()
    {
        using var scope = new Scope();
        const int positions = 2000, items = 5000, width = 8;
        var states = Tensor.Zeros([positions, width]).RequireGradient();
        var table = Tensor.Zeros([items + 1, width]).RequireGradient();
        var targets = Tensor.Ones([positions], DType.Int64);
        var before = Torch.Memory(resetPeak: true).Used;
        new FullSoftmax(items, 1 << 20).Backward(states, targets, table);
        // The scores of all positions would be 40 MB; gradients of states and table are 0.2 MB.
        Assert.InRange(Torch.Memory().Peak - before, 1 << 19, 2 << 20);
    }

    [TorchFact]
    public void Backward_LeavesNoTensors()
    {
        var (s, t, y) = LossChecks.Problem(6, 4);
        var before = Scope.LiveTensors;
        LossChecks.Run(new FullSoftmax(LossChecks.Items, 1), DType.Float32, s, t, y, 4);
        LossChecks.Run(new FullSoftmax(LossChecks.Items, 1), DType.Float64, s, t, y, 4);
        Assert.Equal(before, Scope.LiveTensors);
    }
}

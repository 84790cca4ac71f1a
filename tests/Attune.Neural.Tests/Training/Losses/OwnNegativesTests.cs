using Attune.Numerics;

namespace Attune.Neural.Tests;

/// <summary>The kernel for negatives of each position's own, at sizes that fill vectors, threads and chunks.</summary>
public sealed class OwnNegativesTests
{
    [TorchTheory, InlineData(64, 1), InlineData(64, 99), InlineData(128, 33), InlineData(50, 7), InlineData(16, 300)]
    public void Backward_EqualsPlainOperators(int width, int k)
    {
        using var scope = new Scope();
        var (s, t, y, negatives) = Problem(700, width, k, 900);
        var loss = new Bce(900, 0.7);
        var mean = loss.Backward(s, y, t, negatives);
        var (states, table) = (s.Gradient.ToArray<float>(), t.Gradient.ToArray<float>());
        (s.Gradient, t.Gradient) = (default, default);
        var plain = loss.Forward(s, y, t, negatives);
        Gradients.Backward(plain);
        Assert.Equal(plain.Item(), mean.Item(), 1e-5);
        Near(s.Gradient.ToArray<float>(), states);
        Near(t.Gradient.ToArray<float>(), table);
    }

    [TorchFact]
    public void Backward_OnAnyNumberOfThreads_GivesTheSameBits()
    {
        var threads = Torch.Threads;
        try
        {
            var results = new[] { 1, 2, 3, 8 }.Select(Run).ToList();
            Assert.All(results, r => Assert.Equal(results[0], r));
        }
        finally
        {
            Torch.Threads = threads;
        }

        static float[] Run(int threads)
        {
            using var scope = new Scope();
            Torch.Threads = threads;
            var (s, t, y, negatives) = Problem(700, 64, 20, 900);
            var mean = (float)new Bce(900).Backward(s, y, t, negatives).Item();
            return [mean, .. s.Gradient.ToArray<float>(), .. t.Gradient.ToArray<float>()];
        }
    }

    [TorchFact]
    public void Backward_OfManyNegatives_NeverGathersTheirVectors()
    {
        using var scope = new Scope();
        var (s, t, y, negatives) = Problem(2000, 64, 100, 900);
        var before = Torch.Memory(resetPeak: true).Used;
        new Bce(900).Backward(s, y, t, negatives);
        // Gathered vectors would be 51 MB; scores are 0.8 MB, gradients 0.7 MB.
        Assert.InRange(Torch.Memory().Peak - before, 1 << 19, 4 << 20);
    }

    static (Tensor States, Tensor Table, Tensor Targets, Negatives Negatives) Problem(int positions, int width, int k, int items)
    {
        var stream = new Seed(5).Stream();
        var (states, table, targets) = (new float[positions * width], new float[(items + 1) * width], new long[positions]);
        foreach (ref var v in states.AsSpan()) v = (float)(0.3 * stream.NextGaussian());
        foreach (ref var v in table.AsSpan()) v = (float)(0.3 * stream.NextGaussian());
        foreach (ref var v in targets.AsSpan()) v = 1 + stream.NextInt(items);
        var y = Tensor.Of<long>(targets);
        return (Tensor.Of<float>(states, positions, width).RequireGradient(), Tensor.Of<float>(table, items + 1, width).RequireGradient(), y, new UniformNegatives(1, items).Draw(0, y, k));
    }

    static void Near(float[] expected, float[] actual)
    {
        var largest = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5 * largest, $"element {i}: {expected[i]} expected, {actual[i]} found, the largest is {largest}");
    }
}

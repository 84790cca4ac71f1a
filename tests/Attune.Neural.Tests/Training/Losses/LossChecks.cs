using Attune.Numerics;

namespace Attune.Neural.Tests;

/// <summary>Small problems for losses, and formulas written out with plain loops in double precision.</summary>
static class LossChecks
{
    internal const int Items = 23;

    /// <summary>A random problem: states, a table with one row more than the catalog needs, and targets.</summary>
    internal static (double[] States, double[] Table, long[] Targets) Problem(int positions, int width, int seed = 1, double size = 1)
    {
        var stream = new Seed((ulong)seed).Stream();
        var states = new double[positions * width];
        var table = new double[(Items + 2) * width];
        foreach (ref var v in states.AsSpan()) v = size * stream.NextGaussian();
        foreach (ref var v in table.AsSpan()) v = size * stream.NextGaussian();
        var targets = new long[positions];
        foreach (ref var y in targets.AsSpan()) y = 1 + stream.NextInt(Items);
        return (states, table, targets);
    }

    /// <summary>k negatives for each position, or k for all; the first few are made to hit a target.</summary>
    internal static long[] Drawn(int count, long[] targets, int seed = 2)
    {
        var stream = new Seed((ulong)seed).Stream();
        var drawn = new long[count];
        foreach (ref var row in drawn.AsSpan()) row = 1 + stream.NextInt(Items);
        drawn[0] = targets[0];
        return drawn;
    }

    internal static double Dot(double[] a, long i, double[] b, long j, int width)
    {
        var sum = 0.0;
        for (var d = 0; d < width; d++) sum += a[i * width + d] * b[j * width + d];
        return sum;
    }

    /// <summary>The loss and its gradients as <see cref="Loss.Backward"/> gives them.</summary>
    internal static (double Mean, double[] States, double[] Table) Run(Loss loss, DType type, double[] states, double[] table, long[] targets, int width, long[]? drawn = null, bool shared = false, float[]? logQ = null, double scale = 1, bool leaf = true)
    {
        using var scope = new Scope();
        var s = Tensor.Of<double>(states, targets.Length, width).To(type).RequireGradient();
        var t = Tensor.Of<double>(table, table.Length / width, width).To(type).RequireGradient();
        var negatives = drawn is null ? default : new Negatives(
            shared ? Tensor.Of<long>(drawn) : Tensor.Of<long>(drawn, targets.Length, drawn.Length / targets.Length), logQ is null ? default : Tensor.Of<float>(logQ));
        var mean = loss.Backward(leaf ? s : s * 1, Tensor.Of<long>(targets), leaf ? t : t * 1, negatives, scale);
        return (mean.Item(), s.Gradient.To(DType.Float64).ToArray<double>(), t.Gradient.To(DType.Float64).ToArray<double>());
    }

    /// <summary>Central differences of a function of a vector.</summary>
    internal static double[] Differences(double[] at, Func<double[], double> value, double step = 1e-5)
    {
        var result = new double[at.Length];
        for (var i = 0; i < at.Length; i++)
        {
            var (up, down) = ((double[])at.Clone(), (double[])at.Clone());
            up[i] += step;
            down[i] -= step;
            result[i] = (value(up) - value(down)) / (2 * step);
        }
        return result;
    }

    internal static void Near(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"element {i}: {expected[i]} expected, {actual[i]} found");
    }

    /// <summary>Value and gradients, in both precisions, of every path, against a formula with plain loops and its finite differences.</summary>
    internal static void Verify(Loss loss, Func<double[], double[], long[], double> formula, int positions, int width, long[]? drawn = null, bool shared = false, float[]? logQ = null)
    {
        var (states, table, targets) = Problem(positions, width);
        drawn?.SetValue(targets[0], 0);
        var expected = formula(states, table, targets);
        var ofStates = Differences(states, s => formula(s, table, targets));
        var ofTable = Differences(table, t => formula(states, t, targets));
        foreach (var leaf in (bool[])[true, false])
            foreach (var (type, close) in ((DType, double)[])[(DType.Float64, 1e-7), (DType.Float32, 3e-6)])
            {
                var (mean, s, t) = Run(loss, type, states, table, targets, width, drawn, shared, logQ, 1, leaf);
                Assert.Equal(expected, mean, 10 * close);
                Near(ofStates, s, close);
                Near(ofTable, t, close);
            }
        using var scope = new Scope();
        var negatives = drawn is null ? default : new Negatives(
            shared ? Tensor.Of<long>(drawn) : Tensor.Of<long>(drawn, positions, drawn.Length / positions), logQ is null ? default : Tensor.Of<float>(logQ));
        Assert.Equal(expected, loss.Forward(Tensor.Of<double>(states, positions, width), Tensor.Of<long>(targets), Tensor.Of<double>(table, Items + 2, width), negatives).Item(), 1e-9);
    }
}

using Attune.Neural;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>Iterative competitive sparsity beside the numbers of its specification and beside finite differences.</summary>
static class CompetitionMeasures
{
    internal static double Golden() => new[]
    {
        Difference([4, 3, 2, 1, -1], 5, 0.1, [3.147704, 2.147704, 1.147704, 0.147704, 0]),
        Difference([4, 3, 2, 1, -1], 5, 0.5, [1.447200, 0.447200, 0, 0, 0]),
        Difference([1, 0.5f, 0.25f, 0.125f], 1, 1, [0.53125, 0.03125, 0, 0]),
    }.Max();

    internal static double Growth()
    {
        var largest = double.NegativeInfinity;
        foreach (var alpha in new[] { 0, 0.1, 0.5, 1.0 })
        {
            var sums = Enumerable.Range(1, 6).Select(t => Of(Normal(64, 128), 128, t, alpha).Sum(v => (double)v)).ToArray();
            for (var t = 1; t < sums.Length; t++) largest = Math.Max(largest, (sums[t] - sums[t - 1]) / sums[0]);
        }
        return largest;
    }

    internal static double Zeros() => new[] { (1, 0.1, 0.514), (5, 0.1, 0.574), (5, 0.5, 0.745), (5, 1.0, 0.843) }
        .Max(s => Math.Abs(Of(Normal(2000, 128), 128, s.Item1, s.Item2).Count(v => v == 0) / (2000.0 * 128) - s.Item3));

    // Of a weighted sum of the results, in double precision, at numbers that no step lies near.
    internal static double Gradients()
    {
        const int width = 6, iterations = 3;
        const double step = 1e-6;
        using var pass = new Scope();
        using var module = new Competition(new Init(1, type: DType.Float64), 1, width, iterations, 0.3, positive: false);
        double[] u = [1.9, 0.4, 1.1, -0.5, 2.7, 0.2], weights = [0.7, -1.3, 0.4, 0.9, 1.1, -0.6];
        var input = Tensor.Of<double>(u).Reshape(1, 1, width).RequireGradient();
        Gradients(Loss(input));
        var largest = 0.0;
        foreach (var of in module.Parameters.Select(p => p.Value).Append(input))
        {
            var (values, gradient) = (of.ToArray<double>(), of.Gradient.ToArray<double>());
            for (var i = 0; i < values.Length; i++)
            {
                var moved = (At(of, values, i, step) - At(of, values, i, -step)) / (2 * step);
                largest = Math.Max(largest, Math.Abs(moved - gradient[i]) / Math.Max(1, Math.Abs(moved)));
            }
        }
        return largest;

        Tensor Loss(Tensor x) => (module.Forward(x).Reshape(width) * Tensor.Of<double>(weights)).Sum();

        static void Gradients(Tensor loss) => Attune.Neural.Gradients.Backward(loss);

        double At(Tensor of, double[] values, int i, double by)
        {
            using var off = Attune.Neural.Gradients.NotRecorded();
            double[] other = [.. values];
            other[i] += by;
            of.CopyInPlace(Tensor.Of<double>(other).Reshape(of.Shape));
            var loss = Loss(input).Item();
            of.CopyInPlace(Tensor.Of<double>(values).Reshape(of.Shape));
            return loss;
        }
    }

    static double Difference(float[] input, int iterations, double alpha, double[] expected) => Of(input, input.Length, iterations, alpha).Zip(expected, (a, b) => Math.Abs(a - b)).Max();

    static float[] Of(float[] input, int width, int iterations, double alpha)
    {
        using var pass = new ScoringPass();
        using var module = new Competition(new Init(1), 1, width, iterations, alpha, positive: false);
        return module.Forward(Tensor.Of<float>(input).Reshape(input.Length / width, 1, width)).ToArray<float>();
    }

    static float[] Normal(int rows, int width)
    {
        var stream = ((Seed)17).Stream();
        var values = new float[rows * width];
        for (var i = 0; i < values.Length; i++) values[i] = (float)stream.NextGaussian();
        return values;
    }
}

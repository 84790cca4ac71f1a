using Attune.Numerics;

namespace Attune.Neural.Tests;

/// <summary>Numbers of a step, drawn by its number.</summary>
static class Drawn
{
    internal static double[] Numbers(int count, long step, double size = 1)
    {
        var stream = new Seed(7).Derive(step).Stream();
        return [.. Enumerable.Range(0, count).Select(_ => size * stream.NextGaussian())];
    }

    internal static double[] Of(Tensor tensor) => tensor.Detach().To(DType.Float64).ToArray<double>();

    internal static Tensor Leaf(double[] numbers, DType type, params long[] shape) => Tensor.Of<double>(numbers, shape).To(type).Clone().RequireGradient();

    /// <summary>A gradient of some rows of a table, each named once, in no order.</summary>
    internal static Tensor Sparse(long[] rows, double[] numbers, DType type, params long[] shape) =>
        Tensor.Sparse(Tensor.Of<long>(rows, 1, rows.Length), Tensor.Of<double>(numbers, rows.Length, shape[1]).To(type), shape);
}

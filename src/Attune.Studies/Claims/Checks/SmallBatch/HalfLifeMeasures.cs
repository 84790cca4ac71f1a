using Attune.Neural;

namespace Attune.Studies;

/// <summary>Whether a half-life in targets means what it says, in the formulas and in Adam.</summary>
static class HalfLifeMeasures
{
    static readonly int[] s_uneven = [1, 350, 7, 12, 1, 90, 512, 3, 3, 64];

    /// <summary>How far a decay is from itself after it was turned into a half-life and back, and how far from half what steps leave that make up a half-life; the largest over decays and sizes of a step.</summary>
    internal static double RoundTrip()
    {
        var largest = 0.0;
        foreach (var decay in new[] { 0.1, 0.5, 0.9, 0.95, 0.98, 0.999, 0.9999, 0.999999 })
            foreach (var targets in new[] { 1, 50.0, 1024, 524_288 })
                largest = Math.Max(largest, Math.Abs(HalfLife.ToDecay(HalfLife.FromDecay(decay, targets), targets) - decay));
        var left = 1.0;
        for (var step = 0; step < 500; step++) left *= HalfLife.ToDecay(25_000, 50);
        return Math.Max(largest, Math.Abs(left - 0.5));
    }

    /// <summary>
    /// How far scaled values of β2 are from those that the paper prints, in units of the last digit printed: 0.9999 and 0.997 for β2 = 0.95 at 512 and 16, and a half-life of 7.1 million targets for 512 rows of 1,024. At
    /// most half a unit is rounding.
    /// </summary>
    internal static double AgainstThePaper() => new[]
    {
        Math.Abs(BatchScaling.Beta2(0.95, 512, 1) - 0.9999) / 1e-4,
        Math.Abs(BatchScaling.Beta2(0.95, 16, 1) - 0.997) / 1e-3,
        Math.Abs(HalfLife.FromDecay(0.95, 512 * 1024) - 7.1e6) / 0.1e6,
    }.Max();

    /// <summary>How far the product of the decays of steps with unequal targets is from the decay of one target to the power of their sum.</summary>
    internal static double Products(double halfLife) => Math.Abs(s_uneven.Aggregate(1.0, (product, n) => product * HalfLife.ToDecay(halfLife, n)) / Math.Pow(HalfLife.ToDecay(halfLife, 1), s_uneven.Sum()) - 1);

    /// <summary>
    /// How far Adam is, after steps with unequal targets, from the same taken target by target in double precision (each target of a step with the step's gradient): the mean squared gradient and the weight, relative, the larger.
    /// Without momentum, so that only β2's memory is looked at.
    /// </summary>
    internal static double AdamAgainstSingleTargets(double halfLife)
    {
        using var scope = new Scope();
        var weight = Tensor.Of<float>([1f]).RequireGradient();
        using var adam = new Adam([new Parameter("w", weight)], 0.01) { Beta1 = 0, Beta2HalfLife = halfLife };
        var (expected, square, mass) = (1.0, 0.0, 0.0);
        var (decay, largest) = (HalfLife.ToDecay(halfLife, 1), 0.0);
        for (var step = 0; step < s_uneven.Length; step++)
        {
            // Powers of 2: gradients are exact in single precision.
            var gradient = Math.Pow(2, step % 4 - 2) * (step % 3 == 0 ? -1 : 1);
            weight.Gradient = Tensor.Of<float>([(float)gradient]);
            adam.Step(targets: s_uneven[step]);
            for (var target = 0; target < s_uneven[step]; target++) (square, mass) = (decay * square + (1 - decay) * gradient * gradient, decay * mass + (1 - decay));
            expected -= 0.01 * gradient / Math.Sqrt(square / mass);
            var found = adam.State.Single(s => s.Name.StartsWith("exp_avg_sq", StringComparison.Ordinal)).Value.ToArray<float>()[0];
            largest = Math.Max(largest, Math.Max(Math.Abs(found / square - 1), Math.Abs(weight.ToArray<float>()[0] / expected - 1)));
        }
        return largest;
    }
}

using Attune.Numerics;

namespace Attune.Neural;

/// <summary>The dimensions that static views read.</summary>
static class DrawnInputs
{
    /// <summary>For each view the first width of a permutation of all inputs; where there are fewer, of permutations one after the other.</summary>
    /// <param name="options">Seed, views and width.</param>
    /// <param name="layer">From 0.</param>
    /// <param name="inputs">Dimensions that enter.</param>
    internal static int[] Of(SsrTrainer options, int layer, int inputs)
    {
        var drawn = new int[options.Views * options.ViewWidth];
        var permutation = new int[inputs];
        for (var view = 0; view < options.Views; view++)
        {
            var number = 1000L * layer + view;
            var stream = (options.FixedFilters ? (Seed)number : ((Seed)options.Seed).Derive("filters").Derive(number)).Stream();
            var own = drawn.AsSpan(view * options.ViewWidth, options.ViewWidth);
            for (var from = 0; from < own.Length; from += inputs)
            {
                for (var i = 0; i < inputs; i++) permutation[i] = i;
                for (var i = inputs - 1; i > 0; i--)
                {
                    var j = stream.NextInt(i + 1);
                    (permutation[i], permutation[j]) = (permutation[j], permutation[i]);
                }
                permutation.AsSpan(0, Math.Min(inputs, own.Length - from)).CopyTo(own[from..]);
            }
        }
        return drawn;
    }
}

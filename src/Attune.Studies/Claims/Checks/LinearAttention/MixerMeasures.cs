using Attune.Neural;

namespace Attune.Studies;

/// <summary>How far the forms of the mixers, and of networks of them, are from each other.</summary>
static class MixerMeasures
{
    const int Width = 16, Heads = 2, Layers = 4;

    internal static IEnumerable<MixerKind> Kinds => Enum.GetValues<MixerKind>();

    /// <summary>The largest difference between passing whole sequences and stepping through them, over all mixers.</summary>
    internal static double StepAgainstWhole(int length) => Kinds.Max(kind => OfMixer(kind, DType.Float32, (mixer, init) =>
    {
        var x = init.Normal([3, length, Width], 1);
        var (whole, state, largest) = (mixer.Forward(x), mixer.Start(3), 0.0);
        for (var t = 0; t < length; t++)
        {
            var (output, after) = mixer.Step(x.Select(1, t), state);
            (state, largest) = (after, Math.Max(largest, Largest(output - whole.Select(1, t))));
        }
        return largest;
    }));

    /// <summary>The largest difference that padding before a sequence makes to its places, over all mixers.</summary>
    internal static double PaddingAgainstNone(int length) => Kinds.Max(kind => OfMixer(kind, DType.Float32, (mixer, init) =>
    {
        var (x, noise) = (init.Normal([2, length, Width], 1), init.Normal([2, 5, Width], 3));
        var padding = Tensor.Range(0, length + 5).Lt(5).Expand(2, length + 5);
        return Largest(mixer.Forward(Tensor.Cat([noise, x], 1), padding).Narrow(1, 5, length) - mixer.Forward(x));
    }));

    /// <summary>
    /// How far the gradient is from the difference quotient along a random direction through all parameters and the input, in double precision, relative to the quotient; the largest over all mixers.
    /// </summary>
    internal static double GradientAgainstQuotient(int length) => Kinds.Max(kind => OfMixer(kind, DType.Float64, (mixer, init) =>
    {
        const double Step = 1e-5;
        var (x, weights) = (init.Normal([2, length, Width], 1).RequireGradient(), init.Normal([2, length, Width], 1));
        Tensor[] inputs = [x, .. mixer.Parameters.Select(p => p.Value)];
        var gradients = Gradients.Of((mixer.Forward(x) * weights).Sum(), inputs);
        var directions = Array.ConvertAll(inputs, i => init.Normal(i.Shape, 1));
        var slope = gradients.Zip(directions, (g, d) => g.IsDefined ? (g * d).Sum().Item() : 0).Sum();
        using var off = Gradients.NotRecorded();
        var quotient = (Moved(Step) - Moved(-Step)) / (2 * Step);
        return Math.Abs(slope - quotient) / Math.Max(1, Math.Abs(quotient));

        double Moved(double by)
        {
            for (var i = 0; i < inputs.Length; i++) inputs[i].AddInPlace(directions[i] * by);
            var value = (mixer.Forward(x) * weights).Sum().Item();
            for (var i = 0; i < inputs.Length; i++) inputs[i].AddInPlace(directions[i] * -by);
            return value;
        }
    }));

    /// <summary>The largest difference between a network's states read as a whole and step by step, over all mixers in a pattern of linear and full layers.</summary>
    internal static double NetworkStepAgainstWhole(int length) => Kinds.Max(kind =>
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        using var network = NetworkOf(kind, "every:2", length);
        var items = Tensor.Wrap([.. Enumerable.Range(0, length).Select(t => 1L + t * 7 % 40)], 1, length);
        var (whole, state, largest) = (network.Forward(items), network.Start(1), 0.0);
        for (var t = 0; t < length; t++)
        {
            var (output, after) = network.Step(items.Select(1, t), state);
            (state, largest) = (after, Math.Max(largest, Largest(output - whole.Select(1, t))));
        }
        return largest;
    });

    /// <summary>By how many numbers the states of linear mixers grow from 10 places to 1,000, together.</summary>
    internal static double GrowthOfLinearStates() => Kinds.Where(k => k is not MixerKind.Softmax).Sum(kind => OfMixer(kind, DType.Float32, (mixer, _) => mixer.StateSize(1000) - mixer.StateSize(10)));

    /// <summary>How far the keys and values of a pattern are from those of full attention times the share of full layers, in bytes, over some patterns.</summary>
    internal static double KeysAndValuesAgainstShare() => new[] { "every:4", "every:2", "ratio:1", "full", "pure" }.Max(pattern =>
    {
        using var scope = new Scope();
        using var network = NetworkOf(MixerKind.Gla, pattern, 100);
        using var all = NetworkOf(MixerKind.Gla, "full", 100);
        var (cost, full) = (PatternCost.Of(network.Shape.Pattern, network.Mixers, 100), PatternCost.Of(all.Shape.Pattern, all.Mixers, 100));
        return Math.Abs(cost.KeyValueBytes - (double)full.KeyValueBytes * network.Shape.Pattern.Full / Layers);
    });

    static HybridNetwork NetworkOf(MixerKind kind, string pattern, int length) => new(new Init(3), 40, new HybridShape(LayerPattern.Parse(pattern, kind, Layers), Width, Heads, length) { Deviation = 1 });

    static double OfMixer(MixerKind kind, DType type, Func<TokenMixer, Init, double> measure)
    {
        using var scope = new Scope();
        var init = new Init(7, type: type);
        using var bounds = new LowerBounds(init, Layers, Width);
        using var mixer = TokenMixers.Create(kind, init, new MixerShape { Width = Width, Heads = Heads }, bounds, 1);
        return measure(mixer, init);
    }

    static double Largest(Tensor difference) => difference.Abs().Max().Item();
}

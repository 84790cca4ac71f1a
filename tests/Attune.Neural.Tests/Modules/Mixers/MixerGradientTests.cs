using static Attune.Neural.Tests.FiniteDifferences;

namespace Attune.Neural.Tests;

/// <summary>Every mixer's gradients against finite differences in double precision: of all parameters, the input and the lower bounds.</summary>
public sealed class MixerGradientTests
{
    public static TheoryData<MixerKind, bool> Cases => [.. Enum.GetValues<MixerKind>().SelectMany(k => new[] { (k, false), (k, true) })];

    [TorchTheory, MemberData(nameof(Cases))]
    public void Mixer_PaddedOrNot_MatchesDifferences(MixerKind kind, bool padded)
    {
        using var scope = new Scope();
        using var some = new SomeMixers(kind, shape: SomeMixers.Shape with { QueryKeyNorm = padded, Convolution = !padded });
        var x = Input(2, 6, SomeMixers.Width);
        var padding = padded ? Tensor.Of([true, true, false, false, false, false, false, false, false, false, false, false], 2, 6) : default;
        Tensor[] inputs = kind is MixerKind.Hgrn or MixerKind.Hgrn2 ? [x, some.Bounds.Parameters.Single().Value] : [x];
        Check(some.Mixer, () => some.Mixer.Forward(x, padding), inputs);
    }

    // The first layer's gates have no lower bound, which takes another way.
    [TorchTheory]
    [InlineData(MixerKind.Hgrn)]
    [InlineData(MixerKind.Hgrn2)]
    public void Mixer_OfTheFirstLayer_MatchesDifferences(MixerKind kind)
    {
        using var scope = new Scope();
        using var some = new SomeMixers(kind, layer: 0);
        var x = Input(1, 5, SomeMixers.Width);
        Check(some.Mixer, () => some.Mixer.Forward(x), x);
    }

    // From one chunk to the next and from a given state: what training over parts of a sequence would use.
    [TorchFact]
    public void Recurrences_FromAState_MatchDifferences()
    {
        using var scope = new Scope();
        var (q, k, v) = (Input(1, 2, 9, 2), Normal(11, 1, 2, 9, 2), Normal(12, 1, 2, 9, 3));
        var (g, channels, rates, start) = (Normal(13, 1, 2, 9, 1), Normal(14, 1, 2, 9, 2), Normal(15, 1, 2, 9, 1), Normal(16, 1, 2, 2, 3));
        Check(null, () => All(DeltaRule.Forward(q, k, v, rates.Sigmoid(), g.LogSigmoid(), start, 4)), q, k, v, rates, g, start);
        Check(null, () => All(DiagonalDecay.Forward(q, k, v, g.LogSigmoid(), start, 4)), q, k, v, g, start);
        Check(null, () => All(DiagonalDecay.Forward(q, k, v, channels.LogSigmoid(), start, 4)), q, k, v, channels, start);
        var (x, decay, first) = (Normal(17, 2, 9, 3), Normal(18, 2, 9, 3), Normal(19, 2, 3));
        Check(null, () => All(VectorDecay.Forward(x, decay.Sigmoid(), first)), x, decay, first);

        static Tensor Normal(int seed, params ReadOnlySpan<long> shape) => Init(seed).Normal(shape, 1).RequireGradient();

        static Tensor All((Tensor Output, Tensor State) both) => Tensor.Cat([both.Output.Reshape(-1), both.State.Reshape(-1)]);
    }
}

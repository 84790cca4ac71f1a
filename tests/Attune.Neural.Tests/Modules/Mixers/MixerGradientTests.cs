using static Attune.Neural.Tests.FiniteDifferences;

namespace Attune.Neural.Tests;

/// <summary>Every mixer's gradients against finite differences in double precision: of all parameters, the input and the lower bounds.</summary>
public sealed class MixerGradientTests
{
    // What a place reads first may be near 0, and is divided by its length.
    const double Step = 2e-6;

    public static TheoryData<MixerKind, bool> Cases => [.. Enum.GetValues<MixerKind>().SelectMany(k => new[] { (k, false), (k, true) })];

    [TorchTheory, MemberData(nameof(Cases))]
    public void Mixer_PaddedOrNot_MatchesDifferences(MixerKind kind, bool padded)
    {
        using var scope = new Scope();
        using var some = new SomeMixers(kind, shape: SomeMixers.Shape with { QueryKeyNorm = padded, Convolution = !padded });
        var x = Input(2, 7, SomeMixers.Width);
        var padding = padded ? Tensor.Of([true, true, .. new bool[12]], 2, 7) : default;
        Tensor[] inputs = kind is MixerKind.Hgrn or MixerKind.Hgrn2 ? [x, some.Bounds.Parameters.Single().Value] : [x];
        Check(some.Mixer, () => some.Mixer.Forward(x, padding), Step, inputs);
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
        Check(some.Mixer, () => some.Mixer.Forward(x), Step, x);
    }

    // From one chunk to the next and from a given state: what training over parts of a sequence would use.
    [TorchTheory]
    [InlineData(false, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    public void MatrixState_FromAState_MatchesDifferences(bool delta, bool fading, bool channels)
    {
        using var scope = new Scope();
        var (q, k, v, start) = (Normal(11, 1, 2, 9, 2), Normal(12, 1, 2, 9, 2), Normal(13, 1, 2, 9, 3), Normal(14, 1, 2, 2, 3));
        var (g, rates) = (Normal(15, 1, 2, 9, channels ? 2 : 1), Normal(16, 1, 2, 9, 1));
        Check(null, () => All(delta
            ? DeltaRule.Forward(q, k, v, rates.Sigmoid(), fading ? g.LogSigmoid() : default, start, 4)
            : DiagonalDecay.Forward(q, k, v, fading ? g.LogSigmoid() : g.ZerosLike(), start, 4)), [q, k, v, start, .. fading ? [g] : (Tensor[])[], .. delta ? [rates] : (Tensor[])[]]);
    }

    [TorchFact]
    public void VectorState_FromAState_MatchesDifferences()
    {
        using var scope = new Scope();
        var (x, decay, start) = (Normal(17, 2, 9, 3), Normal(18, 2, 9, 3), Normal(19, 2, 3));
        Check(null, () => All(VectorDecay.Forward(x, decay.Sigmoid(), start)), x, decay, start);
    }

    static Tensor Normal(int seed, params ReadOnlySpan<long> shape) => Init(seed).Normal(shape, 1).RequireGradient();

    static Tensor All((Tensor Output, Tensor State) both) => Tensor.Cat([both.Output.Reshape(-1), both.State.Reshape(-1)]);
}

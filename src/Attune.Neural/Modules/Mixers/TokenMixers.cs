namespace Attune.Neural;

/// <summary>Makes a <see cref="TokenMixer"/> of a kind.</summary>
public static class TokenMixers
{
    /// <summary>One layer's mixer.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="init">Seed, device and type.</param>
    /// <param name="shape">Its sizes.</param>
    /// <param name="bounds">The forget gates' lower bounds of the whole network, which owns them; HGRN and HGRN-2 need them, the others leave them alone.</param>
    /// <param name="layer">Which layer of the network this is, from 0: its row of <paramref name="bounds"/>.</param>
    /// <exception cref="ArgumentException">Sizes that do not go together, or missing bounds.</exception>
    public static TokenMixer Create(MixerKind kind, Init init, MixerShape shape, LowerBounds? bounds = null, int layer = 0)
    {
        Check(kind, shape);
        if (kind is not (MixerKind.Hgrn or MixerKind.Hgrn2)) bounds = null;
        else if (bounds is null)
            throw new ArgumentNullException(nameof(bounds), $"{kind} takes the lower bounds of its forget gates from one table for all layers; make one {nameof(LowerBounds)} for the network.");
        return kind switch
        {
            MixerKind.Softmax => new SoftmaxMixer(init, shape),
            MixerKind.Hgrn => new HgrnMixer(init, shape, bounds!, layer),
            MixerKind.RetNet => new RetNetMixer(init, shape),
            MixerKind.Gla => new GlaMixer(init, shape),
            MixerKind.Hgrn2 => new Hgrn2Mixer(init, shape, bounds!, layer),
            MixerKind.DeltaNet => new DeltaNetMixer(init, shape),
            MixerKind.GatedDeltaNet => new GatedDeltaNetMixer(init, shape),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such mixer."),
        };
    }

    static void Check(MixerKind kind, MixerShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Heads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.MaxLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Chunk, 4);
        // Rotary positions turn pairs of numbers, and the keys of GLA have half the width.
        var unit = kind is MixerKind.Softmax or MixerKind.RetNet or MixerKind.Gla ? 2 * shape.Heads : shape.Heads;
        if (kind is not MixerKind.Hgrn && shape.Width % unit != 0)
            throw new ArgumentException($"The width ({shape.Width}) of {kind} with {shape.Heads} heads must be a multiple of {unit}.", nameof(shape));
    }
}

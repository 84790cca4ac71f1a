namespace Attune.Neural;

/// <summary>The kinds of <see cref="TokenMixer"/>.</summary>
public enum MixerKind
{
    /// <summary>Softmax attention with rotary positions: every earlier place can be looked up; the state grows with the sequence.</summary>
    Softmax,

    /// <summary>HGRN: a state of one number for each channel, with a forget gate whose lower bound rises from layer to layer.</summary>
    Hgrn,

    /// <summary>RetNet: a matrix state for each head that fades at a fixed rate.</summary>
    RetNet,

    /// <summary>Gated linear attention: a matrix state that fades by channel, as the item at hand says.</summary>
    Gla,

    /// <summary>HGRN-2: a matrix state whose keys are what its forget gates leave.</summary>
    Hgrn2,

    /// <summary>DeltaNet: a matrix state that is corrected where a key is written again.</summary>
    DeltaNet,

    /// <summary>Gated DeltaNet: the delta rule on a state that fades as the item at hand says.</summary>
    GatedDeltaNet,
}

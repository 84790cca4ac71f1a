namespace Attune.Neural;

/// <summary>
/// What carries information from one place of a sequence to later ones: attention, or a recurrence with a state. The same numbers come out whether a whole sequence is passed at once
/// (<see cref="Forward"/>, for training) or place after place (<see cref="Step"/>, for serving). Never sees later places.
/// </summary>
public abstract class TokenMixer : Module
{
    /// <summary>B × T × width → the same shape.</summary>
    /// <param name="x">The sequences, the newest last.</param>
    /// <param name="padding">B × T, Bool: true at places before the first item, which change no state and no later place; undefined where there are none, which is faster.</param>
    public abstract Tensor Forward(Tensor x, Tensor padding = default);

    /// <summary>The state before the first place, for a batch: tensors whose first dimension is the batch.</summary>
    public abstract Tensor[] Start(long batch);

    /// <summary>One place more: B × width and the state before → B × width and the state after. The state before stays as it was.</summary>
    public abstract (Tensor Output, Tensor[] State) Step(Tensor x, ReadOnlySpan<Tensor> state);

    /// <summary>Numbers in the state of one sequence after so many places.</summary>
    public abstract long StateSize(long places);

    /// <summary>Multiplications and additions of mixing alone, forward, for one place of a sequence of this length, by the cost model of the paper (Wang et al. 2025, appendix B).</summary>
    public abstract double FlopsPerPlace(long length);
}

namespace Attune.Neural;

/// <summary>
/// A network that reads sequences of items: B × T numbers (Int64; 0 is padding, item i of the catalog is i + 1, the newest item stands last, padding first) become
/// B × T × Width vectors, each the state after the item at its place. A sequence shorter than the longest gives equal states whatever it is padded to.
/// The score of item i is state · row i + 1 of <see cref="ItemTable"/>.
/// </summary>
abstract class SequenceNetwork : Module
{
    /// <summary>The length of the states.</summary>
    internal abstract int Width { get; }

    /// <summary>(Items + 1 or more) × Width; row 0 is padding.</summary>
    internal abstract Tensor ItemTable { get; }

    /// <summary>B × T → B × T × Width.</summary>
    internal abstract Tensor Forward(Tensor items);
}

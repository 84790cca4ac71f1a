namespace Attune.Neural;

/// <summary>One learned tensor of a module.</summary>
/// <param name="Name">Its path, as PyTorch names it: "blocks.0.attention.input.weight".</param>
/// <param name="Value">The tensor, a leaf that requires a gradient.</param>
public readonly record struct Parameter(string Name, Tensor Value)
{
    /// <summary>Whether an optimiser's weight decay may shrink it. Default true; false for numbers of which 0 is not the mild end, such as the logarithm of a rate.</summary>
    public bool Decays { get; init; } = true;

    /// <summary>Whether its rows are looked up by number, as those of items are: an optimiser may treat them otherwise. Default false.</summary>
    public bool IsTable { get; init; }
}

namespace Attune.Neural;

/// <summary>One learned tensor of a module.</summary>
/// <param name="Name">Its path, as PyTorch names it: "blocks.0.attention.input.weight".</param>
/// <param name="Value">The tensor, a leaf that requires a gradient.</param>
public readonly record struct Parameter(string Name, Tensor Value);

namespace Attune.Neural;

/// <summary>What a <see cref="Value"/> holds; the numbers are the shim's.</summary>
enum ValueTag : long
{
    None,
    Tensor,
    Int,
    Double,
    Bool,
    String,
    Ints,
    Doubles,
    Bools,
    Tensors,
    Device,
    Default,
}

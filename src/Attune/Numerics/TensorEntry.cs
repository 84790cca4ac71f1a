namespace Attune.Numerics;

/// <summary>One tensor of a safetensors file, as its header states it.</summary>
/// <param name="Type">The element type as the format writes it: F32, I32, I64, U8, …</param>
/// <param name="Shape">The dimensions, outermost first; none for a single number.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where they end.</param>
public sealed record TensorEntry(string Type, IReadOnlyList<long> Shape, long Begin, long End);

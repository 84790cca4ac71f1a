namespace Attune.Neural;

/// <summary>A matrix of single precision in the machine's memory: an array, or a contiguous tensor.</summary>
readonly struct Numbers
{
    readonly float[]? _array;
    readonly Tensor _tensor;

    Numbers(float[]? array, Tensor tensor) => (_array, _tensor) = (array, tensor);

    internal Span<float> Span => _array is null ? _tensor.Span<float>() : _array;

    public static implicit operator Numbers(float[] array) => new(array, default);

    public static implicit operator Numbers(Tensor tensor) => new(null, tensor);
}

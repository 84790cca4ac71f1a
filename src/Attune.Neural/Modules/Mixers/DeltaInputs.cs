namespace Attune.Neural;

/// <summary>What the delta rule asks of its queries, keys and values: a short convolution, which may be left out, SiLU, and queries and keys of length 1.</summary>
sealed class DeltaInputs : Module
{
    // Against division by 0; a key of zeros stays one.
    const double Epsilon = 1e-6;

    readonly ShortConvolution? _convolution;
    readonly long _channels;

    internal DeltaInputs(Init init, long channels, bool convolution)
    {
        _channels = channels;
        if (convolution) _convolution = Add("convolution", new ShortConvolution(init, channels));
    }

    /// <summary>Numbers kept of one sequence.</summary>
    internal long MemorySize => _convolution is null ? 0 : _channels * (ShortConvolution.Size - 1);

    /// <summary>What is kept before the first place.</summary>
    internal Tensor[] Start(long batch, Init init) => _convolution is null ? [] : [Tensor.Zeros([batch, _channels, ShortConvolution.Size - 1], init.DType, init.Device)];

    /// <summary>B × T × channels and what is kept, empty at the start → the same shape, and what is kept after.</summary>
    internal (Tensor Mixed, Tensor[] Last) Mix(Tensor products, ReadOnlySpan<Tensor> memory)
    {
        if (_convolution is null) return (products.Silu(), []);
        var (mixed, last) = _convolution.Forward(products, memory.IsEmpty ? default : memory[0]);
        return (mixed, [last]);
    }

    /// <summary>Divided by the Euclidean length over the last dimension: only then do errors never grow when they are corrected.</summary>
    internal static Tensor Normalize(Tensor x)
    {
        using var scope = new Scope();
        return scope.Return(x * (x.Square().Sum(-1, keep: true) + Epsilon).RSqrt());
    }
}

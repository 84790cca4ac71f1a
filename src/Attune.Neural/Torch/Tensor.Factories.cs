namespace Attune.Neural;

/// <summary>New tensors.</summary>
public readonly partial struct Tensor
{
    static readonly Operator s_empty = new("aten::empty", "memory_format");
    static readonly Operator s_zeros = new("aten::zeros");
    static readonly Operator s_ones = new("aten::ones");
    static readonly Operator s_full = new("aten::full");
    static readonly Operator s_arange = new("aten::arange", "start");
    static readonly Operator s_zerosLike = new("aten::zeros_like");
    static readonly Operator s_emptyLike = new("aten::empty_like");
    static readonly Operator s_onesLike = new("aten::ones_like");

    /// <summary>Room for elements that are not set.</summary>
    public static Tensor Empty(ReadOnlySpan<long> shape, DType type = DType.Float32, Device device = default) => s_empty.Call(Value.Ints(shape), type, Value.None, device);

    /// <summary>Zeros.</summary>
    public static Tensor Zeros(ReadOnlySpan<long> shape, DType type = DType.Float32, Device device = default) => s_zeros.Call(Value.Ints(shape), type, Value.None, device);

    /// <summary>Ones.</summary>
    public static Tensor Ones(ReadOnlySpan<long> shape, DType type = DType.Float32, Device device = default) => s_ones.Call(Value.Ints(shape), type, Value.None, device);

    /// <summary>The same number everywhere.</summary>
    public static Tensor Full(ReadOnlySpan<long> shape, double value, DType type = DType.Float32, Device device = default) => s_full.Call(Value.Ints(shape), value, type, Value.None, device);

    /// <summary>The whole numbers from <paramref name="start"/> to before <paramref name="end"/>.</summary>
    public static Tensor Range(long start, long end, Device device = default) => s_arange.Call(start, end, DType.Int64, Value.None, device);

    /// <summary>Zeros of this shape, type and device.</summary>
    public Tensor ZerosLike() => s_zerosLike.Call(this);

    /// <summary>Ones of this shape, type and device.</summary>
    public Tensor OnesLike() => s_onesLike.Call(this);

    /// <summary>Room of this shape, type and device.</summary>
    public Tensor EmptyLike() => s_emptyLike.Call(this);
}

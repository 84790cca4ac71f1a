using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// What new modules are made with: seed, device and type of their parameters, and the masks of dropout. Parameters are drawn in the order in which modules
/// are made, from numbers that depend on the seed alone, not on libtorch.
/// </summary>
public sealed class Init(Seed seed, Device device = default, DType type = DType.Float32)
{
    RandomStream _stream = seed.Derive("parameters").Stream();

    /// <summary>Where parameters live.</summary>
    public Device Device => device;

    /// <summary>The type of parameters.</summary>
    public DType DType => type;

    /// <summary>Where dropout gets its masks.</summary>
    public MaskSource Masks { get; } = new(seed.Derive("masks"));

    /// <summary>Normal numbers with mean 0.</summary>
    public Tensor Normal(ReadOnlySpan<long> shape, double deviation)
    {
        var values = New(shape);
        foreach (ref var v in values.AsSpan()) v = (float)(deviation * _stream.NextGaussian());
        return Place(values, shape);
    }

    /// <summary>Uniform numbers in [−<paramref name="bound"/>, <paramref name="bound"/>).</summary>
    public Tensor Uniform(ReadOnlySpan<long> shape, double bound)
    {
        var values = New(shape);
        foreach (ref var v in values.AsSpan()) v = (float)(bound * (2 * _stream.NextDouble() - 1));
        return Place(values, shape);
    }

    /// <summary>The same number everywhere.</summary>
    public Tensor Constant(ReadOnlySpan<long> shape, double value) => Tensor.Full(shape, value, type, device);

    static float[] New(ReadOnlySpan<long> shape)
    {
        var count = 1L;
        foreach (var d in shape) count = checked(count * d);
        return count <= Array.MaxLength ? new float[count]
            : throw new OptionsException("network", [$"A parameter of shape [{string.Join(", ", shape.ToArray())}] has more numbers than one array can hold ({Array.MaxLength}). Take a smaller width, or filter the data (k-core:5)."]);
    }

    Tensor Place(float[] values, ReadOnlySpan<long> shape) => Tensor.Wrap(values, shape).To(type).To(device);
}

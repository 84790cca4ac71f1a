using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Attune.Neural;

/// <summary>
/// A tensor of libtorch: an n-dimensional array that can say its gradient. A value of eight bytes that names a tensor held by a <see cref="Scope"/>; after the
/// scope's end it gives <see cref="ObjectDisposedException"/>. <c>default</c> is the undefined tensor, which stands for "none". Operators follow PyTorch's
/// names and meanings; an operation that libtorch refuses gives <see cref="TorchException"/> with operator, shapes and types. Reading a tensor is safe from many
/// threads, changing one is not.
/// </summary>
public readonly partial struct Tensor : IEquatable<Tensor>
{
    internal readonly int Slot, Generation;

    internal Tensor(int slot, int generation) => (Slot, Generation) = (slot, generation);

    /// <summary>Whether this is a tensor, not <c>default</c>.</summary>
    public bool IsDefined => Generation != 0;

    /// <summary>The number of elements.</summary>
    public long Count => Info.Elements;

    /// <summary>The number of dimensions; 0 for a single number.</summary>
    public int Rank => (int)Info.Dimensions;

    /// <summary>The size of every dimension. Allocates; <see cref="Size"/> does not.</summary>
    public unsafe long[] Shape => Info is var info ? new ReadOnlySpan<long>(info.Sizes, (int)info.Dimensions).ToArray() : [];

    /// <summary>The type of the elements.</summary>
    public DType DType => (DType)Info.Type;

    /// <summary>Where the elements are.</summary>
    public Device Device => Info is var info ? new((DeviceKind)info.Device, Math.Max(0, info.DeviceIndex)) : default;

    /// <summary>Whether operations on this tensor are recorded for gradients.</summary>
    public bool RequiresGradient => Info.RequiresGradient != 0;

    /// <summary>Whether the elements are laid out with strides; a sparse tensor is not.</summary>
    public bool IsStrided => Info.Strided != 0;

    /// <summary>The gradient that backward passes have added up in this leaf, or the undefined tensor.</summary>
    public Tensor Gradient
    {
        get
        {
            Native.Check(Native.Gradient(Slots.Pointer(this), out var gradient), "reading a gradient");
            return Scope.Enter(gradient);
        }
        set => Native.Check(Native.SetGradient(Slots.Pointer(this), value.IsDefined ? Slots.Pointer(value) : 0), "setting a gradient");
    }

    internal unsafe TensorInfo Info
    {
        get
        {
            TensorInfo info;
            Native.Describe(Slots.Pointer(this), &info);
            return info;
        }
    }

    /// <summary>The size of a dimension; negative ones count from the last.</summary>
    public unsafe long Size(int dimension)
    {
        var info = Info;
        var d = dimension < 0 ? dimension + (int)info.Dimensions : dimension;
        return (uint)d < (uint)info.Dimensions ? info.Sizes[d]
            : throw new ArgumentOutOfRangeException(nameof(dimension), dimension, string.Create(CultureInfo.InvariantCulture, $"The tensor {this} has {info.Dimensions} dimensions."));
    }

    /// <summary>A tensor over an array, without a copy: the array stays where it is in memory until libtorch lets go of it, and changes show on both sides.</summary>
    public static unsafe Tensor Wrap<T>(T[] values, params ReadOnlySpan<long> shape) where T : unmanaged
    {
        Torch.Start();
        if (shape.IsEmpty) shape = [values.LongLength];
        CheckShape(values.LongLength, shape);
        var handle = GCHandle.Alloc(values, GCHandleType.Pinned);
        fixed (long* sizes = shape)
        {
            if (Native.Wrap((void*)handle.AddrOfPinnedObject(), sizes, shape.Length, (int)TypeOf<T>(), &Freed, GCHandle.ToIntPtr(handle), out var tensor) == 0) return Scope.Enter(tensor);
        }
        handle.Free();
        throw new TorchException($"Wrapping an array of {values.Length} {typeof(T).Name}: {Native.Reason}");
    }

    /// <summary>A tensor with a copy of these values.</summary>
    public static Tensor Of<T>(ReadOnlySpan<T> values, params ReadOnlySpan<long> shape) where T : unmanaged
    {
        if (shape.IsEmpty) shape = [values.Length];
        CheckShape(values.Length, shape);
        var tensor = Empty(shape, TypeOf<T>());
        values.CopyTo(tensor.Span<T>());
        return tensor;
    }

    /// <summary>
    /// The elements themselves, of a contiguous tensor in the machine's memory: valid until the tensor's scope ends, which the compiler does not check.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another type, another device, or not contiguous.</exception>
    public unsafe Span<T> Span<T>() where T : unmanaged
    {
        var info = Info;
        if ((DType)info.Type != TypeOf<T>()) throw new InvalidOperationException($"The tensor {this} was read as {TypeOf<T>()}. Convert it with To({nameof(DType)}.{TypeOf<T>()}) first.");
        if (info.Device != 0 || !IsContiguous(info)) throw new InvalidOperationException($"The elements of {this} are not one piece of the machine's memory. Use To(Device.Cpu) and Contiguous() first.");
        return new Span<T>(info.Data, checked((int)info.Elements));
    }

    /// <summary>The elements of a contiguous BFloat16 tensor in the machine's memory, as bits: the upper half of single precision.</summary>
    internal unsafe Span<ushort> Halves() => Info is { Type: (int)DType.BFloat16, Device: 0 } info && IsContiguous(info) ? new Span<ushort>(info.Data, checked((int)info.Elements))
        : throw new InvalidOperationException($"The tensor {this} is not one piece of the machine's memory in {DType.BFloat16}.");

    /// <summary>A copy of the elements in row order.</summary>
    public T[] ToArray<T>() where T : unmanaged
    {
        using var scope = new Scope();
        return Detach().To(Device.Cpu).Contiguous().Span<T>().ToArray();
    }

    /// <summary>The only element, as a number.</summary>
    public double Item()
    {
        using var scope = new Scope();
        var one = Detach().To(Device.Cpu).To(DType.Float64);
        return one.Count == 1 ? one.Span<double>()[0] : throw new InvalidOperationException($"The tensor {this} has {Count} elements where one is needed.");
    }

    /// <summary>Records what is done with this leaf from now on, so that it gets a gradient; returns itself.</summary>
    public Tensor RequireGradient(bool required = true)
    {
        Native.Check(Native.RequireGradient(Slots.Pointer(this), required ? 1 : 0), "requiring a gradient");
        return this;
    }

    /// <summary>Frees a tensor that was kept with <see cref="Scope.Keep"/>; a second time does nothing.</summary>
    public void Free()
    {
        if (IsDefined) Slots.Release(this);
    }

    /// <inheritdoc/>
    public bool Equals(Tensor other) => Slot == other.Slot && Generation == other.Generation;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Slot, Generation);

    /// <summary>Whether both are the same tensor, not equal ones.</summary>
    public static bool operator ==(Tensor left, Tensor right) => left.Equals(right);

    /// <summary>Whether they are different tensors.</summary>
    public static bool operator !=(Tensor left, Tensor right) => !left.Equals(right);

    /// <summary>Type, shape and device, as <c>Float32[2, 3]</c>.</summary>
    public override string ToString()
    {
        if (!IsDefined) return "undefined";
        if (!Slots.Holds(this)) return "a tensor whose scope has ended";
        var text = new StringBuilder();
        Describe(text, Slots.Pointer(this));
        return text.ToString();
    }

    internal static unsafe void Describe(StringBuilder text, nint pointer)
    {
        TensorInfo info;
        Native.Describe(pointer, &info);
        text.Append((DType)info.Type).Append('[');
        for (var d = 0; d < info.Dimensions; d++) text.Append(d > 0 ? ", " : "").Append(info.Sizes[d].ToString(CultureInfo.InvariantCulture));
        text.Append(']');
        if (info.Device != 0) text.Append(" on ").Append(new Device((DeviceKind)info.Device, Math.Max(0, info.DeviceIndex)));
        if (info.Strided == 0) text.Append(" (sparse)");
    }

    internal static DType TypeOf<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? DType.Float32 : typeof(T) == typeof(double) ? DType.Float64 : typeof(T) == typeof(long) ? DType.Int64 : typeof(T) == typeof(int) ? DType.Int32
        : typeof(T) == typeof(byte) ? DType.UInt8 : typeof(T) == typeof(bool) ? DType.Bool : typeof(T) == typeof(Half) ? DType.Float16 : typeof(T) == typeof(sbyte) ? DType.Int8
        : typeof(T) == typeof(short) ? DType.Int16
        : throw new NotSupportedException($"Tensors of {typeof(T).Name} are not supported; use float, double, Half, long, int, short, sbyte, byte or bool.");

    internal static unsafe bool IsContiguous(TensorInfo info)
    {
        if (info.Strided == 0) return false;
        var expected = 1L;
        for (var d = info.Dimensions - 1; d >= 0; d--)
        {
            if (info.Sizes[d] != 1 && info.Strides[d] != expected) return info.Elements == 0;
            expected *= info.Sizes[d];
        }
        return true;
    }

    static void CheckShape(long count, ReadOnlySpan<long> shape)
    {
        var product = 1L;
        foreach (var d in shape) product *= d;
        if (product != count) throw new ArgumentException($"{count} values do not fill the shape [{string.Join(", ", shape.ToArray())}].", nameof(shape));
    }

    [UnmanagedCallersOnly]
    static void Freed(nint handle) => GCHandle.FromIntPtr(handle).Free();
}

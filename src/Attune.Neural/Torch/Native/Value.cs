using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune.Neural;

/// <summary>
/// One argument or result of an operator on its way through the shim: a tensor, number, truth value, text, list or device. Lists and texts are copied into a
/// buffer of the thread until the call, so make a value where it is used: Value.Ints([2, 3]).
/// </summary>
[StructLayout(LayoutKind.Sequential)]
readonly struct Value
{
    internal readonly long Tag, Payload, Count;

    Value(ValueTag tag, long payload, long count = 0) => (Tag, Payload, Count) = ((long)tag, payload, count);

    internal static Value None => default;

    /// <summary>The default that the operator's schema states.</summary>
    internal static Value Default => new(ValueTag.Default, 0);

    internal ValueTag Kind => (ValueTag)Tag;

    internal double AsDouble => Kind is ValueTag.Double ? BitConverter.Int64BitsToDouble(Payload) : Payload;

    public static implicit operator Value(Tensor tensor) => new(ValueTag.Tensor, tensor.IsDefined ? Slots.Pointer(tensor) : 0);

    public static implicit operator Value(long number) => new(ValueTag.Int, number);

    public static implicit operator Value(double number) => new(ValueTag.Double, BitConverter.DoubleToInt64Bits(number));

    public static implicit operator Value(bool flag) => new(ValueTag.Bool, flag ? 1 : 0);

    public static implicit operator Value(DType type) => new(ValueTag.Int, (long)type);

    public static implicit operator Value(Device device) => new(ValueTag.Device, (long)device.Kind, device.Index);

    /// <summary>An undefined tensor where a tensor may be missing.</summary>
    internal static Value Optional(Tensor tensor) => tensor.IsDefined ? tensor : None;

    internal static Value Ints(params ReadOnlySpan<long> numbers) => new(ValueTag.Ints, Arena.Copy(numbers), numbers.Length);

    internal static Value Doubles(params ReadOnlySpan<double> numbers) => new(ValueTag.Doubles, Arena.Copy(numbers), numbers.Length);

    internal static Value Bools(params ReadOnlySpan<bool> flags) => new(ValueTag.Bools, Arena.Copy(flags), flags.Length);

    internal static Value Text(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[4 * text.Length];
        var length = System.Text.Encoding.UTF8.GetBytes(text, bytes);
        return new(ValueTag.String, Arena.Copy<byte>(bytes[..length]), length);
    }

    internal static Value Tensors(params ReadOnlySpan<Tensor> tensors)
    {
        Span<nint> pointers = tensors.Length <= 64 ? stackalloc nint[tensors.Length] : new nint[tensors.Length];
        for (var i = 0; i < tensors.Length; i++) pointers[i] = tensors[i].IsDefined ? Slots.Pointer(tensors[i]) : 0;
        return new(ValueTag.Tensors, Arena.Copy<nint>(pointers), tensors.Length);
    }

    /// <summary>Room of this thread for lists on their way into one call.</summary>
    internal static class Arena
    {
        [ThreadStatic] static byte[]? t_room;
        [ThreadStatic] static List<byte[]>? t_grown;
        [ThreadStatic] static int t_used;

        internal static unsafe long Copy<T>(ReadOnlySpan<T> values) where T : unmanaged
        {
            var bytes = values.Length * sizeof(T);
            t_room ??= GC.AllocateUninitializedArray<byte>(4096, pinned: true);
            var start = (t_used + 7) & ~7;
            if (start + bytes > t_room.Length)
            {
                // Values made before this one for the same call still point into the old room.
                (t_grown ??= []).Add(t_room);
                t_room = GC.AllocateUninitializedArray<byte>(2 * (t_room.Length + bytes), pinned: true);
                start = 0;
            }
            MemoryMarshal.AsBytes(values).CopyTo(t_room.AsSpan(start));
            t_used = start + bytes;
            return (long)Unsafe.AsPointer(ref t_room[0]) + start;
        }

        /// <summary>The call is over: its lists are no longer needed.</summary>
        internal static void Clear()
        {
            t_used = 0;
            if (t_grown is { Count: > 0 }) t_grown.Clear();
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune;

/// <summary>Reads up to eight decimal digits at once, as eight bytes of one number.</summary>
static class Digits
{
    /// <summary>Bytes that must be readable behind every place that is read from.</summary>
    internal const int Slack = 16;

    static readonly uint[] s_powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    /// <summary>10 to the power of 0 to 8.</summary>
    internal static uint Power(int exponent) => s_powers[exponent];

    /// <summary>How many of the next eight bytes are digits before the first that is none, and their value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Read(byte[] bytes, int at, out uint value)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bytes), at));
        if (!BitConverter.IsLittleEndian) word = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
        word ^= 0x3030303030303030UL;
        // The high bit of every byte above 9; a carry only reaches bytes behind the first of them.
        var other = ((word + 0x7676767676767676UL) | word) & 0x8080808080808080UL;
        var count = BitOperations.TrailingZeroCount(other) >> 3;
        value = 0;
        if (count == 0) return 0;
        // Zeros in front instead of what stands behind; then pairs, fours and eights are joined by multiplications.
        word <<= 64 - 8 * count;
        word = (word * 10) + (word >> 8);
        value = (uint)((((word & 0x000000FF000000FFUL) * 0x000F424000000064UL) + (((word >> 16) & 0x000000FF000000FFUL) * 0x0000271000000001UL)) >> 32);
        return count;
    }
}

using Attune.Numerics;

namespace Attune.Neural;

/// <summary>Numbers of bfloat16 ("brain floating point"): the upper 16 bits of single precision.</summary>
static class Brain
{
    /// <summary>
    /// Cuts numbers to what bfloat16 can hold: to the nearest (ties to even), or with <paramref name="noise"/> at random up or down, so that the mean is right: a uniform 16-bit
    /// integer is added to the bits before the low 16 are cut. The integers depend on the noise and the <paramref name="place"/> alone. NaN and infinity stay.
    /// </summary>
    internal static void Round(Span<float> numbers, long place, Seed? noise)
    {
        var integers = new Integers(noise ?? default);
        for (var i = 0; i < numbers.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(numbers[i]);
            numbers[i] = BitConverter.UInt32BitsToSingle(Rounded(bits, noise is null ? NearestOf(bits) : integers.At(place + i)));
        }
    }

    /// <summary>The same, into bfloat16.</summary>
    internal static void Narrow(ReadOnlySpan<float> numbers, Span<ushort> halves, long place, Seed? noise)
    {
        var integers = new Integers(noise ?? default);
        for (var i = 0; i < numbers.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(numbers[i]);
            halves[i] = (ushort)(Rounded(bits, noise is null ? NearestOf(bits) : integers.At(place + i)) >> 16);
        }
    }

    /// <summary>Bfloat16 in single precision, at the beginning of <paramref name="room"/>.</summary>
    internal static Span<float> Widen(ReadOnlySpan<ushort> halves, Span<float> room)
    {
        for (var i = 0; i < halves.Length; i++) room[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
        return room[..halves.Length];
    }

    static uint NearestOf(uint bits) => 0x7FFF + ((bits >> 16) & 1);

    static uint Rounded(uint bits, uint added)
    {
        const uint exponent = 0x7F800000, quiet = 0x00400000;
        if ((bits & exponent) != exponent) return (bits + added) & 0xFFFF0000;
        // A NaN keeps a bit that says so.
        return ((bits & 0x007FFFFF) != 0 ? bits | quiet : bits) & 0xFFFF0000;
    }

    // Four 16-bit integers from each 64-bit number.
    struct Integers(Seed seed)
    {
        ulong _four;
        long _block = -1;

        internal uint At(long place)
        {
            if (place >> 2 != _block) _four = seed.Derive(_block = place >> 2).Value;
            return (uint)(_four >> (int)((place & 3) << 4)) & 0xFFFF;
        }
    }
}

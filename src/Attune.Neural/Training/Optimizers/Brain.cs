using System.Numerics;
using System.Runtime.InteropServices;
using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// Numbers of bfloat16 ("brain floating point"): the upper 16 bits of single precision. Cut to them to the nearest (ties to even), or with noise at random up or down so that the
/// mean is right: a uniform 16-bit integer is added to the bits before the low 16 are cut. The integers depend on the noise and on the place of a number alone: four of them are the
/// derived seed of a quarter of the place. NaN and infinity stay.
/// </summary>
static class Brain
{
    const uint Exponent = 0x7F800000, Fraction = 0x007FFFFF, Quiet = 0x00400000, Kept = 0xFFFF0000;

    static readonly int s_width = Vector<ushort>.Count;

    /// <summary>Cuts numbers, of which the first stands at <paramref name="place"/>, in place; without noise to the nearest.</summary>
    internal static void Round(Span<float> numbers, long place, Seed? noise)
    {
        var bits = MemoryMarshal.Cast<float, uint>(numbers);
        var i = 0;
        for (var head = Head(numbers.Length, place); i < head; i++) bits[i] = Cut(bits[i], place + i, noise);
        for (; i <= bits.Length - s_width; i += s_width)
        {
            var (low, high) = Cut(bits[i..], place + i, noise);
            low.CopyTo(bits[i..]);
            high.CopyTo(bits[(i + s_width / 2)..]);
        }
        for (; i < bits.Length; i++) bits[i] = Cut(bits[i], place + i, noise);
    }

    /// <summary>The same, into bfloat16.</summary>
    internal static void Narrow(ReadOnlySpan<float> numbers, Span<ushort> halves, long place, Seed? noise)
    {
        var bits = MemoryMarshal.Cast<float, uint>(numbers);
        var i = 0;
        for (var head = Head(numbers.Length, place); i < head; i++) halves[i] = (ushort)(Cut(bits[i], place + i, noise) >> 16);
        for (; i <= bits.Length - s_width; i += s_width)
        {
            var (low, high) = Cut(bits[i..], place + i, noise);
            Vector.Narrow(low >>> 16, high >>> 16).CopyTo(halves[i..]);
        }
        for (; i < bits.Length; i++) halves[i] = (ushort)(Cut(bits[i], place + i, noise) >> 16);
    }

    /// <summary>Bfloat16 in single precision, at the beginning of <paramref name="room"/>.</summary>
    internal static Span<float> Widen(ReadOnlySpan<ushort> halves, Span<float> room)
    {
        var bits = MemoryMarshal.Cast<float, uint>(room[..halves.Length]);
        var i = 0;
        for (; i <= halves.Length - s_width; i += s_width)
        {
            Vector.Widen(new Vector<ushort>(halves[i..]), out var low, out var high);
            (low << 16).CopyTo(bits[i..]);
            (high << 16).CopyTo(bits[(i + s_width / 2)..]);
        }
        for (; i < halves.Length; i++) bits[i] = (uint)halves[i] << 16;
        return room[..halves.Length];
    }

    // Numbers before the first whose place begins a quarter.
    static int Head(int count, long place) => (int)Math.Min(count, -place & 3);

    static uint Cut(uint bits, long place, Seed? noise)
    {
        if ((bits & Exponent) == Exponent) return ((bits & Fraction) != 0 ? bits | Quiet : bits) & Kept;
        var added = noise is { } seed ? (uint)(seed.Derive(place >> 2).Value >> (int)((place & 3) << 4)) & 0xFFFF : 0x7FFF + ((bits >> 16) & 1);
        return (bits + added) & Kept;
    }

    static (Vector<uint> Low, Vector<uint> High) Cut(ReadOnlySpan<uint> bits, long place, Seed? noise)
    {
        var (low, high) = (new Vector<uint>(bits), new Vector<uint>(bits[(s_width / 2)..]));
        Vector<uint> ofLow, ofHigh;
        if (noise is { } seed) Vector.Widen(Integers(seed, place >> 2), out ofLow, out ofHigh);
        else (ofLow, ofHigh) = (Nearest(low), Nearest(high));
        return (Cut(low, ofLow), Cut(high, ofHigh));
    }

    static Vector<uint> Nearest(Vector<uint> bits) => new Vector<uint>(0x7FFF) + ((bits >>> 16) & Vector<uint>.One);

    static Vector<uint> Cut(Vector<uint> bits, Vector<uint> added)
    {
        var (exponent, kept) = (new Vector<uint>(Exponent), new Vector<uint>(Kept));
        // A NaN keeps a bit that says so.
        var odd = Vector.ConditionalSelect(Vector.Equals(bits & new Vector<uint>(Fraction), Vector<uint>.Zero), bits, bits | new Vector<uint>(Quiet));
        return Vector.ConditionalSelect(Vector.Equals(bits & exponent, exponent), odd, bits + added) & kept;
    }

    // The derived seeds of some numbers one after the other: each is four integers, the lowest bits first.
    static Vector<ushort> Integers(Seed seed, long block)
    {
        var keys = new Vector<ulong>((ulong)block + 0x9E3779B97F4A7C15UL) + Vector<ulong>.Indices;
        return Vector.AsVectorUInt16(Mix(new Vector<ulong>(seed.Value) ^ Mix(keys)));
    }

    static Vector<ulong> Mix(Vector<ulong> z)
    {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >>> 31);
    }
}

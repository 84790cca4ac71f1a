using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune;

/// <summary>Small whole numbers in 1 to 4 bytes each, little-endian, and a checksum of bytes.</summary>
static class Packed
{
    /// <summary>How many bytes the numbers 0 to <paramref name="size"/> − 1 take.</summary>
    internal static int WidthOf(int size) => size <= 1 << 8 ? 1 : size <= 1 << 16 ? 2 : size <= 1 << 24 ? 3 : 4;

    internal static void Write(Span<byte> into, int width, int number)
    {
        for (var b = 0; b < width; b++) into[b] = (byte)(number >> (8 * b));
    }

    /// <summary>Reads <paramref name="count"/> numbers into every <paramref name="stride"/>-th place, and adds an offset to each; the largest that was read.</summary>
    internal static int Read(ReadOnlySpan<byte> bytes, int width, int count, int offset, Span<int> into, int stride)
    {
        var largest = 0;
        for (var (r, at) = (0, 0); r < count; r++, at += stride)
        {
            var number = width switch
            {
                1 => bytes[r],
                2 => MemoryMarshal.Read<ushort>(bytes[(2 * r)..]),
                3 => bytes[3 * r] | bytes[3 * r + 1] << 8 | bytes[3 * r + 2] << 16,
                _ => MemoryMarshal.Read<int>(bytes[(4 * r)..]),
            };
            // A negative number is a large one, and so out of every field.
            largest = (int)Math.Max((uint)largest, (uint)number);
            if (largest < 0) return int.MaxValue;
            into[at] = offset + number;
        }
        return largest;
    }

    /// <summary>A checksum that any damage changes, though not one made on purpose.</summary>
    internal static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 0x9E3779B97F4A7C15UL ^ (ulong)bytes.Length;
        for (; bytes.Length >= 8; bytes = bytes[8..]) hash = BitOperations.RotateLeft(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes), 29) * 0xBF58476D1CE4E5B9UL;
        foreach (var b in bytes) hash = BitOperations.RotateLeft(hash ^ b, 29) * 0xBF58476D1CE4E5B9UL;
        return Numerics.Seed.Mix(hash);
    }
}

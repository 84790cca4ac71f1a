using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Attune.Numerics;

namespace Attune.Neural;

/// <summary>The random masks of dropout, numbered: mask n depends on the seed and n alone, so a training that goes on from a checkpoint draws what it would have drawn.</summary>
public sealed class MaskSource(Seed seed)
{
    const int Block = 1 << 15;

    /// <summary>How many masks were drawn; set it to go on from a checkpoint.</summary>
    public long Position { get; set; }

    /// <summary>A mask like <paramref name="like"/>: 1 / (1 − <paramref name="rate"/>) with probability 1 − rate, else 0.</summary>
    public Tensor Draw(Tensor like, double rate)
    {
        using var scope = new Scope();
        var mask = Tensor.Empty(like.Shape);
        Fill(mask.Span<float>(), seed.Derive(Position++), rate);
        return scope.Return(mask.To(like.DType).To(like.Device));
    }

    // Every block of a mask has a seed of its own, so that blocks may be drawn by any number of threads.
    internal static void Fill(Span<float> mask, Seed seed, double rate)
    {
        var (dropped, kept) = ((uint)Math.Min(uint.MaxValue, Math.Round(rate * 4294967296)), (float)(1 / (1 - rate)));
        for (var (start, block) = (0, 0); start < mask.Length; start += Block, block++)
            FillBlock(mask.Slice(start, Math.Min(Block, mask.Length - start)), seed.Derive(block), dropped, kept);
    }

    // Two times eight lanes of xoshiro128+ (Blackman and Vigna): independent of each other, so that the processor works on both at once.
    static void FillBlock(Span<float> mask, Seed seed, uint dropped, float kept)
    {
        Lanes first = new(seed.Derive(0)), second = new(seed.Derive(1));
        var (limit, value) = (Vector256.Create(dropped), Vector256.Create(kept));
        ref var at = ref MemoryMarshal.GetReference(mask);
        var i = 0;
        for (; i <= mask.Length - 16; i += 16)
        {
            first.Next(limit, value).StoreUnsafe(ref at, (nuint)i);
            second.Next(limit, value).StoreUnsafe(ref at, (nuint)i + 8);
        }
        if (i == mask.Length) return;
        Span<float> rest = stackalloc float[16];
        first.Next(limit, value).CopyTo(rest);
        second.Next(limit, value).CopyTo(rest[8..]);
        rest[..(mask.Length - i)].CopyTo(mask[i..]);
    }

    struct Lanes
    {
        Vector256<uint> _a, _b, _c, _d;

        internal Lanes(Seed seed)
        {
            var stream = seed.Stream();
            (_a, _b, _c, _d) = (Draw(ref stream), Draw(ref stream), Draw(ref stream), Draw(ref stream));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Vector256<float> Next(Vector256<uint> limit, Vector256<float> value)
        {
            var bits = _a + _d;
            var t = _b << 9;
            _c ^= _a;
            _d ^= _b;
            _b ^= _c;
            _a ^= _d;
            _c ^= t;
            _d = (_d << 11) | (_d >>> 21);
            return Vector256.GreaterThanOrEqual(bits, limit).AsSingle() & value;
        }

        static Vector256<uint> Draw(ref RandomStream stream) => Vector256.Create(stream.NextBits(), stream.NextBits(), stream.NextBits(), stream.NextBits()).AsUInt32();
    }
}

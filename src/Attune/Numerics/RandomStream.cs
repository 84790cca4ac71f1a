using System.Numerics;

namespace Attune.Numerics;

/// <summary>
/// A fast, reproducible stream of random numbers (xoshiro256++ by Blackman and Vigna, seeded through SplitMix64). The same seed gives the
/// same numbers on every platform. A mutable struct: keep it in a local or a field, pass it by <c>ref</c>.
/// </summary>
public struct RandomStream
{
    ulong _a, _b, _c, _d;

    internal RandomStream(ulong seed)
    {
        _a = Next(ref seed);
        _b = Next(ref seed);
        _c = Next(ref seed);
        _d = Next(ref seed);

        static ulong Next(ref ulong state) => Seed.Mix(state += 0x9E3779B97F4A7C15UL);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_a + _d, 23) + _a;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A whole number in [0, <paramref name="exclusiveMax"/>), without modulo bias worth noticing (fixed-point multiplication).</summary>
    public int NextInt(int exclusiveMax) => (int)(((NextBits() >> 32) * (ulong)exclusiveMax) >> 32);

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A draw from the standard normal distribution (Box and Muller's method; two draws of the stream each).</summary>
    public double NextGaussian() =>
        Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Shuffles <paramref name="values"/> in place (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }
}

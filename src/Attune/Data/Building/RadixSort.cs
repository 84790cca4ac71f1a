using System.Runtime.CompilerServices;

namespace Attune;

/// <summary>Sorts numbers that are not negative by their upper bits, byte by byte: several times faster than comparing, and stable.</summary>
static class RadixSort
{
    // Below this many numbers comparing is faster than counting.
    const int Fewest = 64;

    /// <summary>
    /// Sorts by the bits from <paramref name="low"/> (included) to <paramref name="high"/> (not included); all above are 0, and those below ascend with position.
    /// Gives the one of the two spans in which the result lies.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Span<long> Sort(Span<long> keys, Span<long> scratch, int low, int high)
    {
        if (keys.Length < Fewest || high - low > 48)
        {
            keys.Sort();
            return keys;
        }
        Span<int> next = stackalloc int[256];
        var to = scratch[..keys.Length];
        for (; low < high; low += 8)
        {
            next.Clear();
            foreach (var key in keys) next[(byte)(key >> low)]++;
            var at = 0;
            foreach (ref var place in next) (place, at) = (at, at + place);
            foreach (var key in keys) to[next[(byte)(key >> low)]++] = key;
            var sorted = to;
            to = keys;
            keys = sorted;
        }
        return keys;
    }
}

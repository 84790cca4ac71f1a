namespace Attune.Studies;

/// <summary>
/// The permutation that numpy's <c>RandomState(seed).permutation(n)</c> gives, and pandas' <c>sample(frac=1, random_state=seed)</c>: Matsumoto and Nishimura's MT19937 (ACM TOMACS 1998), numbers below a bound by
/// masking and rejection, Fisher and Yates's shuffle from the end. For parts that others have drawn; everything of our own draws from <see cref="Numerics.Seed"/>.
/// </summary>
static class NumpyShuffle
{
    const int Size = 624, Shift = 397;

    /// <summary>0 … n − 1 in the order drawn.</summary>
    internal static int[] Permutation(int n, uint seed)
    {
        var (state, at) = (Seeded(seed), Size);
        int[] order = [.. Enumerable.Range(0, n)];
        for (var i = n - 1; i > 0; i--)
        {
            var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount((uint)i);
            uint j;
            do j = Next(state, ref at) & mask;
            while (j > i);
            (order[i], order[(int)j]) = (order[(int)j], order[i]);
        }
        return order;
    }

    static uint[] Seeded(uint seed)
    {
        var state = new uint[Size];
        state[0] = seed;
        for (var i = 1u; i < Size; i++) state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >> 30)) + i;
        return state;
    }

    static uint Next(uint[] state, ref int at)
    {
        if (at == Size)
        {
            for (var i = 0; i < Size; i++)
            {
                var y = (state[i] & 0x80000000) | (state[(i + 1) % Size] & 0x7fffffff);
                state[i] = state[(i + Shift) % Size] ^ (y >> 1) ^ ((y & 1) * 0x9908b0df);
            }
            at = 0;
        }
        var x = state[at++];
        x ^= x >> 11;
        x ^= (x << 7) & 0x9d2c5680;
        x ^= (x << 15) & 0xefc60000;
        return x ^ (x >> 18);
    }
}

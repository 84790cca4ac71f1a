using System.Text;

namespace Attune.Numerics;

/// <summary>
/// Randomness as configuration: a 64-bit seed from which independent seeds are derived by key (a user, an epoch, a purpose), so that
/// results depend neither on thread count nor on the order of requests.
/// </summary>
/// <param name="Value">Any 64-bit number.</param>
public readonly record struct Seed(ulong Value)
{
    /// <summary>The seed of an options record (<c>Seed = 42</c>).</summary>
    public static implicit operator Seed(int value) => new((ulong)(uint)value);

    /// <summary>A seed of its own for the numbered part <paramref name="key"/> of the work (a user, an epoch).</summary>
    public Seed Derive(long key) => new(Mix(Value ^ Mix((ulong)key + 0x9E3779B97F4A7C15UL)));

    /// <summary>A seed of its own for the named part <paramref name="key"/> of the work (FNV-1a over UTF-8).</summary>
    public Seed Derive(string key)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes(key)) hash = (hash ^ b) * 1099511628211UL;
        return Derive((long)hash);
    }

    /// <summary>A stream of random numbers that starts at this seed.</summary>
    public RandomStream Stream() => new(Value);

    // The finaliser of SplitMix64 (Steele, Lea and Flood 2014): every input bit reaches every output bit.
    internal static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}

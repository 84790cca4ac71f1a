using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// Draws items with probability in proportion to popularity^α (α = 0.75 as in word2vec, 1 as they occur, 0 uniformly), in constant time by the alias method
/// (Walker 1977; Vose 1991).
/// </summary>
sealed class PopularityNegatives : NegativeSampler
{
    const float Rare = -30;

    readonly float[] _accept, _logQ;
    readonly int[] _alias;

    /// <summary>Works out the probabilities.</summary>
    /// <param name="seed">The seed of the training.</param>
    /// <param name="counts">How often each item occurs in the training data, in the order of the catalog. One that never occurs is never drawn, unless α is 0.</param>
    /// <param name="alpha">The power, from 0.</param>
    internal PopularityNegatives(Seed seed, ReadOnlySpan<long> counts, double alpha) : base(seed, counts.Length)
    {
        var shares = Shares(counts, alpha);
        (_accept, _alias, _logQ) = (new float[shares.Length], new int[shares.Length], Logarithms(shares));
        foreach (ref var share in shares.AsSpan()) share *= shares.Length;
        MakeAliases(shares);
    }

    /// <summary>The probability of each item.</summary>
    internal static double[] Shares(ReadOnlySpan<long> counts, double alpha)
    {
        var shares = new double[counts.Length];
        for (var i = 0; i < shares.Length; i++) shares[i] = counts[i] > 0 || alpha == 0 ? Math.Pow(counts[i], alpha) : 0;
        var sum = shares.Sum();
        if (!(sum > 0)) throw new ArgumentException("No item occurs in the training data, so none can be drawn as a negative.", nameof(counts));
        foreach (ref var share in shares.AsSpan()) share /= sum;
        return shares;
    }

    /// <summary>The logarithms of probabilities, by rows of the table; an item that is never drawn, and padding, have a number that does no harm.</summary>
    internal static float[] Logarithms(double[] shares) => [Rare, .. shares.Select(q => q > 0 ? (float)Math.Log(q) : Rare)];

    /// <inheritdoc/>
    protected override float[] LogQ => _logQ;

    /// <inheritdoc/>
    protected override long Next(ref RandomStream stream)
    {
        var column = stream.NextInt(_alias.Length);
        return 1 + (stream.NextDouble() < _accept[column] ? column : _alias[column]);
    }

    // Every column holds one item's share up to its level and another's above it; together they are as likely as the column.
    void MakeAliases(double[] weights)
    {
        var (small, large) = (new Stack<int>(), new Stack<int>());
        for (var i = 0; i < weights.Length; i++) (weights[i] < 1 ? small : large).Push(i);
        while (small.TryPop(out var low))
        {
            // Only rounding leaves a small one without a large one: it is 1 but for that.
            if (!large.TryPop(out var high))
            {
                (_accept[low], _alias[low]) = (1, low);
                continue;
            }
            (_accept[low], _alias[low]) = ((float)weights[low], high);
            weights[high] -= 1 - weights[low];
            (weights[high] < 1 ? small : large).Push(high);
        }
        foreach (var rest in large) (_accept[rest], _alias[rest]) = (1, rest);
    }
}

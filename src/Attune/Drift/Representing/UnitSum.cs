namespace Attune;

/// <summary>The sum of some unit vectors, from which means of cosines over all pairs follow without a loop over pairs. A vector of zeros has the cosine 0 with everything, itself included.</summary>
/// <param name="Sum">The sum.</param>
/// <param name="Count">How many vectors, those of zeros included.</param>
/// <param name="Nonzero">How many of them are of length 1.</param>
readonly record struct UnitSum(double[] Sum, int Count, int Nonzero)
{
    /// <summary>The mean cosine of two different vectors: (|Σ u|² − k) ⁄ (k (k − 1)); NaN for fewer than two.</summary>
    internal double MeanCosine => Count < 2 ? double.NaN : (Square(Sum) - Nonzero) / ((double)Count * (Count - 1));

    /// <summary>The mean of all pairs of the cosine, each with itself included: |Σ u ⁄ k|².</summary>
    internal double MeanKernel => Square(Sum) / ((double)Count * Count);

    /// <summary>MMD² with the cosine as kernel, mean k(p, p′) + mean k(q, q′) − 2 mean k(p, q) over all pairs: the squared distance of the means. Never below 0.</summary>
    internal static double Biased(UnitSum p, UnitSum q)
    {
        var sum = 0.0;
        for (var i = 0; i < p.Sum.Length; i++)
        {
            var difference = p.Sum[i] / p.Count - q.Sum[i] / q.Count;
            sum += difference * difference;
        }
        return sum;
    }

    /// <summary>The same over pairs of different vectors, whose mean over samples is the MMD² of what they are drawn from: it may be below 0.</summary>
    internal static double Unbiased(UnitSum p, UnitSum q)
    {
        var cross = 0.0;
        for (var i = 0; i < p.Sum.Length; i++) cross += p.Sum[i] * q.Sum[i];
        return p.MeanCosine + q.MeanCosine - 2 * cross / ((double)p.Count * q.Count);
    }

    internal static double Square(ReadOnlySpan<double> vector)
    {
        var sum = 0.0;
        foreach (var v in vector) sum += v * v;
        return sum;
    }
}

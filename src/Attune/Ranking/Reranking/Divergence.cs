namespace Attune;

/// <summary>How far one distribution is from another, in bits.</summary>
static class Divergence
{
    /// <summary>The share of p that is mixed into q, so that a label which a list lacks costs much instead of infinitely much (Steck 2018).</summary>
    internal const double Mixed = 0.01;

    /// <summary>Kullback and Leibler's: Σ p·log2(p / ((1 − 0.01)·q + 0.01·p)), at most log2(100) = 6.64.</summary>
    internal static double Kl(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
            if (p[i] > 0) sum += p[i] * Math.Log2(p[i] / ((1 - Mixed) * q[i] + Mixed * p[i]));
        return Math.Max(0, sum);
    }

    /// <summary>Jensen and Shannon's: the mean of Σ p·log2(p / m) and Σ q·log2(q / m) with m = (p + q) / 2; from 0 to 1.</summary>
    internal static double Js(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
        {
            var middle = (p[i] + q[i]) / 2;
            if (p[i] > 0) sum += p[i] * Math.Log2(p[i] / middle) / 2;
            if (q[i] > 0) sum += q[i] * Math.Log2(q[i] / middle) / 2;
        }
        return Math.Clamp(sum, 0, 1);
    }
}

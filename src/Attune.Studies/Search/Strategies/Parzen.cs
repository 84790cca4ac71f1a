using Attune.Numerics;

namespace Attune.Studies;

/// <summary>
/// A density on [0, 1] from points: the mean of normal distributions at each point and of a wide one at the centre (the prior), each cut off at 0 and 1.
/// A width is the greater of the gaps to the neighbours (the prior is one), at least 1/min(100, points + 2), at most 1: narrow where points are dense.
/// Bergstra, Bardenet, Bengio and Kégl, "Algorithms for Hyper-Parameter Optimization", NIPS 2011; the bounds of the widths are those of hyperopt.
/// </summary>
sealed class Parzen
{
    const double PriorMean = 0.5, PriorWidth = 1;
    readonly double[] _means, _widths, _masses;

    internal Parzen(IEnumerable<double> points)
    {
        var sorted = points.Select(p => (Mean: p, IsPrior: false)).Append((Mean: PriorMean, IsPrior: true)).OrderBy(p => p.Mean).ToArray();
        _means = [.. sorted.Select(p => p.Mean)];
        _widths = [.. sorted.Select((p, i) => p.IsPrior ? PriorWidth : Width(i))];
        _masses = [.. _means.Select((m, i) => Phi((1 - m) / _widths[i]) - Phi(-m / _widths[i]))];
    }

    /// <summary>ln of the density at a point of [0, 1].</summary>
    internal double LogDensity(double x)
    {
        var sum = 0.0;
        for (var i = 0; i < _means.Length; i++)
        {
            var z = (x - _means[i]) / _widths[i];
            sum += Math.Exp(-z * z / 2) / (_widths[i] * _masses[i]);
        }
        return Math.Log(sum / (_means.Length * Math.Sqrt(2 * Math.PI)));
    }

    /// <summary>A draw; what falls outside [0, 1] is drawn again, which the cut-off normal distributions amount to.</summary>
    internal double Draw(ref RandomStream stream)
    {
        var i = stream.NextInt(_means.Length);
        while (true)
            if (_means[i] + _widths[i] * stream.NextGaussian() is >= 0 and <= 1 and var x) return x;
    }

    double Width(int i)
    {
        var gap = Math.Max(i > 0 ? _means[i] - _means[i - 1] : 0, i < _means.Length - 1 ? _means[i + 1] - _means[i] : 0);
        return Math.Clamp(gap, PriorWidth / Math.Min(100, 1 + _means.Length), PriorWidth);
    }

    // The normal distribution function: Φ(z) = ½ + φ(z)·(z + z³/3 + z⁵/(3·5) + …) (Marsaglia 2004), to the last digits.
    static double Phi(double z)
    {
        if (Math.Abs(z) > 8) return z > 0 ? 1 : 0;
        var (sum, last, term) = (z, 0.0, z);
        for (var k = 3; sum != last; k += 2)
        {
            last = sum;
            term *= z * z / k;
            sum += term;
        }
        return 0.5 + sum * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
    }
}

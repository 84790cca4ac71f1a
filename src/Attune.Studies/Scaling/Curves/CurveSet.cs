namespace Attune.Studies;

/// <summary>What many curves say together: where their normalised points gather, how steep their ends are, and how often the whole data is the best. Immutable.</summary>
/// <param name="Curves">Those that have two sizes and are not constant; the others say nothing.</param>
sealed record CurveSet(IReadOnlyList<LearningCurve> Curves)
{
    internal static CurveSet Of(IEnumerable<LearningCurve> curves) => new([.. curves.Where(c => c.Speaks)]);

    internal IEnumerable<ScalePoint> Normalized => Curves.SelectMany(c => c.Normalized);

    /// <summary>The ends of the curves that are long enough, ascending.</summary>
    internal double[] LateSlopes => [.. Curves.Select(c => c.LateSlope).Where(double.IsFinite).Order()];

    internal int BestAtLargest => Curves.Count(c => c.IsBestAtLargest);

    /// <summary>The share of curves whose largest part would be the best if sizes did not matter: the mean of one over the number of points.</summary>
    internal double Chance => Curves.Count == 0 ? double.NaN : Curves.Average(c => 1.0 / c.Points.Count);

    /// <summary>Of the normalised points near x those that are near y, too.</summary>
    /// <param name="x">The middle across.</param>
    /// <param name="y">The middle upwards.</param>
    /// <param name="epsilon">How far "near" reaches.</param>
    internal (int Inside, int Near) Concentration(double x, double y, double epsilon)
    {
        ScalePoint[] near = [.. Normalized.Where(p => Math.Abs(p.Size - x) <= epsilon)];
        return (near.Count(p => Math.Abs(p.Value - y) <= epsilon), near.Length);
    }

    /// <summary>The lower quartile, the median and the upper one, by the inclusive method: linear between the places 0 and n − 1. NaN of no values.</summary>
    internal static (double Lower, double Median, double Upper) Quartiles(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) return (double.NaN, double.NaN, double.NaN);
        return (At(0.25), At(0.5), At(0.75));

        double At(double share)
        {
            var place = share * (sorted.Length - 1);
            var below = (int)place;
            return sorted[below] + (place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]);
        }
    }
}

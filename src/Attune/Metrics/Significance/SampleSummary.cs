namespace Attune;

/// <summary>All that tests of means need to know of a sample.</summary>
/// <param name="Count">How many values.</param>
/// <param name="Mean">Their mean; NaN of none.</param>
/// <param name="Deviation">Their standard deviation, with n − 1; NaN of fewer than two.</param>
readonly record struct SampleSummary(int Count, double Mean, double Deviation)
{
    /// <summary>The variance, with n − 1.</summary>
    internal double Variance => Deviation * Deviation;

    /// <summary>The standard error of the mean: s/√n.</summary>
    internal double Error => Deviation / Math.Sqrt(Count);

    /// <summary>The summary of values; NaNs are left out.</summary>
    internal static SampleSummary Of(IEnumerable<double> values)
    {
        double[] defined = [.. values.Where(v => !double.IsNaN(v))];
        if (defined.Length == 0) return new(0, double.NaN, double.NaN);
        var mean = defined.Average();
        // Equal values differ from their mean by rounding alone, which is no spread.
        if (defined.AsSpan().IndexOfAnyExcept(defined[0]) < 0) return new(defined.Length, defined[0], defined.Length < 2 ? double.NaN : 0);
        return new(defined.Length, mean, Math.Sqrt(defined.Sum(v => (v - mean) * (v - mean)) / (defined.Length - 1)));
    }

    /// <summary>The half width of the mean's interval by Student's t; NaN of fewer than two values.</summary>
    /// <param name="confidence">Between 0 and 1.</param>
    internal double HalfWidth(double confidence = 0.95) => Count < 2 ? double.NaN : Deviation == 0 ? 0 : StudentT.Critical(1 - confidence, Count - 1) * Error;
}

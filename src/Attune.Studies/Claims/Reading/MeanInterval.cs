namespace Attune.Studies;

/// <summary>A mean and its 95 % interval by Student's t: mean ± t(0.975; n − 1)·s/√n.</summary>
/// <param name="Mean">The mean; NaN of no values.</param>
/// <param name="Low">The lower end; NaN of fewer than two values.</param>
/// <param name="High">The upper end; NaN of fewer than two values.</param>
/// <param name="N">How many values.</param>
readonly record struct MeanInterval(double Mean, double Low, double High, int N)
{
    internal const double Confidence = 0.95;

    internal static MeanInterval Of(IReadOnlyList<double> values)
    {
        var n = values.Count;
        if (n == 0) return new(double.NaN, double.NaN, double.NaN, 0);
        var mean = values.Average();
        if (n == 1) return new(mean, double.NaN, double.NaN, 1);
        var error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (n - 1) / n);
        var half = StudentT.Critical(1 - Confidence, n - 1) * error;
        return new(mean, mean - half, mean + half, n);
    }
}

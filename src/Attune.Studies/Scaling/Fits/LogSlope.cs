using Attune.Numerics;

namespace Attune.Studies;

/// <summary>
/// How much a curve rises for each doubling of the data: y against log₂ x, by least squares, and robustly as the median of the slopes of all pairs of points (Theil 1950; Sen, JASA 1968) with a
/// percentile interval over resampled points.
/// </summary>
/// <param name="LeastSquares">By least squares; NaN of fewer than two sizes.</param>
/// <param name="TheilSen">The median of the pairs' slopes; NaN of fewer than two sizes.</param>
/// <param name="Low">Lower end of its 95 % interval; NaN of fewer than three points.</param>
/// <param name="High">Upper end of its 95 % interval; NaN of fewer than three points.</param>
readonly record struct LogSlope(double LeastSquares, double TheilSen, double Low, double High)
{
    const int Samples = 1000;

    internal static LogSlope Of(IReadOnlyList<ScalePoint> points, int seed = 42)
    {
        (double X, double Y)[] all = [.. points.Select(p => (Math.Log2(p.Size), p.Value))];
        if (all.Length < 2) return new(double.NaN, double.NaN, double.NaN, double.NaN);
        var (low, high) = all.Length < 3 ? (double.NaN, double.NaN) : Interval(all, seed);
        return new(Line.Of(all).Slope, MedianSlope(all), low, high);
    }

    // A resample of one size alone has no slope and is drawn again.
    static (double Low, double High) Interval((double X, double Y)[] all, Seed seed)
    {
        var drawn = new double[Samples];
        for (var b = 0; b < Samples; b++)
        {
            var random = seed.Derive(b).Stream();
            double slope;
            do
            {
                var sample = new (double X, double Y)[all.Length];
                for (var i = 0; i < sample.Length; i++) sample[i] = all[random.NextInt(all.Length)];
                slope = MedianSlope(sample);
            }
            while (double.IsNaN(slope));
            drawn[b] = slope;
        }
        return Bootstrap.Percentiles(drawn, MeanInterval.Confidence);
    }

    static double MedianSlope((double X, double Y)[] points)
    {
        var slopes = new List<double>();
        for (var i = 0; i < points.Length; i++)
            for (var j = 0; j < i; j++)
                if (points[i].X != points[j].X) slopes.Add((points[i].Y - points[j].Y) / (points[i].X - points[j].X));
        return CurveSet.Quartiles(slopes).Median;
    }
}

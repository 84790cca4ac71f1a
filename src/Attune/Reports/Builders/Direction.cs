namespace Attune;

/// <summary>Which end of a metric is the good one, by the metric's name.</summary>
static class Direction
{
    /// <summary>True: more is better; false: less is; null: neither, or the metric is not one of ours.</summary>
    public static bool? Of(string metric)
    {
        try
        {
            return MetricName.Parse(metric).HigherIsBetter;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The best of these values, or NaN where there is none or no end is good.</summary>
    public static double Best(string metric, IEnumerable<double> values)
    {
        var defined = values.Where(double.IsFinite).ToArray();
        return defined.Length == 0 ? double.NaN : Of(metric) switch { true => defined.Max(), false => defined.Min(), null => double.NaN };
    }
}

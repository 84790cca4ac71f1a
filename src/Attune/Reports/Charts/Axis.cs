using System.Globalization;

namespace Attune;

/// <summary>The scale of a chart: evenly spaced ticks at 1, 2 or 5 × 10^n.</summary>
sealed record Axis(double Low, double High, double Step, IReadOnlyList<double> Ticks)
{
    /// <summary>The scale whose first and last tick enclose both ends, in at most about <paramref name="parts"/> parts. Equal ends are widened to zero.</summary>
    public static Axis Cover(double low, double high, int parts = 5)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high)) (low, high) = (0, 1);
        (low, high) = (Math.Clamp(low, -1e300, 1e300), Math.Clamp(high, -1e300, 1e300));
        if (low > high) (low, high) = (high, low);
        var size = Math.Max(Math.Abs(low), Math.Abs(high));
        if (size < 1e-290) (low, high) = (0, 1);
        else if (high / size - low / size < 1e-9) (low, high) = low > 0 ? (0d, high) : (low, 0d);
        var (step, decimals) = NiceStep(high / parts - low / parts);
        var (first, last) = (Math.Floor(low / step + 1e-9), Math.Ceiling(high / step - 1e-9));
        double[] ticks = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => Exact((first + i) * step, decimals))];
        return new Axis(ticks[0], ticks[^1], step, ticks);
    }

    /// <summary>Where a value lies between the ends, from 0 to 1.</summary>
    public double Part(double value) => Math.Clamp(value / 2 / (High / 2 - Low / 2) - Low / 2 / (High / 2 - Low / 2), 0, 1);

    /// <summary>The short label of a tick: no more decimals than the step needs, thousands as k, M, G.</summary>
    public string Label(double tick, ValueFormat format)
    {
        if (format == ValueFormat.Share) return Decimals(tick * 100, Step * 100) + " %";
        var largest = Math.Max(Math.Abs(Low), Math.Abs(High));
        if (largest >= 1e15 || largest < 1e-6) return tick == 0 ? "0" : tick.ToString("0.#e+0", CultureInfo.InvariantCulture);
        var (unit, name) = largest switch { >= 1e12 => (1e12, "T"), >= 1e9 => (1e9, "G"), >= 1e6 => (1e6, "M"), >= 1e4 => (1e3, "k"), _ => (1d, "") };
        var suffix = format switch { ValueFormat.Seconds => " s", ValueFormat.Milliseconds => " ms", _ => "" };
        return (tick == 0 ? "0" : Decimals(tick / unit, Step / unit) + name) + suffix;
    }

    static string Decimals(double value, double step) =>
        value.ToString("F" + Math.Clamp((int)-Math.Floor(Math.Log10(step) + 1e-9), 0, 9), CultureInfo.InvariantCulture);

    static (double Step, int Decimals) NiceStep(double raw)
    {
        var exponent = (int)Math.Floor(Math.Log10(raw));
        var power = Math.Pow(10, exponent);
        var factor = raw <= power * 1.000001 ? 1 : raw <= 2.000001 * power ? 2 : raw <= 5.000001 * power ? 5 : 10;
        return (factor * power, -exponent);
    }

    // 3 × 0.1 is not 0.3; rounding to the decimals of the step makes it so.
    static double Exact(double value, int decimals) => decimals is > 0 and <= 15 ? Math.Round(value, decimals) : value;
}

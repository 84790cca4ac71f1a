using System.Globalization;

namespace Attune;

/// <summary>Numbers as people read them; the same everywhere, whatever the machine's culture.</summary>
static class Numbers
{
    /// <summary>What stands where there is no number.</summary>
    public const string None = "–";

    /// <summary>A cell in words. Thousands are separated where <paramref name="grouped"/>.</summary>
    public static string Of(Cell cell, ValueFormat format, bool grouped = true)
    {
        if (cell.Text is not null) return cell.Text;
        var bounds = cell.HasBounds ? $"{Of(cell.Low, format, grouped)} – {Of(cell.High, format, grouped)}" : None;
        if (cell.IsInterval) return bounds;
        return cell.HasBounds ? $"{Of(cell.Value, format, grouped)} [{bounds}]" : Of(cell.Value, format, grouped);
    }

    /// <summary>A number in words.</summary>
    public static string Of(double value, ValueFormat format, bool grouped = true)
    {
        if (double.IsNaN(value)) return None;
        if (double.IsInfinity(value)) return value > 0 ? "∞" : "-∞";
        return format switch
        {
            ValueFormat.Count => Fixed(value, 0, grouped),
            ValueFormat.Metric => Metric(value, grouped),
            ValueFormat.Difference => (value > 0 ? "+" : "") + Metric(value, grouped),
            ValueFormat.Seconds => Time(value, grouped) + " s",
            ValueFormat.Milliseconds => Time(value, grouped) + " ms",
            ValueFormat.Share => Significant(value * 100, 3, grouped) + " %",
            ValueFormat.Probability => value is >= 0 and < 0.001 ? "<0.001" : Fixed(value, 3, grouped),
            _ => value == Math.Round(value) ? Fixed(value, 0, grouped) : Significant(value, 4, grouped),
        };
    }

    static string Metric(double value, bool grouped) => Math.Abs(value) < 1000 ? Fixed(value, 4, grouped) : Fixed(value, 2, grouped);

    static string Time(double value, bool grouped) => Math.Abs(value) < 10 ? Significant(value, 2, grouped) : Fixed(value, 0, grouped);

    // Plain decimals, trailing zeros kept off; only what is too small or too large for them goes by powers of ten.
    static string Significant(double value, int digits, bool grouped)
    {
        if (value == 0) return "0";
        var magnitude = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        if (magnitude < -5) return value.ToString("0.##e+0", CultureInfo.InvariantCulture);
        var text = Fixed(value, Math.Clamp(digits - 1 - magnitude, 0, 8), grouped);
        return text.Contains('.', StringComparison.Ordinal) && !text.Contains('e', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
    }

    static string Fixed(double value, int decimals, bool grouped)
    {
        if (Math.Abs(value) >= 1e15) return value.ToString("0.###e+0", CultureInfo.InvariantCulture);
        var rounded = Math.Round(value, decimals);
        return (rounded == 0 ? 0 : rounded).ToString((grouped ? "N" : "F") + decimals, CultureInfo.InvariantCulture);
    }
}

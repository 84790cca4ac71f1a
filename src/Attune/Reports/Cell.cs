namespace Attune;

/// <summary>
/// One typed entry of a table: words, a number (NaN where undefined), an interval, or a number with its interval. Words and numbers convert by
/// themselves: <c>Cell c = "ease"; Cell d = 0.31;</c>
/// </summary>
public sealed record Cell
{
    Cell() { }

    /// <summary>The words, or null where the cell is a number.</summary>
    public string? Text { get; private init; }

    /// <summary>The number; NaN where it is undefined or the cell holds words or bounds only.</summary>
    public double Value { get; private init; } = double.NaN;

    /// <summary>Lower end of the interval; NaN where there is none.</summary>
    public double Low { get; private init; } = double.NaN;

    /// <summary>Upper end of the interval; NaN where there is none.</summary>
    public double High { get; private init; } = double.NaN;

    /// <summary>Whether the cell stands out, as the best of its column does.</summary>
    public bool Strong { get; init; }

    /// <summary>Whether the cell is bounds without a value.</summary>
    public bool IsInterval { get; private init; }

    /// <summary>An interval from low to high.</summary>
    public static Cell Interval(double low, double high) => new() { Low = low, High = high, IsInterval = true };

    /// <summary>A value with its interval.</summary>
    public static Cell Estimate(double value, double low, double high) => new() { Value = value, Low = low, High = high };

    /// <summary>Words.</summary>
    public static implicit operator Cell(string text) => new() { Text = text };

    /// <summary>A number.</summary>
    public static implicit operator Cell(double value) => new() { Value = value };

    /// <summary>Whether both bounds are numbers.</summary>
    internal bool HasBounds => double.IsFinite(Low) && double.IsFinite(High);
}

namespace Attune;

/// <summary>What a number of a report is, and so how people see it. JSON always holds the bare number.</summary>
public enum ValueFormat
{
    /// <summary>Words; a number that comes along is shown as <see cref="Number"/>.</summary>
    Text,

    /// <summary>A whole number; with thousands separators in text and HTML.</summary>
    Count,

    /// <summary>Any number; four significant digits.</summary>
    Number,

    /// <summary>A metric's value; four decimals.</summary>
    Metric,

    /// <summary>The difference of two metric values; four decimals and always a sign.</summary>
    Difference,

    /// <summary>Seconds; two significant digits below 10: 0.43 s.</summary>
    Seconds,

    /// <summary>Milliseconds; two significant digits below 10.</summary>
    Milliseconds,

    /// <summary>A share from 0 to 1, shown in percent.</summary>
    Share,

    /// <summary>A probability (p-value); three decimals, "&lt;0.001" below.</summary>
    Probability,
}

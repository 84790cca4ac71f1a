namespace Attune;

/// <summary>
/// The part of an option's range that is worth searching: what tuning tries unless told otherwise. Options without it stay at their default;
/// enumerations and switches that bear it are searched over all their values.
/// </summary>
/// <param name="low">The least value tried.</param>
/// <param name="high">The greatest value tried.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SearchAttribute(double low = double.NaN, double high = double.NaN) : Attribute
{
    /// <summary>The least value tried; NaN for enumerations and switches.</summary>
    public double Low => low;

    /// <summary>The greatest value tried; NaN for enumerations and switches.</summary>
    public double High => high;

    /// <summary>Whether values are tried on a logarithmic scale. Default false.</summary>
    public bool Log { get; init; }

    /// <summary>How far apart the whole numbers are that are tried, from the least on: 8 where others would be refused. Default 1; real numbers have no steps.</summary>
    public int Step { get; init; } = 1;
}

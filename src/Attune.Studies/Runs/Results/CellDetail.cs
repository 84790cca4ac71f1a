namespace Attune.Studies;

/// <summary>What was measured of a part of a cell: of a group of users, or of a stretch of time. Count, mean and deviation are all that tests between parts need.</summary>
/// <param name="Part">The part's name, without ':' and ';'.</param>
/// <param name="Measure">What was measured, without ':' and ';'.</param>
/// <param name="Count">How many values, as users.</param>
/// <param name="Mean">Their mean; NaN of none.</param>
/// <param name="Deviation">Their sample standard deviation (n − 1); NaN of fewer than two, and where it has none.</param>
public sealed record CellDetail(string Part, string Measure, int Count, double Mean, double Deviation)
{
    /// <summary>The part's name.</summary>
    public string Part { get; } = Named(Part);

    /// <summary>What was measured.</summary>
    public string Measure { get; } = Named(Measure);

    /// <summary>The detail of some values; what is NaN among them is left out, and not counted.</summary>
    internal static CellDetail Of(string part, string measure, IEnumerable<double> values)
    {
        double[] known = [.. values.Where(v => !double.IsNaN(v))];
        if (known.Length == 0) return new(part, measure, 0, double.NaN, double.NaN);
        var mean = known.Average();
        return new(part, measure, known.Length, mean, known.Length < 2 ? double.NaN : Math.Sqrt(known.Sum(v => (v - mean) * (v - mean)) / (known.Length - 1)));
    }

    /// <summary>One number that is no mean of several.</summary>
    internal static CellDetail One(string part, string measure, double value) => new(part, measure, 1, value, double.NaN);

    static string Named(string name) => name.Length > 0 && !name.AsSpan().ContainsAny(":;\r\n") ? name : throw new ArgumentException($"'{name}' cannot name a detail of a result: it must not be empty or hold ':', ';' or a line break.");
}

namespace Attune;

/// <summary>
/// R-precision: precision at R places, where R is the user's number of relevant items. Range 0 to 1; undefined without relevant items.
/// </summary>
public sealed record RPrecision : IListMetric
{
    /// <inheritdoc/>
    public string Name => "r-precision";

    /// <inheritdoc/>
    public int Depth => int.MaxValue;

    /// <inheritdoc/>
    public double Measure(in RankedUser user) =>
        user.Relevant.Length == 0 ? double.NaN : user.Hits(user.Relevant.Length) / (double)user.Relevant.Length;
}

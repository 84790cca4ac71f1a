namespace Attune;

/// <summary>
/// Personalisation: 1 − the cosine of two users' lists as sets, over all pairs of users: 1 − Σ common items / Σ √(length · length). Where all
/// lists have one length n, that is 1 − the mean share of items that two lists have in common; shorter lists count by their length, empty ones
/// not at all. Computed from how often each item is shown, not pair by pair. Range 0 (one list for everybody) to 1 (no item in two lists); undefined
/// for fewer than two lists.
/// </summary>
/// <param name="K">Where lists are cut, from 1.</param>
public sealed record Personalization(int K) : ICatalogMetric
{
    /// <summary>Personalisation of the first <paramref name="k"/> places.</summary>
    public static Personalization At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of("personalization", K);

    /// <inheritdoc/>
    public int Depth => K;

    /// <inheritdoc/>
    public double Measure(ReadOnlySpan<int> shown, ReadOnlySpan<int> lengths)
    {
        var common = 0.0;
        foreach (var lists in shown) common += lists * (lists - 1.0);
        var (roots, places, filled) = (0.0, 0.0, 0L);
        for (var n = 1; n < lengths.Length; n++)
        {
            roots += lengths[n] * Math.Sqrt(n);
            places += (double)lengths[n] * n;
            filled += lengths[n];
        }
        return filled < 2 ? double.NaN : Math.Clamp(1 - common / (roots * roots - places), 0, 1);
    }
}

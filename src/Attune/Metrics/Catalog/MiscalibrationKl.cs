namespace Attune;

/// <summary>
/// Miscalibration: how far the labels of the first k places are from those of the history: Σ p·log2(p / ((1 − 0.01)·q + 0.01·p)), in bits, where p and
/// q are the shares of the labels in history and list, every item counting 1 divided among its labels. The labels are those of a feature or,
/// without one, three groups of popularity: the items that take the first 20 % of the interactions, the middle 60 %, the last 20 %. From 0 (the
/// same shares) to 6.64; smaller counts as better. Undefined where history or list has no labels. Steck, "Calibrated recommendations", RecSys 2018
/// (there in nats).
/// </summary>
/// <param name="K">Where the list is cut, from 1.</param>
/// <param name="Feature">The item feature whose labels are counted; null for groups of popularity.</param>
public sealed record MiscalibrationKl(int K, string? Feature = null) : IListMetric
{
    /// <summary>Miscalibration of the first <paramref name="k"/> places.</summary>
    public static MiscalibrationKl At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of("miscalibration-kl", K, Feature);

    /// <inheritdoc/>
    public bool? HigherIsBetter => false;

    /// <inheritdoc/>
    public int Depth => K;

    /// <inheritdoc/>
    public double Measure(in RankedUser user) => Of(user, K, Feature, Divergence.Kl);

    internal static double Of(in RankedUser user, int k, string? feature, Func<ReadOnlySpan<double>, ReadOnlySpan<double>, double> divergence)
    {
        if (user.Facts?.Labels(feature) is not { } labels) return double.NaN;
        var (history, list) = (labels.Shares(user.History), labels.Shares(user.Top(k)));
        return history.Any(p => p > 0) && list.Any(q => q > 0) ? divergence(history, list) : double.NaN;
    }
}

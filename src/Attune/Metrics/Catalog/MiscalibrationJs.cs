namespace Attune;

/// <summary>
/// Miscalibration by the divergence of Jensen and Shannon, which treats both sides alike: the mean of Σ p·log2(p / m) and Σ q·log2(q / m), m = (p +
/// q) / 2, of the same shares as <see cref="MiscalibrationKl"/>. Over the groups of popularity it is the user popularity deviation of Abdollahpouri et al.,
/// UMAP 2021, for each user. Range 0 (the same shares) to 1 (no label in common); smaller counts as better. Undefined where history or list has no
/// labels.
/// </summary>
/// <param name="K">Where the list is cut, from 1.</param>
/// <param name="Feature">The item feature whose labels are counted; null for groups of popularity.</param>
public sealed record MiscalibrationJs(int K, string? Feature = null) : IListMetric
{
    /// <summary>Miscalibration of the first <paramref name="k"/> places.</summary>
    public static MiscalibrationJs At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of("miscalibration-js", K, Feature);

    /// <inheritdoc/>
    public bool? HigherIsBetter => false;

    /// <inheritdoc/>
    public int Depth => K;

    /// <inheritdoc/>
    public double Measure(in RankedUser user) => MiscalibrationKl.Of(user, K, Feature, Divergence.Js);
}

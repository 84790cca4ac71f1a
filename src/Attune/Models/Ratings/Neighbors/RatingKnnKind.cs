namespace Attune;

/// <summary>What <see cref="RatingKnn"/> averages over neighbours.</summary>
public enum RatingKnnKind
{
    /// <summary>The ratings themselves.</summary>
    Basic,

    /// <summary>How far ratings are from the mean of their user (or item).</summary>
    Means,

    /// <summary>The same, in standard deviations of that user (or item).</summary>
    ZScore,

    /// <summary>How far ratings are from the prediction of <see cref="Attune.Baseline"/>.</summary>
    Baseline,
}

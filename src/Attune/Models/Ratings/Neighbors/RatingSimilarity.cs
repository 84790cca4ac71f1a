namespace Attune;

/// <summary>How alike two users (or items) are, by the ratings that they have in common.</summary>
public enum RatingSimilarity
{
    /// <summary>The cosine of the common ratings.</summary>
    Cosine,

    /// <summary>1 / (mean squared difference + 1).</summary>
    Msd,

    /// <summary>The correlation of the common ratings.</summary>
    Pearson,

    /// <summary>The cosine of the common ratings' distances from the predictions of <see cref="Baseline"/>, trusted less where little is in common.</summary>
    PearsonBaseline,
}

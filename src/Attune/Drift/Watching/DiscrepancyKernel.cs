namespace Attune;

/// <summary>How alike two vectors are, for <see cref="MeanDiscrepancy"/>.</summary>
public enum DiscrepancyKernel
{
    /// <summary>The cosine: sees whether means of directions differ. Time grows with the number of vectors.</summary>
    Cosine,

    /// <summary>exp(−|x − y|² ⁄ (2 σ²)), σ being the median distance: sees any difference of distributions. Time and memory grow with the square of the number of vectors.</summary>
    Rbf,
}

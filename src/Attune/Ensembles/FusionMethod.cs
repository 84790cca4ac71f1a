namespace Attune;

/// <summary>How lists of several models become one.</summary>
public enum FusionMethod
{
    /// <summary>Reciprocal rank fusion: Σ 1 / (K + place).</summary>
    ReciprocalRank,

    /// <summary>Borda's count: Σ of how many items a list puts below, as a share of all.</summary>
    Borda,

    /// <summary>CombSUM: Σ of the scores, each model's stretched to 0 … 1.</summary>
    CombSum,

    /// <summary>CombMNZ: CombSUM times the number of models that say more than nothing (a stretched score above 0).</summary>
    CombMnz,
}

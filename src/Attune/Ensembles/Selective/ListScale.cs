namespace Attune;

/// <summary>What a place or a score in one member's list of n items counts for; what is not on the list counts 0.</summary>
public enum ListScale
{
    /// <summary>(score − the list's lowest) / (highest − lowest): 1 down to 0.</summary>
    MinMax,

    /// <summary>(score − the list's lowest) / standard deviation of the list's scores: a z-score moved so that the end of the list is 0, as what is missing.</summary>
    ZScore,

    /// <summary>1 / (K + place): reciprocal rank fusion.</summary>
    ReciprocalRank,

    /// <summary>(n + 1 − place) / n: Borda's count.</summary>
    Borda,
}

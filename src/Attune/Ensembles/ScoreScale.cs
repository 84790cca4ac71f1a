namespace Attune;

/// <summary>How the scores of one model for one query become comparable with those of another. What is known of the user's history does not set the scale.</summary>
public enum ScoreScale
{
    /// <summary>(score − mean) / standard deviation.</summary>
    ZScore,

    /// <summary>(score − min) / (max − min).</summary>
    MinMax,

    /// <summary>1 for the first place down to 0 for the last; equal scores share the mean of their places.</summary>
    Rank,
}

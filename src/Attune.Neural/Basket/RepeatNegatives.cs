namespace Attune.Neural;

/// <summary>Which of the user's own items that were not bought again are learned as such: never others, which would be another task.</summary>
public enum RepeatNegatives
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Those that score highest now.</summary>
    Hard,

    /// <summary>Any, all equally likely.</summary>
    Random,

    /// <summary>Likelier the more often they were bought in the last 28 days.</summary>
    Frequency,

    /// <summary>Likelier the later they were bought.</summary>
    Recency,

    /// <summary>Of 10 four that score highest, three of any, two by frequency and one by recency.</summary>
    Mixed,
}

namespace Attune;

/// <summary>What becomes of several events of one user with one item (and of one kind). The text forms are these words in lower case.</summary>
public enum DuplicatePolicy
{
    /// <summary>All stay: the default. The latest rating counts, other values add up (<see cref="EventWeights"/>).</summary>
    Keep,

    /// <summary>The oldest stays.</summary>
    First,

    /// <summary>The newest stays.</summary>
    Last,

    /// <summary>The newest stays, with the sum of the values; a missing value counts as 1.</summary>
    Sum,

    /// <summary>The newest stays, with the mean of the values that there are.</summary>
    Mean,
}

namespace Attune;

/// <summary>How the weight w of a preference becomes confidence in <see cref="Als"/>.</summary>
public enum AlsConfidence
{
    /// <summary>α·w.</summary>
    Linear,

    /// <summary>α·ln(1 + w/ε): large counts grow less and less.</summary>
    Log,
}

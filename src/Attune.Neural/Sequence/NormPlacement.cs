namespace Attune.Neural;

/// <summary>Where the norms of a transformer's layers stand.</summary>
public enum NormPlacement
{
    /// <summary>Before attention and feed-forward, and once at the end: learns steadily at any depth.</summary>
    Before,

    /// <summary>After each sum, and once at the start: as in the transformer of 2017 and in BERT.</summary>
    After,
}

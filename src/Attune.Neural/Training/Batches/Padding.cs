namespace Attune.Neural;

/// <summary>How far the sequences of a batch are padded: what a step costs, never what is learned from a sequence.</summary>
enum Padding
{
    /// <summary>Sequences of nearly equal length share a batch, padded to the longest of it.</summary>
    Bucketed,

    /// <summary>Sequences share a batch by chance, padded to the longest of it.</summary>
    Longest,

    /// <summary>Sequences share a batch by chance, padded to the length asked for.</summary>
    Full,
}

namespace Attune.Neural;

/// <summary>What models of repurchase make small.</summary>
public enum RepeatLoss
{
    /// <summary>Binary cross-entropy: each item that was bought again is a yes, each that was not a no.</summary>
    Bce,

    /// <summary>What is missing, of each pair of an item that was bought again and one that was not, to a distance of Margin.</summary>
    Ranker,
}

namespace Attune.Neural;

/// <summary>What a score of <see cref="Case"/> is made of.</summary>
public enum CaseScoring
{
    /// <summary>The item's own, among the others of the set: the variant that the paper describes.</summary>
    Intrinsic,

    /// <summary>That, mixed with the product of the item's vector and one vector for the whole set, each item with a learned share.</summary>
    Both,
}

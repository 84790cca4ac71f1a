namespace Attune;

/// <summary>How alike two items are, judged by who has them.</summary>
public enum ItemSimilarity
{
    /// <summary>The cosine of the angle between the items' columns of preferences: 0 (nobody has both) to 1 (the same users, the same strengths).</summary>
    Cosine,
}

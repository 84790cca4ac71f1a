namespace Attune;

/// <summary>How alike two items are, judged by who has them, or two users, judged by what they have.</summary>
public enum PreferenceSimilarity
{
    /// <summary>The cosine of the angle between their preferences: 0 (nothing in common) to 1 (the same, with the same strengths).</summary>
    Cosine,

    /// <summary>The cosine of √strength · (ln N − ln(1 + n)), where n of the N items have the same user (for users: of the N users the same item): what is common says less.</summary>
    TfIdf,

    /// <summary>The inner product of strength · (K1 + 1) / (strength + K1 · (1 − B + B · total / mean total)) · (ln N − ln(1 + n)): no upper end.</summary>
    Bm25,

    /// <summary>What both have as a share of what either has, whatever the strengths: 0 to 1.</summary>
    Jaccard,

    /// <summary>A cosine that leans towards one side: product / (|source|^2α · |target|^2(1−α)), where α = ½ is the cosine (Aiolli, "Efficient top-n recommendation for very large scale binary rated datasets", RecSys 2013).</summary>
    AsymmetricCosine,
}

namespace Attune;

/// <summary>One user's list beside what was held out: all that a list metric may look at.</summary>
public readonly ref struct RankedUser
{
    /// <summary>The items as ranked, best first, down to the depth that the metrics of the run need; none twice.</summary>
    public required ReadOnlySpan<int> Ranked { get; init; }

    /// <summary>The scores of <see cref="Ranked"/>; empty where lists come without scores.</summary>
    public ReadOnlySpan<float> Scores { get; init; }

    /// <summary>The held-out items, ascending; relevant all of them, whether or not the model could have ranked them.</summary>
    public required ReadOnlySpan<int> Relevant { get; init; }

    /// <summary>The grade of each held-out item, positive; 1 where relevance is binary.</summary>
    public required ReadOnlySpan<float> Grades { get; init; }

    /// <summary>
    /// The items that were judged and are not relevant, ascending: held-out ratings below what counts as relevant, grades of 0. Items of which
    /// nobody said anything are not among them. Empty where nothing was judged so.
    /// </summary>
    public ReadOnlySpan<int> NotRelevant { get; init; }

    /// <summary>The items of the history that the list was made for, in any order; empty where none is known.</summary>
    public ReadOnlySpan<int> History { get; init; }

    /// <summary>
    /// How many items the list could have been made of: those of the catalog that were not hidden, and the relevant ones that the catalog lacks;
    /// −1 where lists come from elsewhere and nobody knows.
    /// </summary>
    public int Candidates { get; init; }

    /// <summary>What training knew of the items; null where nobody knows.</summary>
    public ItemFacts? Facts { get; init; }

    /// <summary>The grade of an item: 0 where it was not held out.</summary>
    public float GradeOf(int item)
    {
        var at = Relevant.BinarySearch(item);
        return at < 0 ? 0 : Grades[at];
    }

    /// <summary>Whether an item was held out.</summary>
    public bool IsRelevant(int item) => Relevant.BinarySearch(item) >= 0;

    /// <summary>The list cut at <paramref name="k"/> places.</summary>
    public ReadOnlySpan<int> Top(int k) => Ranked.Length <= k ? Ranked : Ranked[..k];

    /// <summary>How many of the first <paramref name="k"/> places hold relevant items.</summary>
    public int Hits(int k)
    {
        var hits = 0;
        foreach (var item in Top(k))
            if (IsRelevant(item)) hits++;
        return hits;
    }
}

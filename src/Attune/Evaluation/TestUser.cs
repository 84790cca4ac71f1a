namespace Attune;

/// <summary>One user to measure, in the item numbering of the model: items that its catalog lacks follow after the catalog.</summary>
sealed class TestUser
{
    internal required string Id { get; init; }

    internal required Query Query { get; init; }

    /// <summary>Whether training, or a history in the split, knows the user.</summary>
    internal bool Known { get; init; }

    /// <summary>The relevant items, ascending; empty for a user of whom only ratings are measured.</summary>
    internal required int[] Relevant { get; init; }

    internal required float[] Grades { get; init; }

    /// <summary>Items that are left out of the list beside those of the history; null for none.</summary>
    internal HashSet<int>? AlsoSeen { get; init; }

    /// <summary>As <see cref="RankedUser.NotRelevant"/>.</summary>
    internal int[] NotRelevant { get; init; } = [];

    /// <summary>As <see cref="RankedUser.Candidates"/>.</summary>
    internal int Candidates { get; init; }

    /// <summary>The items to rank, ascending; null for the whole catalog.</summary>
    internal int[]? Pool { get; init; }

    /// <summary>The items of held-out ratings, and the ratings.</summary>
    internal int[] Rated { get; init; } = [];

    internal float[] Ratings { get; init; } = [];
}

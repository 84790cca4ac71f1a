namespace Attune;

/// <summary>What happens to items that are already in the user's history.</summary>
public enum Seen
{
    /// <summary>They are left out: something new.</summary>
    Exclude,

    /// <summary>They compete like any other.</summary>
    Include,

    /// <summary>Nothing else is shown: buy again.</summary>
    Only,
}

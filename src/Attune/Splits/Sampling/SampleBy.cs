namespace Attune;

/// <summary>What a sample keeps the shares of.</summary>
enum SampleBy
{
    /// <summary>Of nothing: events are drawn alike.</summary>
    Random,

    /// <summary>Of the users: each gives the same share of its events.</summary>
    User,

    /// <summary>Of the items: each gives the same share of its events.</summary>
    Item,

    /// <summary>Of the items half of the way down, of the users for the rest.</summary>
    Hybrid,
}

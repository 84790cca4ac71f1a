namespace Attune;

/// <summary>Whose neighbours <see cref="RatingKnn"/> asks.</summary>
public enum RatingKnnSide
{
    /// <summary>Users who rate like this user: what did they give the item?</summary>
    User,

    /// <summary>Items that are rated like this item: what did the user give them?</summary>
    Item,
}

namespace Attune;

/// <summary>The well-known kinds of events. A kind is an open word: a shop may use its own ("wishlist") beside these.</summary>
public static class EventKind
{
    /// <summary>An interaction of no stated kind: the default where a file has no kind column and no values.</summary>
    public const string Interaction = "interaction";

    /// <summary>An item was looked at.</summary>
    public const string View = "view";

    /// <summary>An item was put into the cart.</summary>
    public const string Cart = "cart";

    /// <summary>An item was bought; the value is the quantity.</summary>
    public const string Purchase = "purchase";

    /// <summary>An item was given back; the value is the quantity (its sign does not matter). Returns cancel purchases.</summary>
    public const string Return = "return";

    /// <summary>An explicit rating; the value is the rating, and the latest rating of a user for an item counts.</summary>
    public const string Rating = "rating";

    /// <summary>An item was shown, whether or not anything followed. Never a preference by itself.</summary>
    public const string Impression = "impression";

    /// <summary>A judgement of relevance (TREC qrels); the value is the grade, and 0 means not relevant.</summary>
    public const string Judgement = "judgement";
}

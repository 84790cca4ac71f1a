namespace Attune.Serving;

/// <summary>One place of a list.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="Score">The recommender's score; scores of different recommenders cannot be compared.</param>
/// <param name="Reasons">Where it comes from; null unless asked for.</param>
public sealed record RecommendedItem(string Id, double Score, ItemReasons? Reasons = null);

namespace Attune.Serving;

/// <summary>A list, and who made it.</summary>
/// <param name="RequestId">The number of the request; feedback may echo it.</param>
/// <param name="Placement">The placement.</param>
/// <param name="ModelVersion">The version of the active model; null where there is none yet.</param>
/// <param name="Fallback">The recommender that answered in the model's stead, wholly or for the last places; null where the model filled the list.</param>
/// <param name="Items">The items, best first.</param>
public sealed record RecommendationList(string RequestId, string Placement, string? ModelVersion, string? Fallback, IReadOnlyList<RecommendedItem> Items)
{
    /// <summary>The items as an API has written them, kept with the list as long as the list itself is: null where it is not kept.</summary>
    internal ListBytes? Bytes { get; init; }
}

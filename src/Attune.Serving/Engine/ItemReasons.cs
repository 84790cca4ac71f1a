namespace Attune.Serving;

/// <summary>Why an item is listed.</summary>
/// <param name="Recommender">The model or fallback that listed it, as "als" or "popular".</param>
/// <param name="ModelVersion">The model's version; null for a fallback.</param>
/// <param name="Because">The items of the history that speak for it most, strongest first; empty where the recommender cannot say.</param>
public sealed record ItemReasons(string Recommender, string? ModelVersion, IReadOnlyList<ContributingItem> Because);

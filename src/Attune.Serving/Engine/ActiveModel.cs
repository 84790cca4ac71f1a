namespace Attune.Serving;

/// <summary>A model that answers requests, with its version.</summary>
/// <param name="Version">The version.</param>
/// <param name="Model">The fitted model.</param>
sealed record ActiveModel(string Version, IRecommender Model);

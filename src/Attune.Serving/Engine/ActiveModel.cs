namespace Attune.Serving;

/// <summary>A model that answers requests, with its version.</summary>
/// <param name="Version">The version.</param>
/// <param name="Model">The fitted model.</param>
/// <param name="LastEvent">The number of the newest event that its training could see; 0 where that is not known, as of a published one.</param>
sealed record ActiveModel(string Version, IRecommender Model, long LastEvent = 0);

namespace Attune.Serving;

/// <summary>An id with a score.</summary>
/// <param name="Id">The id of an item or user.</param>
/// <param name="Score">Higher is better.</param>
public readonly record struct ScoredId(string Id, double Score);

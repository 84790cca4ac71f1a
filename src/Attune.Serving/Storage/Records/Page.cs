namespace Attune.Serving;

/// <summary>Some rows of many, in the order of their ids.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Next">What to ask for the next page with; null where these were the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Rows, string? Next);

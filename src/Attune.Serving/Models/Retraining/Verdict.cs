namespace Attune.Serving;

/// <summary>What a trial decided.</summary>
/// <param name="IsAccepted">Whether the candidate is to be activated.</param>
/// <param name="Reason">Why, in one sentence with the numbers.</param>
sealed record Verdict(bool IsAccepted, string Reason)
{
    /// <summary>What the candidate was measured at; empty where it could not be.</summary>
    internal IReadOnlyList<ModelMetric> Metrics { get; init; } = [];
}

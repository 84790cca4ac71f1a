namespace Attune.Studies;

/// <summary>What one pair of a claim gave.</summary>
/// <param name="Data">The data.</param>
/// <param name="Left">The left side.</param>
/// <param name="Right">The right side.</param>
/// <param name="Differences">Left − right for each seed that both sides have; for a claim that is "better" a positive one is better.</param>
/// <param name="Expected">How many differences there are to be.</param>
sealed record PairResult(string Data, ClaimSide Left, ClaimSide Right, IReadOnlyList<double> Differences, int Expected);

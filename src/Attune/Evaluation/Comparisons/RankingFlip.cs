namespace Attune;

/// <summary>Two models whose order depends on how the data is split.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="A">Better under the first split.</param>
/// <param name="B">Better under the second split.</param>
/// <param name="SplitA">The split under which A is better.</param>
/// <param name="SplitB">The split under which B is better.</param>
/// <param name="Significant">Whether both orders are significant after correction.</param>
public sealed record RankingFlip(string Metric, string A, string B, string SplitA, string SplitB, bool Significant);

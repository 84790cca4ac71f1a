using System.Globalization;

namespace Attune.Studies;

/// <summary>A claim and what the results of its study make of it. Immutable.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Found">The mean difference with its interval; of a report Kendall's τ, without one.</param>
/// <param name="Expected">How many differences, or ranked models, there are once every cell is done.</param>
/// <param name="Verdict">One of <see cref="Studies.Verdict.All"/>.</param>
sealed record ClaimResult(ClaimEntry Claim, MeanInterval Found, int Expected, string Verdict)
{
    /// <summary>The pairs that it was read off; for a report each model with its counterpart, without differences.</summary>
    public IReadOnlyList<PairResult> Pairs { get; init; } = [];

    /// <summary>Of a report: the models of the left side that have a value, the best first.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>Of a report: those of the right side, the best first.</summary>
    public IReadOnlyList<string> Right { get; init; } = [];

    /// <summary>Why nothing can be said; empty where something can.</summary>
    public string Reason => Found.N < 2 ? string.Create(CultureInfo.InvariantCulture, $"too few results: {Found.N} of {Expected}")
        : Claim.IsReport && double.IsNaN(Found.Mean) ? "one side ranks all alike" : "";
}

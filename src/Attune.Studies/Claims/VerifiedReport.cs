using System.Globalization;

namespace Attune.Studies;

/// <summary>The report of a verification: the checks, the claims with their verdicts, and the pairs that these were read off.</summary>
static class VerifiedReport
{
    internal static Report Of(Verified verified) => new($"Verification of {verified.System}")
    {
        Lead = Lead(verified),
        Sections =
        [
            .. verified.Checks.Count > 0 ? new[] { Checks(verified) } : [],
            .. verified.Studies.Any(s => s.Claims.Count > 0) ? new[] { Claims(verified) } : [],
            .. verified.Notes.ToArray() is { Length: > 0 } notes ? new[] { new Section("What to know") { Notes = notes } } : [],
        ],
    };

    static string Lead(Verified verified)
    {
        var failed = verified.Failed.Count();
        var checks = verified.Checks.Count == 0 ? "There are no checks" : failed == 0 ? Say($"All {verified.Checks.Count} checks pass") : Say($"{failed} of {verified.Checks.Count} checks failed");
        ClaimResult[] claims = [.. verified.Studies.SelectMany(s => s.Claims).Where(c => !c.Claim.IsReport)];
        var verdicts = claims.Length == 0 ? "" : Say($" Of the claims {Count(Verdict.Reproduced)} of {claims.Length} are reproduced, {Count(Verdict.NotReproduced)} not reproduced, {Count(Verdict.Undecided)} undecided.");
        return $"{checks}.{verdicts} {(verified.Changes.Count == 0 ? "The verdicts are those committed." : Say($"Not as committed: {verified.Changes.Count} verdicts."))}";

        string Count(string verdict) => Say($"{claims.Count(c => c.Verdict == verdict)}");
    }

    static Section Checks(Verified verified) => new(verified.Size == CheckSize.Full ? "Checks" : "Checks, in reduced sizes")
    {
        Tables =
        [
            new Table(["check", "what must hold", new("measured", ValueFormat.Number), new("allowed", ValueFormat.Number), "result", "found", new("time", ValueFormat.Seconds)],
                verified.Checks.Select(c => (IReadOnlyList<Cell>)[c.Check.Id, c.Says, c.Result.Measured, c.Result.Allowed, c.Result.Passed ? "passed" : "failed", c.Result.Words, c.Seconds])),
        ],
    };

    static Section Claims(Verified verified)
    {
        (JudgedStudy Study, ClaimResult Claim)[] all = [.. verified.Studies.SelectMany(s => s.Claims.Select(c => (s, c)))], ranked = [.. all.Where(c => c.Claim.Claim.IsReport)], compared = [.. all.Except(ranked)];
        var several = verified.Studies.Count > 1;
        return new("Claims")
        {
            Tables =
            [
                .. compared.Length > 0 ? new[] { Compared(compared, several), Said(compared, several), Pairs(compared, several) } : [],
                .. ranked.Length > 0 ? new[] { Ranked(ranked, several) } : [],
            ],
            Notes = compared.Length == 0 ? [] : [.. compared.Any(c => c.Claim.Claim.Curves is not null) ? new[] { "A claim on curves is of the share whose largest size is the best (Wilson's interval) or of the median slope at their ends (that of order statistics); its rows below have one curve each." } : [], .. compared.Any(c => c.Claim.Claim.Groups is not null) ? new[] { "A claim on groups of users has Welch's interval over users, n of them, or Student's t over its pairs." } : [], "A claim is reproduced where the whole interval of the mean difference (Student's t over all pairs and seeds) lies on the claimed side of the margin, not reproduced where it lies wholly on the other side."],
        };
    }

    static Table Compared((JudgedStudy Study, ClaimResult Result)[] claims, bool several) => new(
        ["id", "claimed", new("difference", ValueFormat.Difference), new("95 % interval", ValueFormat.Difference), new("n") { Right = true }, "verdict", "committed"],
        claims.Select(c => (IReadOnlyList<Cell>)
        [
            Id(c, several), c.Result.Claim.Claimed, c.Result.Found.Mean, Cell.Interval(c.Result.Found.Low, c.Result.Found.High), Number(c.Result), Words(c.Result), Committed(c),
        ]))
    { Caption = "Verdicts" };

    static Table Said((JudgedStudy Study, ClaimResult Result)[] claims, bool several) => new(
        ["id", "claim", "source", "left", "right"],
        claims.Select(c => (IReadOnlyList<Cell>)
        [
            Id(c, several), c.Result.Claim.Says, c.Result.Claim.Source, Names(c.Result.Pairs.Select(p => p.Left.Name)), Names(c.Result.Pairs.Select(p => p.Right.Name)),
        ]))
    { Caption = "What is claimed of the left side beside the right" };

    static Table Pairs((JudgedStudy Study, ClaimResult Result)[] claims, bool several) => new(
        ["id", "data", "metric", "left", new("value", ValueFormat.Metric), "right", new("value", ValueFormat.Metric), new("difference", ValueFormat.Difference), new("n", ValueFormat.Count), new("of", ValueFormat.Count)],
        claims.SelectMany(c => c.Result.Pairs.Select(p => (IReadOnlyList<Cell>)
        [
            Id(c, several), p.Data, c.Result.Claim.Metric, p.Left.Name, p.Left.Mean, p.Right.Name, p.Right.Mean, p.Differences.Count > 0 ? p.Differences.Average() : double.NaN, p.Differences.Count, p.Expected,
        ])))
    { Caption = "Every pair, with means over seeds", Folded = true };

    static Table Ranked((JudgedStudy Study, ClaimResult Result)[] claims, bool several) => new(
        ["id", "claim", "best first, left", "best first, right", new("Kendall's τ", ValueFormat.Difference), new("n") { Right = true }, "committed"],
        claims.Select(c => (IReadOnlyList<Cell>)
        [
            Id(c, several), c.Result.Claim.Says, Order(c.Result.Left), Order(c.Result.Right), c.Result.Found.Mean, Number(c.Result), Committed(c),
        ]))
    { Caption = "Rankings, which are reported without a verdict" };

    static string Id((JudgedStudy Study, ClaimResult Result) claim, bool several) => several ? $"{claim.Study.Name}/{claim.Result.Claim.Id}" : claim.Result.Claim.Id;

    static string Committed((JudgedStudy Study, ClaimResult Result) claim) => claim.Study.Committed.TryGetValue(claim.Result.Claim.Id, out var before) ? before.Verdict : "new";

    static string Number(ClaimResult claim) => claim.Found.N == claim.Expected ? Say($"{claim.Expected}") : Say($"{claim.Found.N} of {claim.Expected}");

    static string Words(ClaimResult claim) => claim.Reason.Length > 0 ? $"{claim.Verdict} ({claim.Reason})" : claim.Verdict;

    static string Names(IEnumerable<string> sides) => sides.Distinct().ToList() is { Count: > 2 } many ? Say($"{many[0]} and {many.Count - 1} others") : string.Join(", ", sides.Distinct());

    static string Order(IReadOnlyList<string> ranking) => string.Join(" > ", ranking);

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

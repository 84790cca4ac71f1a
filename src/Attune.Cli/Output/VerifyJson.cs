using Attune.Studies;

namespace Attune.Cli;

/// <summary>What a verification has found, for programs: the same as its report.</summary>
static class VerifyJson
{
    internal static object Of(Verified verified, IReadOnlyList<string> written, Call call) => new
    {
        system = verified.System,
        size = verified.Size,
        checksPassed = !verified.Failed.Any(),
        asCommitted = verified.Changes.Count == 0,
        changes = verified.Changes,
        checks = verified.Checks.Select(c => new
        {
            id = c.Check.Id,
            says = c.Says,
            runtime = c.Entry.Runtime,
            passed = c.Result.Passed,
            measured = c.Result.Measured,
            allowed = c.Result.Allowed,
            words = c.Result.Words,
            seconds = c.Seconds,
        }),
        claims = verified.Studies.SelectMany(s => s.Claims.Select(c => Of(s, c))),
        open = verified.Studies.SelectMany(s => s.Open.Select(c => $"{s.Name}/{c}")),
        written,
        notes = call.Notes,
    };

    static object Of(JudgedStudy study, ClaimResult result) => new
    {
        study = study.Name,
        id = result.Claim.Id,
        says = result.Claim.Says,
        source = result.Claim.Source,
        @is = result.Claim.Is,
        metric = result.Claim.Metric,
        margin = result.Claim.IsReport ? null : (double?)(result.Claim.Margin ?? 0),
        relative = result.Claim.Relative,
        runtime = result.Claim.Runtime,
        pairs = result.Pairs.Select(p => new { data = p.Data, left = p.Left.Name, leftMean = p.Left.Mean, right = p.Right.Name, rightMean = p.Right.Mean, differences = p.Differences, of = p.Expected }),
        mean = result.Found.Mean,
        low = result.Found.Low,
        high = result.Found.High,
        n = result.Found.N,
        of = result.Expected,
        verdict = result.Verdict,
        reason = result.Reason.Length > 0 ? result.Reason : null,
        committed = study.Committed.GetValueOrDefault(result.Claim.Id)?.Verdict,
        changed = study.HasChanged(result),
    };
}

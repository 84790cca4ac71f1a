using System.Globalization;

namespace Attune.Studies;

/// <summary>
/// Reads claims off what cells keep of groups of users. Over users: each pair's difference with Welch's standard error (of one sample beside a number), and for several pairs the mean of the differences with
/// √Σe²/n and Satterthwaite's degrees of freedom, as if they were of different users. Over pairs: one difference each, and Student's t over them. Where several seeds are done, means over them are compared.
/// </summary>
sealed class GroupReading(Study study, IReadOnlyList<CellResult> results)
{
    internal ClaimResult Of(ClaimEntry claim)
    {
        var groups = claim.Groups!;
        (ClaimGroupPair Pair, string Data, SampleSummary Left, SampleSummary Right)[] all = [.. groups.Of.Select(p => (p, p.Data ?? claim.Data!, Side(claim, p, right: false), Side(claim, p, right: true)))];
        var done = all.Where(p => p.Left.Count > 0 && p.Right.Count > 0 && double.IsFinite(p.Left.Mean - p.Right.Mean)).ToArray();
        double Scale(SampleSummary right) => claim.Relative ? 1 / Math.Abs(right.Mean) : 1;
        WelchT[] tests = [.. done.Select(p => (p.Pair.Value is null ? WelchT.Of(p.Left, p.Right) : WelchT.Paired(p.Left with { Mean = p.Left.Mean - p.Right.Mean })) is var t ? t with { Difference = t.Difference * Scale(p.Right), Error = t.Error * Scale(p.Right) } : default)];
        var found = groups.Over == ClaimGroups.Pairs ? MeanInterval.Of([.. tests.Select(t => t.Difference)]) : OverUsers(tests, done.Sum(p => p.Left.Count + (p.Pair.Value is null ? p.Right.Count : 0)));
        return new ClaimResult(claim, found, groups.Over == ClaimGroups.Pairs ? groups.Of.Count : found.N, Verdict.Of(claim.Is, claim.Margin ?? 0, found))
        {
            Pairs = [.. done.Zip(tests, (p, t) => new PairResult(p.Data, Named(Name(p.Pair, claim, right: false), p.Left.Mean), Named(Name(p.Pair, claim, right: true), p.Right.Mean), [t.Difference], 1))],
        };
    }

    /// <summary>The cells that a claim is read off.</summary>
    internal IEnumerable<StudyCell> Cells(ClaimEntry claim) => claim.Groups!.Of.SelectMany(p => new[] { p.Model ?? study.Cells.First(c => c.Data == (p.Data ?? claim.Data)).Model, p.AgainstModel }.OfType<string>()
        .SelectMany(m => study.Cells.Where(c => c.Data == (p.Data ?? claim.Data) && c.Model == m && study.Spec.Seeds.Take(claim.Seeds ?? study.Spec.Seeds.Count).Contains(c.Seed))));

    static MeanInterval OverUsers(WelchT[] tests, int users)
    {
        if (tests.Length == 0 || tests.Any(t => double.IsNaN(t.Error))) return new(tests.Length == 0 ? double.NaN : tests.Average(t => t.Difference), double.NaN, double.NaN, 0);
        var (mean, variance) = (tests.Average(t => t.Difference), tests.Sum(t => t.Error * t.Error));
        var freedom = variance == 0 ? 1 : variance * variance / tests.Sum(t => Math.Pow(t.Error, 4) / t.Freedom);
        var half = variance == 0 ? 0 : StudentT.Critical(1 - MeanInterval.Confidence, freedom) * Math.Sqrt(variance) / tests.Length;
        return new(mean, mean - half, mean + half, users);
    }

    SampleSummary Side(ClaimEntry claim, ClaimGroupPair pair, bool right)
    {
        if (right && pair.Value is { } value) return new SampleSummary(1, value, double.NaN);
        var (data, group, model, measure) = (pair.Data ?? claim.Data!, right && pair.Against is { } other ? other : pair.Group, right && pair.AgainstModel is { } theirs ? theirs : pair.Model, pair.Measure ?? claim.Metric);
        var seeds = study.Spec.Seeds.Take(claim.Seeds ?? study.Spec.Seeds.Count).ToHashSet();
        CellDetail[] found = [.. results.Where(r => !r.Failed && r.Cell.Data == data && (model is null || r.Cell.Model == model) && seeds.Contains(r.Cell.Seed)).SelectMany(r => r.Details).Where(d => d.Measure == measure && (d.Part == group || d.Part.Split('+').Contains(group)))];
        return found.Length == 0 ? new SampleSummary(0, double.NaN, double.NaN) : new SampleSummary((int)Math.Round(found.Average(d => d.Count)), found.Average(d => d.Mean), found.Average(d => d.Deviation));
    }

    static string Name(ClaimGroupPair pair, ClaimEntry claim, bool right) => right && pair.Value is { } value ? value.ToString(CultureInfo.InvariantCulture)
        : $"{(right ? pair.AgainstModel ?? pair.Model : pair.Model) ?? "profiles"}, {(right ? pair.Against ?? pair.Group : pair.Group)}{(pair.Measure is { } own && own != claim.Metric ? $", {own}" : "")}";

    static ClaimSide Named(string name, double mean) => new(name, false, new Dictionary<int, double> { [0] = mean });
}

namespace Attune.Cli;

/// <summary>A comparison as JSON.</summary>
static class ComparisonJson
{
    internal static object Of(Comparison comparison, IReadOnlyList<Split> splits, int seed, int threads, EnergyUse? use, Call call) => new
    {
        metrics = comparison.Metrics,
        seed,
        splits = splits.GroupBy(s => s.Method).Select(s => new { split = s.Key, train = Size.Of(s.Select(p => p.Train)), test = Size.Of(s.Select(p => p.Test)) }),
        models = comparison.Rows.Select(r => Row(r, comparison.Metrics)),
        tests = comparison.Tests.Select(t => new
        {
            split = t.Split, metric = t.Metric, a = t.A, b = t.B, difference = t.Difference, low = t.Low, high = t.High,
            test = t.Test.ToString().ToLowerInvariant(), tTestP = t.TTestP, wilcoxonP = t.WilcoxonP, signP = t.SignP, bootstrapP = t.BootstrapP, adjustedP = t.AdjustedP,
        }),
        flips = comparison.Flips.Select(f => new { metric = f.Metric, a = f.A, b = f.B, splitA = f.SplitA, splitB = f.SplitB, significant = f.Significant }),
        energy = EnergyJson.Of(use),
        peakMemoryMb = Machine.PeakMemoryMb,
        threads,
        notes = call.Notes,
    };

    static object Row(ComparedModel row, IReadOnlyList<string> metrics) => new
    {
        model = row.Model,
        split = row.Split,
        seeds = row.Seeds,
        metrics = row.Scores.Metrics.ToDictionary(m => m.Metric, Score),
        seedDeviations = row.SeedDeviations.Count == 0 ? null : metrics.Zip(row.SeedDeviations).ToDictionary(p => p.First, p => p.Second),
        fitSeconds = row.FitSeconds,
        evaluateSeconds = row.Scores.EvaluateSeconds,
        millisecondsPerUser = row.MillisecondsPerUser,
    };

    internal static object Score(MetricScore score) => new { value = score.Value, low = score.Low, high = score.High, users = score.Users };
}

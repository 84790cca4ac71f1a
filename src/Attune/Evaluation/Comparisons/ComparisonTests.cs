namespace Attune;

/// <summary>Paired tests between the rows of a comparison, and the pairs of models whose order depends on the split.</summary>
static class ComparisonTests
{
    // Without resamples there is no bootstrap test either; its p and interval are NaN.
    internal static IReadOnlyList<PairedTest> Of(IReadOnlyList<ComparedModel> rows, IReadOnlyList<IMetric> metrics, EvaluationOptions options, FitContext context)
    {
        var pairs = (
            from split in rows.Select(r => r.Split).Distinct()
            let here = rows.Where(r => r.Split == split).ToArray()
            from a in Enumerable.Range(0, here.Length)
            from b in Enumerable.Range(a + 1, here.Length - a - 1)
            from m in Enumerable.Range(0, metrics.Count)
            where metrics[m] is not ICatalogMetric
            select (A: here[a], B: here[b], Metric: m)).ToArray();
        var tests = new PairedTest?[pairs.Length];
        Parallel.For(0, pairs.Length, context.Parallel, i => tests[i] = Test(pairs[i].A, pairs[i].B, pairs[i].Metric, options));
        var done = tests.OfType<PairedTest>().ToArray();
        var adjusted = Significance.Holm(Array.ConvertAll(done, t => t.P));
        return [.. done.Select((t, i) => t with { AdjustedP = adjusted[i] })];
    }

    /// <summary>A metric without a better end cannot flip, nor can equal values.</summary>
    internal static IReadOnlyList<RankingFlip> Flips(IReadOnlyList<ComparedModel> rows, IReadOnlyList<IMetric> metrics, IReadOnlyList<PairedTest> tests, EvaluationOptions options)
    {
        var splits = rows.Select(r => r.Split).Distinct().ToArray();
        var names = rows.Select(r => r.Model).Distinct().ToArray();
        return [..
            from metric in metrics
            where metric.HigherIsBetter is not null
            from a in names
            from b in names
            where a != b
            from first in Enumerable.Range(0, splits.Length)
            from second in Enumerable.Range(first + 1, splits.Length - first - 1)
            where Gain(rows, metric, a, b, splits[first]) > 0 && Gain(rows, metric, a, b, splits[second]) < 0
            select new RankingFlip(metric.Name, a, b, splits[first], splits[second],
                IsSignificant(tests, metric, a, b, splits[first], options) && IsSignificant(tests, metric, a, b, splits[second], options))];
    }

    static PairedTest? Test(ComparedModel a, ComparedModel b, int metric, EvaluationOptions options)
    {
        var name = a.Scores.Metrics[metric].Metric;
        var differences = Differences(a.Scores, b.Scores, metric);
        if (differences.Length == 0) return null;
        var (p, low, high) = options.BootstrapSamples == 0 ? (double.NaN, double.NaN, double.NaN)
            : Significance.PairedBootstrap(differences, options.BootstrapSamples, options.Confidence, options.Seed);
        return new PairedTest(a.Split, name, a.Model, b.Model, differences.Average(), low, high, Significance.PairedT(differences), p, double.NaN)
        {
            Test = options.Test,
            WilcoxonP = Significance.Wilcoxon(differences),
            SignP = Significance.Sign(differences),
        };
    }

    // Over the users for whom both are defined.
    static double[] Differences(Scores a, Scores b, int metric)
    {
        var place = new Dictionary<string, int>(b.UserIds.Count, StringComparer.Ordinal);
        for (var u = 0; u < b.UserIds.Count; u++) place[b.UserIds[u]] = u;
        var (left, right) = (a.Metrics[metric].PerUser, b.Metrics[metric].PerUser);
        var differences = new List<double>(left.Count);
        for (var u = 0; u < left.Count; u++)
            if (place.TryGetValue(a.UserIds[u], out var v) && left[u] - right[v] is var d && !double.IsNaN(d)) differences.Add(d);
        return [.. differences];
    }

    static double Gain(IReadOnlyList<ComparedModel> rows, IMetric metric, string a, string b, string split)
    {
        var difference = ValueOf(a) - ValueOf(b);
        return metric.HigherIsBetter == true ? difference : -difference;

        double ValueOf(string model) => rows.FirstOrDefault(r => r.Model == model && r.Split == split)?.Scores[metric.Name].Value ?? double.NaN;
    }

    static bool IsSignificant(IReadOnlyList<PairedTest> tests, IMetric metric, string a, string b, string split, EvaluationOptions options) =>
        tests.Any(t => t.Split == split && t.Metric == metric.Name && ((t.A == a && t.B == b) || (t.A == b && t.B == a)) && t.AdjustedP < 1 - options.Confidence);
}

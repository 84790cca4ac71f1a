using System.Globalization;
using Attune.Numerics;

namespace Attune;

/// <summary>Reads and writes the names of metrics.</summary>
public static class MetricName
{
    // One row per metric: its name and how it is made from a cut-off and, where it is measured over an item feature, the feature's name. A cut-off
    // where none is allowed, or none where one is needed, is an error.
    static readonly SortedDictionary<string, Row> Known = new(StringComparer.Ordinal)
    {
        ["auc"] = new(Cut.None, _ => new Auc()),
        ["average-popularity"] = new(Cut.Required, k => new AveragePopularity(k!.Value)),
        ["bpref"] = new(Cut.None, _ => new Bpref()),
        ["coverage"] = new(Cut.Required, k => new Coverage(k!.Value)),
        ["diversity"] = new(Cut.Required, k => new Diversity(k!.Value), (k, feature) => new Diversity(k, feature)),
        ["entropy"] = new(Cut.Required, k => new Entropy(k!.Value)),
        ["gauc"] = new(Cut.None, _ => new Gauc()),
        ["gini"] = new(Cut.Required, k => new Gini(k!.Value)),
        ["hit"] = new(Cut.Required, k => new Hit(k!.Value)),
        ["mae"] = new(Cut.None, _ => new Mae()),
        ["map"] = new(Cut.Optional, k => new Map(k)),
        ["miscalibration-js"] = new(Cut.Required, k => new MiscalibrationJs(k!.Value), (k, feature) => new MiscalibrationJs(k, feature)),
        ["miscalibration-kl"] = new(Cut.Required, k => new MiscalibrationKl(k!.Value), (k, feature) => new MiscalibrationKl(k, feature)),
        ["mrr"] = new(Cut.Optional, k => new Mrr(k)),
        ["ndcg"] = new(Cut.Optional, k => new Ndcg(k)),
        ["ndcg-binary"] = new(Cut.Optional, k => new Ndcg(k, Binary: true)),
        ["ndcg-exponential"] = new(Cut.Optional, k => new NdcgExponential(k)),
        ["novelty"] = new(Cut.Required, k => new Novelty(k!.Value)),
        ["personalization"] = new(Cut.Required, k => new Personalization(k!.Value)),
        ["popularity-lift"] = new(Cut.Required, k => new PopularityLift(k!.Value)),
        ["precision"] = new(Cut.Required, k => new Precision(k!.Value)),
        ["r-precision"] = new(Cut.None, _ => new RPrecision()),
        ["recall"] = new(Cut.Required, k => new Recall(k!.Value)),
        ["recall-capped"] = new(Cut.Required, k => new Recall(k!.Value, Capped: true)),
        ["revenue"] = new(Cut.Required, k => new Revenue(k!.Value)),
        ["rmse"] = new(Cut.None, _ => new Rmse()),
        ["serendipity"] = new(Cut.Required, k => new Serendipity(k!.Value)),
        ["tail-share"] = new(Cut.Required, k => new TailShare(k!.Value)),
    };

    static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal) { ["hit-rate"] = "hit" };

    enum Cut { None, Optional, Required }

    sealed record Row(Cut Cut, Func<int?, IMetric> Make, Func<int, string, IMetric>? Over = null);

    /// <summary>The names of all metrics, without cut-offs.</summary>
    public static IEnumerable<string> All => Known.Keys;

    /// <summary>
    /// The metric of a name such as <c>ndcg@10</c>, <c>mrr</c>, <c>rmse</c>; some may name an item feature, as in <c>diversity:genre@10</c>. Capitals
    /// do not matter.
    /// </summary>
    public static IMetric Parse(string name)
    {
        var text = name.Trim();
        var at = text.LastIndexOf('@');
        var parts = (at < 0 ? text : text[..at]).Split(':', 2, StringSplitOptions.TrimEntries);
        var stem = parts[0].ToLowerInvariant();
        stem = Aliases.GetValueOrDefault(stem, stem);
        if (!Known.TryGetValue(stem, out var row)) throw new ArgumentException($"There is no metric '{stem}'; there are {string.Join(", ", All)}.{EditDistance.DidYouMean(stem, All)}");
        int? k = null;
        if (at >= 0)
            k = int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? n
                : throw new ArgumentException($"'{name}': the cut-off after @ must be a whole number from 1, as in {stem}@10.");
        if (k is null && row.Cut == Cut.Required) throw new ArgumentException($"'{name}' needs a cut-off, as in {stem}@10.");
        if (k is not null && row.Cut == Cut.None) throw new ArgumentException($"'{stem}' has no cut-off: write it without @{k}.");
        if (parts is not [_, var feature]) return row.Make(k);
        if (row.Over is null) throw new ArgumentException($"'{name}': {stem} is not measured over a feature; those that are, as in diversity:genre@10, are {string.Join(", ", Known.Where(r => r.Value.Over is not null).Select(r => r.Key))}.");
        return feature.Length > 0 ? row.Over(k!.Value, feature) : throw new ArgumentException($"'{name}' names no feature after the colon; write one, as in {stem}:genre@{k}.");
    }

    /// <summary>The metrics of a list such as <c>ndcg@10,recall@20,rmse</c>, in its order; at least one, none twice.</summary>
    public static IReadOnlyList<IMetric> ParseList(string names)
    {
        IMetric[] metrics = [.. names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
        if (metrics.Length == 0) throw new ArgumentException("No metric is named; write some, as in ndcg@10,recall@20.");
        var twice = metrics.GroupBy(m => m.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? metrics : throw new ArgumentException($"The metric {twice.Key} is named twice in '{names}'; name it once.");
    }

    internal static string Of(string stem, int k, string? feature) => Of(feature is null ? stem : $"{stem}:{feature}", k);

    internal static string Of(string stem, int? k) => k is null ? stem : string.Create(CultureInfo.InvariantCulture, $"{stem}@{k}");
}

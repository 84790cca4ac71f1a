using System.Globalization;
using Attune.Numerics;

namespace Attune;

/// <summary>Reads and writes the names of metrics.</summary>
public static class MetricName
{
    // One row per metric: its name and how it is made from a cut-off. A cut-off where none is allowed, or none where one is needed, is an error.
    static readonly SortedDictionary<string, (Cut Cut, Func<int?, IMetric> Make)> Known = new(StringComparer.Ordinal)
    {
        ["auc"] = (Cut.None, _ => new Auc()),
        ["average-popularity"] = (Cut.Required, k => new AveragePopularity(k!.Value)),
        ["coverage"] = (Cut.Required, k => new Coverage(k!.Value)),
        ["gini"] = (Cut.Required, k => new Gini(k!.Value)),
        ["hit"] = (Cut.Required, k => new Hit(k!.Value)),
        ["mae"] = (Cut.None, _ => new Mae()),
        ["map"] = (Cut.Optional, k => new Map(k)),
        ["mrr"] = (Cut.Optional, k => new Mrr(k)),
        ["ndcg"] = (Cut.Optional, k => new Ndcg(k)),
        ["ndcg-binary"] = (Cut.Optional, k => new Ndcg(k, Binary: true)),
        ["novelty"] = (Cut.Required, k => new Novelty(k!.Value)),
        ["precision"] = (Cut.Required, k => new Precision(k!.Value)),
        ["r-precision"] = (Cut.None, _ => new RPrecision()),
        ["recall"] = (Cut.Required, k => new Recall(k!.Value)),
        ["recall-capped"] = (Cut.Required, k => new Recall(k!.Value, Capped: true)),
        ["revenue"] = (Cut.Required, k => new Revenue(k!.Value)),
        ["rmse"] = (Cut.None, _ => new Rmse()),
    };

    static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal) { ["hit-rate"] = "hit" };

    enum Cut { None, Optional, Required }

    /// <summary>The names of all metrics, without cut-offs.</summary>
    public static IEnumerable<string> All => Known.Keys;

    /// <summary>The metric of a name such as <c>ndcg@10</c>, <c>mrr</c>, <c>rmse</c>; capitals do not matter.</summary>
    public static IMetric Parse(string name)
    {
        var text = name.Trim().ToLowerInvariant();
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var stem = at < 0 ? text : text[..at];
        stem = Aliases.GetValueOrDefault(stem, stem);
        if (!Known.TryGetValue(stem, out var row)) throw new ArgumentException($"There is no metric '{stem}'; there are {string.Join(", ", All)}.{EditDistance.DidYouMean(stem, All)}");
        int? k = null;
        if (at >= 0)
            k = int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? n
                : throw new ArgumentException($"'{name}': the cut-off after @ must be a whole number from 1, as in {stem}@10.");
        if (k is null && row.Cut == Cut.Required) throw new ArgumentException($"'{name}' needs a cut-off, as in {stem}@10.");
        if (k is not null && row.Cut == Cut.None) throw new ArgumentException($"'{stem}' has no cut-off: write it without @{k}.");
        return row.Make(k);
    }

    /// <summary>The metrics of a list such as <c>ndcg@10,recall@20,rmse</c>, in its order; at least one, none twice.</summary>
    public static IReadOnlyList<IMetric> ParseList(string names)
    {
        IMetric[] metrics = [.. names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
        if (metrics.Length == 0) throw new ArgumentException("No metric is named; write some, as in ndcg@10,recall@20.");
        var twice = metrics.GroupBy(m => m.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? metrics : throw new ArgumentException($"The metric {twice.Key} is named twice in '{names}'; name it once.");
    }

    internal static string Of(string stem, int? k) => k is null ? stem : string.Create(CultureInfo.InvariantCulture, $"{stem}@{k}");
}

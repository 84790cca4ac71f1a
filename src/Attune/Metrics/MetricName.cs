using System.Globalization;

namespace Attune;

/// <summary>Reads and writes the names of metrics.</summary>
public static class MetricName
{
    // One row per metric: its name and how it is made from a cut-off. A cut-off where none is allowed, or none where one is needed, is an error.
    static readonly SortedDictionary<string, (Cut Cut, Func<int?, IMetric> Make)> Known = new(StringComparer.Ordinal)
    {
        ["ndcg"] = (Cut.Optional, k => new Ndcg(k)),
        ["ndcg-binary"] = (Cut.Optional, k => new Ndcg(k, Binary: true)),
        ["recall"] = (Cut.Required, k => new Recall(k!.Value)),
        ["recall-capped"] = (Cut.Required, k => new Recall(k!.Value, Capped: true)),
    };

    enum Cut { None, Optional, Required }

    /// <summary>The names of all metrics.</summary>
    public static IEnumerable<string> All => Known.Keys;

    /// <summary>The metric of a name such as <c>ndcg@10</c>, <c>mrr</c>, <c>rmse</c>.</summary>
    public static IMetric Parse(string name)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        var stem = (at < 0 ? name : name[..at]).Trim();
        if (!Known.TryGetValue(stem, out var row)) throw new ArgumentException($"There is no metric '{stem}'; there are {string.Join(", ", All)}.");
        int? k = null;
        if (at >= 0)
            k = int.TryParse(name.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? n
                : throw new ArgumentException($"'{name}': the cut-off after @ must be a whole number from 1, as in {stem}@10.");
        if (k is null && row.Cut == Cut.Required) throw new ArgumentException($"'{name}' needs a cut-off, as in {stem}@10.");
        if (k is not null && row.Cut == Cut.None) throw new ArgumentException($"'{stem}' has no cut-off: write it without @{k}.");
        return row.Make(k);
    }

    internal static string Of(string stem, int? k) => k is null ? stem : string.Create(CultureInfo.InvariantCulture, $"{stem}@{k}");
}

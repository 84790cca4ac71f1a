namespace Attune;

/// <summary>
/// Fair exposure: among the first k places of every list, for every k, each group of items has at least ⌊share · k⌋, as long as the pool holds items of
/// it; within these bounds better scores stand first. The groups are the first labels of a feature (an item belongs to one group; those without a label form
/// their own) or the three groups of popularity; the share due to a group is that of training's interactions or of the catalog.
/// DetConstSort of Geyik, Ambler and Kenthapadi, "Fairness-aware ranking in search and recommendation systems", KDD 2019. When the pool has run out of a
/// group, the others go on; groups to which nothing is due come last. Time pool × (pool + groups) a list.
/// </summary>
public sealed record ExposureFair : IReranker
{
    internal const string Popularity = "popularity";

    // What rounding may take from share · k.
    const double Slack = 1e-9;

    /// <summary>The item feature whose first label is the group; null (default) = groups of popularity.</summary>
    public string? Feature { get; init; }

    /// <summary>What share is due to a group. Default Interactions.</summary>
    public ExposureTarget Target { get; init; }

    /// <inheritdoc/>
    /// <remarks>Default 100.</remarks>
    public int Pool { get; init; } = Mmr.DefaultPool;

    /// <inheritdoc/>
    public string Name => Reranking.NameOf((Feature, Target) switch
    {
        (null, ExposureTarget.Interactions) => "exposure-fair",
        (var feature, ExposureTarget.Interactions) => $"exposure-fair:{feature}",
        var (feature, target) => $"exposure-fair:{feature ?? Popularity}:{target.ToString().ToLowerInvariant()}",
    }, Pool);

    /// <inheritdoc/>
    public Reorder For(IRecommender model)
    {
        Reranking.Check(0, Pool);
        var labels = Reranking.LabelsOf(model.Catalog, Feature);
        var due = Shares(model.Catalog, labels, Target);
        return (_, items, scores, order) =>
        {
            var groups = new int[items.Length];
            for (var c = 0; c < groups.Length; c++) groups[c] = GroupOf(labels, items[c]);
            Sort(groups, scores, due).AsSpan(0, order.Length).CopyTo(order);
        };
    }

    /// <summary>The share due to each group; the last group is that of items without a label.</summary>
    internal static double[] Shares(Catalog catalog, ItemLabels labels, ExposureTarget target)
    {
        var sums = new double[labels.Count + 1];
        for (var i = 0; i < catalog.Items.Count; i++) sums[GroupOf(labels, i)] += target == ExposureTarget.Catalog ? 1 : catalog.Popularity[i];
        var all = Math.Max(1, sums.Sum());
        return Array.ConvertAll(sums, s => s / all);
    }

    static int GroupOf(ItemLabels labels, int item) => labels.FirstOf(item) is >= 0 and var label ? label : labels.Count;

    // A group's next item is placed when k reaches the length at which one more is due to it, and moves forward past worse ones that can wait.
    static int[] Sort(int[] groups, ReadOnlySpan<float> scores, double[] due)
    {
        var waiting = Enumerable.Range(0, groups.Length).GroupBy(c => groups[c]).Where(g => due[g.Key] > 0).ToDictionary(g => g.Key, g => new Queue<int>(g));
        var (order, latest, placed) = (new int[groups.Length], new long[groups.Length], new int[due.Length]);
        var filled = 0;
        while (waiting.Count > 0)
        {
            var k = waiting.Keys.Min(g => LengthFor(placed[g] + 1, due[g]));
            foreach (var g in waiting.Keys.Where(g => LengthFor(placed[g] + 1, due[g]) <= k).OrderBy(g => waiting[g].Peek()).ToArray())
            {
                var at = filled++;
                (order[at], latest[at]) = (waiting[g].Dequeue(), k);
                // The candidates are numbered by their scores: a smaller number is a better item, equal scores in the model's order.
                for (; at > 0 && latest[at - 1] > at && order[at - 1] > order[at]; at--)
                    (order[at - 1], order[at], latest[at - 1], latest[at]) = (order[at], order[at - 1], latest[at], latest[at - 1]);
                placed[g]++;
                if (waiting[g].Count == 0) waiting.Remove(g);
            }
        }
        for (var c = 0; c < groups.Length; c++)
            if (!(due[groups[c]] > 0)) order[filled++] = c;
        return order;
    }

    // The smallest k with ⌊share · k⌋ ≥ count.
    static long LengthFor(int count, double share) => (long)Math.Min(long.MaxValue / 2, Math.Ceiling((count - Slack) / share));
}

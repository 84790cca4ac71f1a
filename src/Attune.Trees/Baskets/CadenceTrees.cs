using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Attune.Trees;

/// <summary>
/// Whether an item is due, by gradient boosted trees on the calendar of its purchases: score(u, i) = σ(Σ over Trees of the leaf that the row of u and i falls into). A row has 20 numbers: days since the last purchase, how many, the gaps between
/// them, the user's shopping days, purchases within windows, sums that fade, and how readily all users buy the item again (counted before the days of training alone). Learned from days on which users did or did not buy again what they had
/// bought before; where nobody did, or all bought everything, there is nothing to learn and all that was bought scores alike. Items never bought score 0.
/// Loss: cross entropy, by Newton steps in the leaves, each tree grown by its best split next (at most 255 thresholds for a feature).
/// Shapes: Trees · (Leaves − 1) splits, one repeat rate for each of the items. Friedman, "Greedy function approximation: a gradient boosting machine", Annals of Statistics 2001; the trees are learned by FastTree of ML.NET,
/// a form of MART (Burges, "From RankNet to LambdaRank to LambdaMART: An overview", 2010), and copied: scoring and opening a saved model need no ML.NET. Deterministic by its seed, on one thread; FastTree learns one ensemble at a time in a process. A training
/// that is cancelled ends before its next tree; early stopping is not had.
/// Time rows of the training days · Trees · features, memory 400 bytes a row.
/// </summary>
public sealed record CadenceTrees : ITrainer
{
    /// <summary>How many trees, each of which mends what those before it get wrong; more = slower, and nearer to the examples. Default 100.</summary>
    [Range(1, 10_000)]
    [Search(20, 500, Log = true)]
    public int Trees { get; init; } = 100;

    /// <summary>Leaves of a tree at most; 2 = each tree asks one question, more = features work together. Default 20.</summary>
    [Range(2, 4096)]
    [Search(4, 64, Log = true)]
    public int Leaves { get; init; } = 20;

    /// <summary>What a tree counts of the step that it would take; smaller needs more trees. Default 0.1.</summary>
    [Range(1e-4, 1.0)]
    [Search(0.02, 0.3, Log = true)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Examples in a leaf at least; more = smoother. Default 10.</summary>
    [Range(1, 1_000_000)]
    [Search(5, 200, Log = true)]
    public int LeastRows { get; init; } = 10;

    /// <summary>The share of the features that each tree may split on, drawn anew for each; 1 = all of them, and then the seed changes nothing. Default 0.7.</summary>
    [Range(0.05, 1.0)]
    [Search(0.3, 1)]
    public double FeatureFraction { get; init; } = 0.7;

    /// <summary>How many of each user's newest days of purchase are learned from, each beside all that the user had bought before; more = slower, and more examples. Default 1.</summary>
    [Range(1, 1000)]
    public int Baskets { get; init; } = 1;

    /// <summary>Whether repeat rates are left out, all that is known of an item itself: what they are worth. Default no.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WithoutRepeatRate { get; init; }

    /// <summary>Another seed, other features for each tree. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History | QueryParts.Time;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        context.Report("reading calendars", 0, data.Users.Count);
        var catalog = RepurchaseModel.CatalogOf(data, this);
        var rates = WithoutRepeatRate ? new float[catalog.Items.Count] : RepeatRates.Of(catalog.Sequences!, catalog.Items.Count, Baskets, context.Cancellation);
        var rows = RowsOf(Repurchase.Of(catalog.Sequences!, Baskets), rates, context.Cancellation);
        context.Report("reading calendars", data.Users.Count, data.Users.Count);
        return Model(catalog, TreeFit.Of(rows, new(Trees, Leaves, LearningRate, LeastRows, FeatureFraction, Seed), context), rates);
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => Model(catalog, BoostedTrees.Read(weights, CalendarFeatures.Count), weights.Float("repeatRates", catalog.Items.Count));

    /// <summary>The examples of days of training.</summary>
    internal static TreeRows RowsOf(IEnumerable<Repurchase> days, float[] rates, CancellationToken cancellation)
    {
        var rows = new TreeRows(CalendarFeatures.Count);
        foreach (var day in days)
        {
            cancellation.ThrowIfCancellationRequested();
            var shopper = Shopper.Of(day.History);
            for (var p = 0; p < day.Bought.Length; p++) CalendarFeatures.Write(day.History.DaysAgo(p), shopper, rates[day.History.Items[p]], rows.Add(day.Bought[p]));
        }
        return rows;
    }

    IRecommender Model(Catalog catalog, BoostedTrees trees, float[] rates) => RepurchaseModel.Of(this, catalog, (history, scores) =>
    {
        var (row, shopper) = (new float[CalendarFeatures.Count], Shopper.Of(history));
        for (var p = 0; p < scores.Length; p++)
        {
            CalendarFeatures.Write(history.DaysAgo(p), shopper, rates[history.Items[p]], row);
            // A purchase however little due lies above none at all.
            scores[p] = Math.Max((float)(1 / (1 + Math.Exp(-trees.LogOdds(row)))), float.Epsilon);
        }
    }, export: saved =>
    {
        trees.Export(saved);
        saved.Add("repeatRates", rates);
    });
}

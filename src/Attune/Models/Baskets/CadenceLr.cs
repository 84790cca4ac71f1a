using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Whether an item is due, by a logistic regression on the calendar of its purchases: score(u, i) = σ(b + w·f) with f the binary features of the days on which u had bought i before the day asked for: whether in each
/// stretch of 7, 14, 28, 91 and 182 days of the 364 before (97 flags), and buckets of how often, how long ago, the mean gap, the time since the last in gaps, and the share of u's days. Learned from days on which users did or did not buy
/// again what they had bought before; all items and users share w, so what it knows of cadence serves new ones at once. Items never bought score 0.
/// Loss: cross entropy, AdaGrad for w with L2, plain steps of 0.005 for b from −3, over shuffled rows.
/// Shapes: w (197), b (1). The features are those that a comparison with CASE (Walmart, arXiv 2604.06718) reads from the same signal. Deterministic by its seed; time epochs · candidates of the training days, memory
/// 4 bytes for each of their features (about 10 to 60 a candidate).
/// </summary>
public sealed record CadenceLr : ITrainer
{
    const double BiasStart = -3, BiasStep = 0.005;

    /// <summary>How many of each user's newest days of purchase are learned from, each beside all that the user had bought before; more = slower, and more examples. Default 1.</summary>
    [Range(1, 1000)]
    public int Baskets { get; init; } = 1;

    /// <summary>Passes over the examples. Default 6.</summary>
    [Range(1, 1000)]
    [Search(2, 20)]
    public int Epochs { get; init; } = 6;

    /// <summary>AdaGrad's step, before it is divided by the root of the squares so far. Default 0.05.</summary>
    [Range(1e-6, 10)]
    [Search(0.005, 0.5, Log = true)]
    public double LearningRate { get; init; } = 0.05;

    /// <summary>How much weights are drawn to zero with each example that has their feature. Default 1e-6.</summary>
    [Range(0, 1.0)]
    [Search(1e-8, 1e-3, Log = true)]
    public double L2 { get; init; } = 1e-6;

    /// <summary>Another seed, another order of the rows. Default 42.</summary>
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
        var rows = Rows.Of(Repurchase.Of(catalog.Sequences!, Baskets), context);
        var (weights, squares, bias) = (new double[CadenceFeatures.Count], new double[CadenceFeatures.Count], BiasStart);
        var order = Enumerable.Range(0, rows.Count).ToArray();
        var random = ((Seed)Seed).Derive("order").Stream();
        return context.Train("learning", Epochs, _ => Epoch(), () => Model(catalog, [.. weights.Select(w => (float)w), (float)bias]));

        double? Epoch()
        {
            random.Shuffle<int>(order);
            var loss = 0.0;
            foreach (var row in order)
            {
                var features = rows.Of(row);
                var z = bias;
                foreach (var f in features) z += weights[f];
                var error = 1 / (1 + Math.Exp(-z)) - (rows.Bought[row] ? 1 : 0);
                loss += Math.Log(1 + Math.Exp(rows.Bought[row] ? -z : z));
                foreach (var f in features)
                {
                    var gradient = error + L2 * weights[f];
                    squares[f] += gradient * gradient;
                    weights[f] -= LearningRate * gradient / (Math.Sqrt(squares[f]) + 1e-8);
                }
                bias -= BiasStep * error;
            }
            return rows.Count == 0 ? null : loss / rows.Count;
        }
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => Model(catalog, weights.Float("weights", CadenceFeatures.Count + 1));

    sealed class Rows(List<int> features, List<int> ends, List<bool> bought)
    {
        internal int Count => ends.Count;

        internal List<bool> Bought => bought;

        internal ReadOnlySpan<int> Of(int row) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(features)[(row == 0 ? 0 : ends[row - 1])..ends[row]];

        internal static Rows Of(IEnumerable<Repurchase> days, FitContext context)
        {
            var (features, ends, bought) = (new List<int>(), new List<int>(), new List<bool>());
            foreach (var day in days)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                var shopDays = CadenceFeatures.ShopDays(day.History);
                for (var p = 0; p < day.Bought.Length; p++)
                {
                    CadenceFeatures.Add(day.History.DaysAgo(p), shopDays, features);
                    ends.Add(features.Count);
                }
                bought.AddRange(day.Bought);
            }
            return new Rows(features, ends, bought);
        }
    }

    IRecommender Model(Catalog catalog, float[] weights) => RepurchaseModel.Of(this, catalog, (history, scores) =>
    {
        var (features, shopDays) = (new List<int>(), CadenceFeatures.ShopDays(history));
        for (var p = 0; p < scores.Length; p++)
        {
            features.Clear();
            CadenceFeatures.Add(history.DaysAgo(p), shopDays, features);
            var z = (double)weights[^1];
            foreach (var f in features) z += weights[f];
            scores[p] = (float)(1 / (1 + Math.Exp(-z)));
        }
    }, export: saved => saved.Add("weights", weights));
}

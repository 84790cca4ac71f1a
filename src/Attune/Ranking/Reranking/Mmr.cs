using System.Buffers;
using System.Globalization;

namespace Attune;

/// <summary>
/// Maximal marginal relevance: variety, one place after another. Each place gets the candidate with the largest
/// λ·relevance − (1 − λ)·(its largest similarity to an item already placed); equal ones in the model's order.
/// Relevance is the model's score, scaled to 0 … 1 over the candidates. Similarity is, from 0 to 1, how far the same users of training had both items;
/// or how many labels of a feature they share (both as in <c>diversity@k</c>); or the model's own, on whatever scale it has. Items that cannot be compared
/// count as unlike. Carbonell and Goldstein, "The use of MMR, diversity-based reranking", SIGIR 1998. Time places × pool similarities a list.
/// </summary>
public sealed record Mmr : IReranker
{
    internal const int DefaultPool = 100;

    internal const string OwnSimilarity = "own";

    /// <summary>The weight of relevance, from 0 (only variety) to 1 (the model's order). Default 0.7.</summary>
    public double Lambda { get; init; } = 0.7;

    /// <summary>The item feature that says how alike two items are; null (default) = who had them in training.</summary>
    public string? Feature { get; init; }

    /// <summary>Whether the model's own similarity counts, which it must then have (<see cref="ISimilarItems"/>). Default false.</summary>
    public bool Own { get; init; }

    /// <inheritdoc/>
    /// <remarks>Default 100.</remarks>
    public int Pool { get; init; } = DefaultPool;

    /// <inheritdoc/>
    public string Name => Reranking.NameOf(string.Create(CultureInfo.InvariantCulture, $"mmr:{Lambda}{(Own ? $":{OwnSimilarity}" : Feature is null ? "" : $":{Feature}")}"), Pool);

    /// <inheritdoc/>
    public Reorder For(IRecommender model)
    {
        Reranking.Check(Lambda, Pool);
        if (Own)
        {
            if (model is not ISimilarItems own) throw new DataException($"{model.NameOf()} has no similarity of its own to re-rank by; leave '{OwnSimilarity}' out, or name an item feature.");
            return (_, items, scores, order) => Order(Lambda, items, scores, order, (placed, candidates, similarities) => Ask(own, placed, candidates, similarities));
        }
        Func<int, int, double> similarity = Feature is null ? new CoOccurrence(model.Catalog.Histories).Cosine : Reranking.LabelsOf(model.Catalog, Feature).Cosine;
        return (_, items, scores, order) => Order(Lambda, items, scores, order, (placed, candidates, similarities) =>
        {
            for (var c = 0; c < candidates.Length; c++) similarities[c] = similarity(placed, candidates[c]);
        });
    }

    /// <summary>Writes how alike the candidates are to one that has a place.</summary>
    internal delegate void Similarities(int placed, ReadOnlySpan<int> candidates, Span<double> similarities);

    /// <summary>The order itself, for whoever has similarities at hand.</summary>
    internal static void Order(double lambda, ReadOnlySpan<int> items, ReadOnlySpan<float> scores, Span<int> order, Similarities similarities)
    {
        var relevance = Reranking.Scaled(scores);
        var (nearest, alike) = (new double[items.Length], new double[items.Length]);
        for (var place = 0; place < order.Length; place++)
        {
            var best = -1;
            for (var c = 0; c < items.Length; c++)
                if (!double.IsNaN(relevance[c]) && (best < 0 || Gain(c) > Gain(best))) best = c;
            order[place] = best;
            relevance[best] = double.NaN;
            if (lambda == 1) continue;
            similarities(items[best], items, alike);
            for (var c = 0; c < items.Length; c++)
                if (alike[c] > nearest[c] || place == 0) nearest[c] = double.IsNaN(alike[c]) ? 0 : alike[c];
        }

        double Gain(int c) => lambda * relevance[c] - (1 - lambda) * nearest[c];
    }

    static void Ask(ISimilarItems model, int placed, ReadOnlySpan<int> candidates, Span<double> similarities)
    {
        var all = ArrayPool<float>.Shared.Rent(model.Catalog.Items.Count);
        model.Similarities(placed, all.AsSpan(0, model.Catalog.Items.Count));
        for (var c = 0; c < candidates.Length; c++) similarities[c] = all[candidates[c]];
        ArrayPool<float>.Shared.Return(all);
    }
}

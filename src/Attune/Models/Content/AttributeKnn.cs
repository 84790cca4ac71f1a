using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Recommends what has the features of the history: every item is a vector of its labels (token columns), each ln((1 + N) / (1 + n)) + 1 for a label that n
/// of the N items have, and of its numbers, each (value − mean) / deviation · NumberWeight; score(i) = Σ over history items h of weight(h) · cos(h, i) /
/// Σ |weight(h)|. So items that nobody has touched are found like any other. A number that is missing counts as the mean; an item without any
/// label or number gets NaN, and in a history it counts for nothing. Texts are left to text-knn.
/// Shapes: items × (labels + numbers), sparse, made again from the item features when a saved model is opened: nothing else is learned.
/// Lops, de Gemmis and Semeraro, "Content-based recommender systems: State of the art and trends", Recommender Systems Handbook 2011. Deviations: every
/// history item counts, not some nearest. Time O(labels of all items) to fit and to score a list; memory 8 bytes for each label or number of an item. Deterministic.
/// </summary>
public sealed record AttributeKnn : ITrainer
{
    /// <summary>What one standard deviation of a number weighs beside a label that all items have, which weighs 1; 0 leaves numbers out. Default 1.</summary>
    [Range(0, 1000.0)]
    [Search(0, 5)]
    public double NumberWeight { get; init; } = 1;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        context.Report("reading features", 0, 1);
        var model = Build(Catalog.Of(data), data.Name);
        context.Report("reading features", 1, 1);
        return model;
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => Build(catalog, "The saved catalog");

    Model Build(Catalog catalog, string source)
    {
        var cells = new List<(int Item, int Feature, float Value)>();
        var width = 0;
        foreach (var column in catalog.ItemFeatures?.Columns ?? [])
            if (column.Kind == FeatureKind.Tokens) AddLabels(column, cells, ref width);
            else if (column.Kind == FeatureKind.Number && NumberWeight > 0) AddNumbers(column.Numbers(catalog.Items), cells, ref width);
        if (cells.Count == 0)
            throw new DataException($"{source} has no item labels or numbers, which attribute-knn needs. Give features of the items (--items FILE, SourceOptions.ItemFile, or DatasetBuilder.ItemFeature(id, \"genres\", \"comedy|drama\")), or take text-knn for titles.");
        var matrix = CsrMatrix.FromTriples(catalog.Items.Count, width, [.. cells.Select(c => c.Item)], [.. cells.Select(c => c.Feature)], [.. cells.Select(c => c.Value)]);
        return new Model(this, catalog, new FeatureCosines(catalog, matrix));
    }

    static void AddLabels(FeatureColumn column, List<(int, int, float)> cells, ref int width)
    {
        var having = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < column.Values.Count; i++)
            foreach (var label in column.Labels(i))
                if (having.TryGetValue(label, out var items)) items.Add(i);
                else having.Add(label, [i]);
        var labelled = having.Values.SelectMany(items => items).Distinct().Count();
        foreach (var items in having.Values)
        {
            foreach (var i in items) cells.Add((i, width, (float)FeatureCosines.Rarity(labelled, items.Count)));
            width++;
        }
    }

    void AddNumbers(double[] numbers, List<(int, int, float)> cells, ref int width)
    {
        var known = numbers.Where(double.IsFinite).ToArray();
        var mean = known.DefaultIfEmpty().Average();
        var deviation = Math.Sqrt(known.DefaultIfEmpty(mean).Average(x => (x - mean) * (x - mean)));
        if (!(deviation > 0)) return;
        for (var i = 0; i < numbers.Length; i++)
            if (double.IsFinite(numbers[i])) cells.Add((i, width, (float)((numbers[i] - mean) / deviation * NumberWeight)));
        width++;
    }

    sealed class Model(AttributeKnn trainer, Catalog catalog, FeatureCosines features) : IExplain, ISimilarItems
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores) => features.Score(query, items, scores);

        public void Contributions(Query query, int item, Span<float> contributions) => features.Contributions(query, item, contributions);

        public void Similarities(int item, Span<float> scores) => features.Similarities(item, scores);

        public void Export(Weights weights)
        {
        }
    }
}

using System.ComponentModel.DataAnnotations;

namespace Attune;

/// <summary>
/// Finds items by the words of their titles and labels, ranked by BM25: score(i) = bm25(query text, text of i), see <c>docs/models.md</c>.
/// A query with a text is answered by the text alone, and only items that share a word with it are found; the text of an item that the catalog
/// lacks finds its neighbours. Without a text a history answers: score(i) = Σ over history items h of weight(h) · like(h, i) / Σ |weight(h)|, where
/// like(h, i) = bm25(text of h, text of i) / bm25(text of h, text of h), so that long texts do not shout. Items nobody has touched are found
/// like any other; an item without words never is (NaN).
/// Seen items are left out by default, as for every model; the history of a known user counts even where a text is searched for, so a shop's search
/// box, which should also find what a customer has, asks without the user or with <see cref="Seen.Include"/>.
/// Shapes: words (items × vocabulary), made again from the item features when a saved model is opened: nothing else is learned.
/// Paper: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009. Deviations: ln(1 + …) in the word weight; a word
/// asked for twice counts twice. Deterministic; O(words) to fit, O(documents that share a word) per word of a query.
/// </summary>
public sealed record TextSearch : ITrainer
{
    /// <summary>How much the second and further occurrences of a word add, 0 (nothing) to 100. Default 1.2.</summary>
    [Range(0, 100.0)]
    public double K1 { get; init; } = 1.2;

    /// <summary>How much long texts are marked down, 0 (not at all) to 1. Default 0.75.</summary>
    [Range(0, 1.0)]
    public double B { get; init; } = 0.75;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History | QueryParts.Text;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        context.Report("reading words", 0, 1);
        var model = Build(Catalog.Of(data), data.Name);
        context.Report("reading words", 1, 1);
        return model;
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => Build(catalog, "The saved catalog");

    Model Build(Catalog catalog, string source)
    {
        string[] texts = [.. Enumerable.Range(0, catalog.Items.Count).Select(i => catalog.ItemFeatures?.Text(i) ?? "")];
        var index = new TextIndex(texts, K1, B);
        return index.WordCount > 0 ? new Model(this, catalog, index)
            : throw new DataException($"{source} has no item texts, which text-search needs. Give titles or other features of the items (--items FILE, SourceOptions.ItemFile, or DatasetBuilder.ItemFeature(id, \"title\", text)).");
    }

    sealed class Model(TextSearch trainer, Catalog catalog, TextIndex index) : ISimilarItems, IExplain
    {
        // bm25 of each item's text against itself; 0 without words.
        readonly float[] _self = [.. Enumerable.Range(0, index.Documents).Select(i => index.Score(i, i))];

        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var all = new float[index.Documents];
            var words = new Dictionary<int, float>();
            var isSearch = !string.IsNullOrWhiteSpace(query.Text);
            if (isSearch) index.AddText(words, query.Text!);
            else AddHistory(words, catalog.HistoryOf(query));
            index.Score(words, all);
            for (var i = 0; i < items.Length; i++)
                scores[i] = words.Count > 0 && CanSay(items[i]) && !(isSearch && all[items[i]] == 0) ? all[items[i]] : float.NaN;
        }

        public void Similarities(int item, Span<float> scores) => Score(Query.From(item), catalog.AllItems, scores);

        public void Contributions(Query query, int item, Span<float> contributions)
        {
            contributions.Clear();
            var history = catalog.HistoryOf(query);
            if (!string.IsNullOrWhiteSpace(query.Text) || !CanSay(item)) return;
            var total = Total(history);
            for (var h = 0; h < history.Count; h++)
                if (CanSay(history.Items[h])) contributions[h] = history.Weights[h] / total * (index.Score(history.Items[h], item) / _self[history.Items[h]]);
        }

        public void Export(Weights weights)
        {
        }

        void AddHistory(Dictionary<int, float> words, History history)
        {
            var total = Total(history);
            if (total == 0) return;
            for (var h = 0; h < history.Count; h++)
                if (CanSay(history.Items[h])) index.AddDocument(words, history.Items[h], history.Weights[h] / (total * _self[history.Items[h]]));
        }

        bool CanSay(int item) => (uint)item < (uint)index.Documents && index.HasWords(item);

        // What items without words weigh would only shrink the scores of all others.
        float Total(History history)
        {
            var total = 0f;
            for (var h = 0; h < history.Count; h++)
                if (CanSay(history.Items[h])) total += Math.Abs(history.Weights[h]);
            return total;
        }
    }
}

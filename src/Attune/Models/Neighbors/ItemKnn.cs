using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Nearest neighbours of items: whoever has an item may want those that the same people have.
/// sim(i, j) = Σ_u r(u,i)·r(u,j) / (|r(·,i)|·|r(·,j)| + shrink), of which every target item j keeps its Neighbors largest, and
/// score(u, j) = Σ over the history of weight(i) · sim(i, j). Shapes: a sparse items × items matrix with at most Neighbors entries per target.
/// Sarwar, Karypis, Konstan and Riedl, "Item-based collaborative filtering recommendation algorithms", WWW 2001; Deshpande and Karypis, TOIS 2004.
/// Deviations: no division by the sum of similarities (for lists that loses accuracy); the strengths of the preferences count in the similarity and
/// in the history: make them equal with binary event weights. Time Σ history², memory 8 bytes × items × Neighbors. Deterministic, whatever the
/// number of threads.
/// </summary>
public sealed record ItemKnn : ITrainer
{
    /// <summary>Sources kept for each target item; more = smoother lists of better known items. Default 100.</summary>
    [Range(1, 100_000)]
    [Search(10, 1000, Log = true)]
    public int Neighbors { get; init; } = 100;

    /// <summary>Added to the denominator: trusts similarities less where few users carry them. Default 0.</summary>
    [Range(0, 1e9)]
    [Search(0, 500)]
    public double Shrink { get; init; }

    /// <summary>The measure of similarity. Default Cosine.</summary>
    public ItemSimilarity Similarity { get; init; }

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        context.Report("similarities", 0, data.Items.Count);
        var targets = new (int[] Sources, float[] Similarities)[data.Items.Count];
        var norms = Norms(data.PreferencesByItem);
        var done = 0;
        Parallel.For(0, data.Items.Count, context.Parallel, () => new Row(data.Items.Count), (j, _, row) =>
        {
            targets[j] = row.Neighbors(data, norms, j, this);
            if (Interlocked.Increment(ref done) is var finished && finished % 1024 == 0) context.Report("similarities", finished, data.Items.Count);
            return row;
        }, _ => { });
        context.Report("similarities", data.Items.Count, data.Items.Count);
        return new Model(this, Catalog.Of(data), ToMatrix(targets));
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights)
    {
        var sources = weights.Integer("sources");
        return new Model(this, catalog, new CsrMatrix(catalog.Items.Count, weights.Integer("offsets", catalog.Items.Count + 1), sources, weights.Float("similarities", sources.Length)));
    }

    static double[] Norms(CsrMatrix byItem)
    {
        var norms = new double[byItem.Rows];
        for (var i = 0; i < norms.Length; i++)
        {
            foreach (var v in byItem.RowValues(i)) norms[i] += (double)v * v;
            norms[i] = Math.Sqrt(norms[i]);
        }
        return norms;
    }

    // Targets × sources.
    static CsrMatrix ToMatrix((int[] Sources, float[] Similarities)[] targets)
    {
        var offsets = new int[targets.Length + 1];
        for (var j = 0; j < targets.Length; j++) offsets[j + 1] = checked(offsets[j] + targets[j].Sources.Length);
        return new CsrMatrix(targets.Length, offsets, [.. targets.SelectMany(t => t.Sources)], [.. targets.SelectMany(t => t.Similarities)]);
    }

    /// <summary>One thread's room for a row of similarities.</summary>
    sealed class Row(int items)
    {
        readonly float[] _products = new float[items], _scores = new float[items];
        readonly int[] _met = new int[items];
        readonly int[] _best = new int[items];

        internal (int[], float[]) Neighbors(Dataset data, double[] norms, int target, ItemKnn options)
        {
            var met = Products(data, target);
            for (var m = 0; m < met.Length; m++)
            {
                _scores[m] = (float)(_products[met[m]] / (norms[met[m]] * norms[target] + options.Shrink));
                _products[met[m]] = 0;
            }
            var best = _best.AsSpan(0, Math.Min(options.Neighbors, met.Length));
            best = best[..TopK.Select(_scores.AsSpan(0, met.Length), met, best)];
            best.Sort(static (a, b) => a.CompareTo(b));
            return (Pick(best, met), Pick(best, _scores));
        }

        // Σ_u r(u,i)·r(u,target) for every other item i that a user of the target has; returns those items, ascending.
        ReadOnlySpan<int> Products(Dataset data, int target)
        {
            var users = data.PreferencesByItem.Row(target);
            var strengths = data.PreferencesByItem.RowValues(target);
            var count = 0;
            for (var e = 0; e < users.Length; e++)
            {
                var items = data.Preferences.Row(users[e]);
                var values = data.Preferences.RowValues(users[e]);
                for (var i = 0; i < items.Length; i++)
                {
                    ref var product = ref _products[items[i]];
                    if (product == 0 && items[i] != target) _met[count++] = items[i];
                    product += strengths[e] * values[i];
                }
            }
            _products[target] = 0;
            _met.AsSpan(0, count).Sort();
            return _met.AsSpan(0, count);
        }

        static T[] Pick<T>(ReadOnlySpan<int> places, ReadOnlySpan<T> values)
        {
            var picked = new T[places.Length];
            for (var i = 0; i < picked.Length; i++) picked[i] = values[places[i]];
            return picked;
        }
    }

    sealed class Model(ItemKnn trainer, Catalog catalog, CsrMatrix byTarget) : IExplain, ISimilarItems
    {
        readonly CsrMatrix _bySource = byTarget.Transpose();

        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var history = catalog.HistoryOf(query);
            scores.Fill(history.Count == 0 ? float.NaN : 0);
            if (catalog.IsWhole(items)) AddAll(history, scores);
            else
                for (var i = 0; i < items.Length; i++)
                    if ((uint)items[i] >= (uint)_bySource.Rows) scores[i] = float.NaN;
                    else
                        for (var h = 0; h < history.Count; h++) scores[i] += history.Weights[h] * Of(history.Items[h], items[i]);
        }

        public void Contributions(Query query, int item, Span<float> contributions)
        {
            var history = catalog.HistoryOf(query);
            for (var h = 0; h < history.Count; h++) contributions[h] = history.Weights[h] * Of(history.Items[h], item);
        }

        public void Similarities(int item, Span<float> scores)
        {
            scores.Fill(float.NaN);
            if ((uint)item >= (uint)byTarget.Rows) return;
            for (var i = 0; i < byTarget.RowLength(item); i++) scores[byTarget.Row(item)[i]] = byTarget.RowValues(item)[i];
        }

        public void Export(Weights weights) => weights
            .Add("offsets", byTarget.Offsets.ToArray())
            .Add("sources", byTarget.ColumnIndices.ToArray())
            .Add("similarities", byTarget.Values.ToArray());

        void AddAll(History history, Span<float> scores)
        {
            for (var h = 0; h < history.Count; h++)
            {
                var targets = _bySource.Row(history.Items[h]);
                var similarities = _bySource.RowValues(history.Items[h]);
                for (var t = 0; t < targets.Length; t++) scores[targets[t]] += history.Weights[h] * similarities[t];
            }
        }

        float Of(int source, int target)
        {
            var at = _bySource.Row(source).BinarySearch(target);
            return at < 0 ? 0 : _bySource.RowValues(source)[at];
        }
    }
}

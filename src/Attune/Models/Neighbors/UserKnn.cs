using System.Buffers;
using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Nearest neighbours of users: you may want what people like you have. Of all training users v the Neighbors most similar to the asked history u
/// are taken, sim(u, v) = Σ_i r(u,i)·r(v,i) / (|u|·|v| + shrink) or another <see cref="PreferenceSimilarity"/>, and score(u, j) = Σ_v sim(u, v) · r(v,j).
/// Shapes: an inverted index of users × items, nothing else: neighbors are found when asked for, with the same sums for known and for new users; a
/// known user is no neighbor of itself.
/// Resnick et al., "GroupLens: An open architecture for collaborative filtering of netnews", CSCW 1994; Herlocker, Konstan, Borchers and Riedl, SIGIR 1999.
/// Deviations: no mean ratings, no division by the sum of similarities (a model of lists, not of ratings).
/// Time to fit O(preferences); to score Σ over the history of the items' users + users + Σ over the neighbors of their histories. Memory 16 bytes for each
/// preference. Deterministic.
/// </summary>
public sealed record UserKnn : ITrainer
{
    /// <summary>Neighbors of a user; more = smoother lists of better known items. Default 100.</summary>
    [Range(1, 100_000)]
    [Search(10, 1000, Log = true)]
    public int Neighbors { get; init; } = 100;

    /// <summary>Added to the denominator: trusts similarities less where few items carry them. Default 0.</summary>
    [Range(0, 1e9)]
    [Search(0, 100)]
    public double Shrink { get; init; }

    /// <summary>The measure of similarity. Default Cosine.</summary>
    [Search]
    public PreferenceSimilarity Similarity { get; init; }

    /// <summary>α of the asymmetric cosine, the share of the neighbor's size in the denominator: 0.5 is the cosine, less favours users of many items. Default 0.5.</summary>
    [Range(0, 1.0)]
    public double Alpha { get; init; } = 0.5;

    /// <summary>K1 of BM25: more = strengths saturate later. Default 1.2.</summary>
    [Range(0, 1000.0)]
    public double K1 { get; init; } = 1.2;

    /// <summary>B of BM25: how much users of many items are marked down, 0 to 1. Default 0.75.</summary>
    [Range(0, 1.0)]
    public double B { get; init; } = 0.75;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        context.Report("index", 0, 1);
        var model = new Model(this, Catalog.Of(data));
        context.Report("index", 1, 1);
        return model;
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog);

    sealed class Model : IExplain
    {
        readonly UserKnn _trainer;
        readonly Catalog _catalog;
        readonly WeighedPreferences _weighed;
        readonly CsrMatrix _byItem;
        readonly Likeness _likeness;
        readonly int[] _everyone;

        internal Model(UserKnn trainer, Catalog catalog)
        {
            (_trainer, _catalog) = (trainer, catalog);
            _weighed = new WeighedPreferences(catalog.Histories, trainer.Similarity, trainer.Alpha, trainer.K1, trainer.B);
            _byItem = _weighed.Rows.Transpose();
            _likeness = _weighed.Likeness(trainer.Shrink);
            _everyone = [.. Enumerable.Range(0, catalog.Users.Count)];
        }

        public ITrainer Trainer => _trainer;

        public Catalog Catalog => _catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var history = _catalog.HistoryOf(query);
            if (history.Count == 0)
            {
                scores.Fill(float.NaN);
                return;
            }
            var (alike, all, nearest) = (Rent<float>(_everyone.Length), Rent<float>(_catalog.Items.Count), Rent<int>(_trainer.Neighbors));
            var isWhole = _catalog.IsWhole(items);
            var sums = isWhole ? scores : all.AsSpan(0, _catalog.Items.Count);
            sums.Clear();
            foreach (var v in Nearest(query, history, alike.AsSpan(0, _everyone.Length), nearest))
                SparseRows.AddTo(sums, _catalog.Histories.Row(v), _catalog.Histories.RowValues(v), alike[v]);
            if (!isWhole)
                for (var i = 0; i < items.Length; i++) scores[i] = (uint)items[i] < (uint)sums.Length ? sums[items[i]] : float.NaN;
            ArrayPool<float>.Shared.Return(alike);
            ArrayPool<float>.Shared.Return(all);
            ArrayPool<int>.Shared.Return(nearest);
        }

        // sim(u, v) is a sum over the history, so the score is one too.
        public void Contributions(Query query, int item, Span<float> contributions)
        {
            contributions.Clear();
            var history = _catalog.HistoryOf(query);
            if ((uint)item >= (uint)_catalog.Items.Count || history.Count == 0) return;
            var (alike, weighed) = (new float[_everyone.Length], new float[history.Count]);
            _weighed.Weigh(history.Items, history.Weights, weighed);
            foreach (var v in Nearest(query, history, alike, new int[_trainer.Neighbors]))
            {
                var r = Of(_catalog.Histories, v, item);
                if (r == 0) continue;
                var product = 0f;
                for (var h = 0; h < history.Count; h++) product += weighed[h] * Of(_weighed.Rows, v, history.Items[h]);
                for (var h = 0; h < history.Count; h++)
                    contributions[h] += weighed[h] * Of(_weighed.Rows, v, history.Items[h]) / product * alike[v] * r;
            }
        }

        public void Export(Weights weights)
        {
        }

        // The nearest training users, best first; alike becomes every user's similarity.
        ReadOnlySpan<int> Nearest(Query query, History history, Span<float> alike, int[] room)
        {
            var rented = Rent<float>(history.Count);
            var weighed = rented.AsSpan(0, history.Count);
            _weighed.Weigh(history.Items, history.Weights, weighed);
            var size = _weighed.TargetSize(weighed);
            alike.Clear();
            for (var h = 0; h < history.Count; h++)
                SparseRows.AddTo(alike, _byItem.Row(history.Items[h]), _byItem.RowValues(history.Items[h]), weighed[h]);
            ArrayPool<float>.Shared.Return(rented);
            if ((uint)query.User < (uint)alike.Length) alike[query.User] = 0;
            for (var v = 0; v < alike.Length; v++)
                if (alike[v] != 0) alike[v] = _likeness.Of(alike[v], size, _likeness.Right[v]);
            var nearest = room.AsSpan(0, Math.Min(_trainer.Neighbors, alike.Length));
            var count = TopK.Select(alike, _everyone, nearest);
            while (count > 0 && !(alike[nearest[count - 1]] > 0)) count--;
            return nearest[..count];
        }

        static float Of(CsrMatrix rows, int row, int column)
        {
            var at = rows.Row(row).BinarySearch(column);
            return at < 0 ? 0 : rows.RowValues(row)[at];
        }

        static T[] Rent<T>(int length) => ArrayPool<T>.Shared.Rent(length);
    }
}

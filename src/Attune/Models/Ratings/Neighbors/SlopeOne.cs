using System.Buffers;
using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Predicts from how much higher or lower an item is rated than the items that the user has rated, by people who have rated both:
/// dev(i, j) = mean over users with both of r(u, i) − r(u, j), and r(u, i) = mean(u) + mean of dev(i, j) over the user's items j that share users with i;
/// Weighted: r(u, i) = Σ_j count(i, j) (r(u, j) + dev(i, j)) / Σ_j count(i, j). Inside the range of the training ratings.
/// Where nothing is shared the user's mean is the prediction; somebody without ratings, and an item that training does not know, gets μ.
/// Shapes: a sparse items × items matrix of differences and counts, both directions: 12 bytes for each pair of items with users in common and direction.
/// Paper: Lemire and Maclachlan, Slope One Predictors for Online Rating-Based Collaborative Filtering, SDM 2005. Deviations: none but the range.
/// Time (Σ (ratings of a user)² + items²) / 2. Deterministic, whatever the number of threads.
/// </summary>
public sealed record SlopeOne : ITrainer
{
    /// <summary>Whether differences that more users carry count more. Default false, the paper's plain scheme.</summary>
    [Search]
    public bool Weighted { get; init; }

    /// <summary>Differences that fewer users carry are left out, 1 to 1000000. Default 1.</summary>
    [Range(1, 1_000_000)]
    public int MinSupport { get; init; } = 1;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public bool PredictsRatings => true;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        var ratings = RatingScale.RatingsOf(data, this);
        var (offsets, partners, sums) = ItemPairs.Of<DifferenceSums, DifferenceSums>(ratings, context ?? FitContext.Default, Supported, pair => pair.Mirrored);
        var differences = Array.ConvertAll(sums, s => s.Sum / s.Count);
        return new Model(this, Catalog.OfRatings(data), RatingScale.Of(ratings), new CsrMatrix(ratings.Columns, offsets, partners, differences), Array.ConvertAll(sums, s => s.Count));

        bool Supported(DifferenceSums all, out DifferenceSums kept)
        {
            kept = all;
            return all.Count >= MinSupport;
        }
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights)
    {
        var partners = weights.Integer("partners");
        var differences = new CsrMatrix(catalog.Items.Count, weights.Integer("offsets", catalog.Items.Count + 1), partners, weights.Float("differences", partners.Length));
        return new Model(this, catalog, RatingScale.Of(weights), differences, weights.Integer("counts", partners.Length));
    }

    sealed class Model(SlopeOne trainer, Catalog catalog, RatingScale scale, CsrMatrix differences, int[] counts) : IRecommender
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var rated = query.History is null ? catalog.HistoryOf(query) : RatingScale.RatedHistory(catalog, query);
            var mean = ClusterMeans.MeanOf(rated.Weights, scale.Mean);
            var weights = ArrayPool<float>.Shared.Rent(items.Length);
            weights.AsSpan(0, items.Length).Clear();
            scores.Clear();
            if (catalog.IsWhole(items)) AddAll(rated, mean, scores, weights);
            else
                for (var i = 0; i < items.Length; i++) AddOne(rated, mean, items[i], ref scores[i], ref weights[i]);
            for (var i = 0; i < items.Length; i++) 
                scores[i] = scale.Clip(weights[i] > 0 ? scores[i] / weights[i] : (uint)items[i] < (uint)differences.Rows ? mean : scale.Mean);
            ArrayPool<float>.Shared.Return(weights);
        }

        public void Export(Weights weights)
        {
            scale.Export(weights);
            weights.Add("offsets", [.. differences.Offsets]).Add("partners", [.. differences.ColumnIndices]).Add("differences", [.. differences.Values]).Add("counts", counts);
        }

        // Row j holds dev(j, i) = −dev(i, j).
        void AddAll(History rated, float mean, Span<float> sums, Span<float> weights)
        {
            for (var h = 0; h < rated.Count; h++)
            {
                var (j, start) = (rated.Items[h], trainer.Weighted ? rated.Weights[h] : mean);
                var row = differences.Row(j);
                var values = differences.RowValues(j);
                var support = counts.AsSpan(differences.Offsets[j]);
                for (var p = 0; p < row.Length; p++) Add(start, -values[p], support[p], ref sums[row[p]], ref weights[row[p]]);
            }
        }

        void AddOne(History rated, float mean, int item, ref float sum, ref float weight)
        {
            if ((uint)item >= (uint)differences.Rows) return;
            var row = differences.Row(item);
            for (var h = 0; h < rated.Count; h++)
                if (row.BinarySearch(rated.Items[h]) is >= 0 and var at)
                    Add(trainer.Weighted ? rated.Weights[h] : mean, differences.RowValues(item)[at], counts[differences.Offsets[item] + at], ref sum, ref weight);
        }

        void Add(float start, float difference, int support, ref float sum, ref float weight)
        {
            var w = trainer.Weighted ? support : 1f;
            sum += w * (start + difference);
            weight += w;
        }
    }
}

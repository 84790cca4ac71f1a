using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Sorts users and items into clusters at once and predicts from the means of the clusters, of the user and of the item:
/// r(u, i) = mean(cu, ci) + (mean(u) − mean(cu)) + (mean(i) − mean(ci)), cu and ci the clusters of u and i, inside the range of the training ratings.
/// Learned in turns: all means of clusters, then every user moves to the cluster in which his ratings have the least squared error, then every item.
/// The means and the users come once more at the end, there with predictions inside the range; so do the ratings of a query find their cluster.
/// A user or item that is not known contributes nothing: the other one's mean is the prediction, or μ. Shapes: user_clusters and user_means (users),
/// item_clusters and item_means (items), user_cluster_means, item_cluster_means, cluster_means (user clusters, item clusters), scale.
/// Paper: George and Merugu, A Scalable Collaborative Filtering Framework Based on Co-clustering, ICDM 2005. Deviations: several starts; the last turn of
/// users; an empty cluster has the mean μ. Deterministic under a seed, whatever the number of threads;
/// O(epochs · starts · ratings · (user clusters + item clusters)) time.
/// </summary>
public sealed record CoClustering : ITrainer
{
    /// <summary>Clusters of users, 1 to 100. Default 3.</summary>
    [Range(1, 100), Search(2, 20)]
    public int UserClusters { get; init; } = 3;

    /// <summary>Clusters of items, 1 to 100. Default 3.</summary>
    [Range(1, 100), Search(2, 20)]
    public int ItemClusters { get; init; } = 3;

    /// <summary>Turns, 1 to 10000. Default 20.</summary>
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 20;

    /// <summary>
    /// Random starts, 1 to 1000, each with as many turns, of which the one with the least training error is gone on with: where the turns end depends on
    /// where they start. Default 24.
    /// </summary>
    [Range(1, 1000)]
    public int Starts { get; init; } = 24;

    /// <summary>Seed of the first clusters. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public bool PredictsRatings => true;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        var ratings = RatingScale.RatingsOf(data, this);
        var catalog = Catalog.OfRatings(data);
        var turns = new ClusterTurns(this, ratings, context);
        turns.Begin();
        return context.Train("epoch", Epochs, _ => turns.Turn(), () =>
        {
            var (means, users, items) = turns.Learned;
            return new Model(this, catalog, turns.Scale, means, users, items);
        });
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, RatingScale.Of(weights), ClusterMeans.Of(this, catalog, weights),
        weights.Integer("user_clusters", catalog.Users.Count), weights.Integer("item_clusters", catalog.Items.Count));

    sealed class Model(CoClustering trainer, Catalog catalog, RatingScale scale, ClusterMeans means, int[] users, int[] items) : IRecommender
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> wanted, Span<float> scores)
        {
            var (mean, cluster) = PersonOf(query);
            for (var i = 0; i < wanted.Length; i++)
            {
                var item = wanted[i];
                var known = (uint)item < (uint)items.Length;
                scores[i] = scale.Clip(known && cluster >= 0 ? means.Predict(mean, cluster, item, items[item]) : known ? means.Items[item] : mean);
            }
        }

        public void Export(Weights weights)
        {
            scale.Export(weights);
            means.Export(weights);
            weights.Add("user_clusters", users).Add("item_clusters", items);
        }

        // The mean of the ratings and the cluster, −1 for nobody.
        (float Mean, int Cluster) PersonOf(Query query)
        {
            if (query.History is null && (uint)query.User < (uint)users.Length) return (means.Users[query.User], users[query.User]);
            var rated = RatingScale.RatedHistory(catalog, query);
            if (rated.Count == 0) return (scale.Mean, -1);
            var mean = ClusterMeans.MeanOf(rated.Weights, scale.Mean);
            return (mean, means.BestForUser(rated.Items, rated.Weights, mean, items, scale, out _));
        }
    }
}

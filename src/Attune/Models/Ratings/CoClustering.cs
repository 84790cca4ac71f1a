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
    static readonly RatingScale Unbounded = new(0, float.NegativeInfinity, float.PositiveInfinity);

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
        var scale = RatingScale.Of(ratings);
        var byItem = ratings.Transpose();
        var catalog = Catalog.OfRatings(data);
        var (users, items) = Begin();
        return context.Train("epoch", Epochs, _ => Math.Sqrt(Turn(users, items) / ratings.Count), () =>
        {
            var (means, last) = (MeansOf(users, items), new int[users.Length]);
            MoveUsers(means, items, last, scale);
            return new Model(this, catalog, scale, means, last, [.. items]);
        });

        (int[] Users, int[] Items) Begin()
        {
            var (best, least) = (default((int[], int[])), double.PositiveInfinity);
            for (var start = 0; start < Starts; start++)
            {
                context.Report("start", start, Starts);
                var seed = ((Seed)Seed).Derive(start);
                var (users, items, squares) = (Draw(seed.Derive("users"), ratings.Rows, UserClusters), Draw(seed.Derive("items"), ratings.Columns, ItemClusters), 0.0);
                for (var epoch = 0; epoch < Epochs && Starts > 1; epoch++) squares = Turn(users, items);
                if (squares < least) (best, least) = ((users, items), squares);
            }
            return best;
        }

        ClusterMeans MeansOf(int[] users, int[] items) => ClusterMeans.Of(this, ratings, byItem, scale, users, items);

        double Turn(int[] users, int[] items)
        {
            var means = MeansOf(users, items);
            var squares = MoveUsers(means, items, users, Unbounded);
            context.For(items.Length, i => items[i] = means.BestForItem(byItem.Row(i), byItem.RowValues(i), i, users));
            return squares;
        }

        double MoveUsers(ClusterMeans means, int[] items, int[] moved, RatingScale range)
        {
            var squares = new double[moved.Length];
            context.For(moved.Length, u => moved[u] = means.BestForUser(ratings.Row(u), ratings.RowValues(u), means.Users[u], items, range, out squares[u]));
            return squares.Sum();
        }
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, RatingScale.Of(weights), ClusterMeans.Of(this, catalog, weights),
        weights.Integer("user_clusters", catalog.Users.Count), weights.Integer("item_clusters", catalog.Items.Count));

    static int[] Draw(Seed seed, int count, int clusters)
    {
        var stream = seed.Stream();
        var drawn = new int[count];
        foreach (ref var c in drawn.AsSpan()) c = stream.NextInt(clusters);
        return drawn;
    }

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

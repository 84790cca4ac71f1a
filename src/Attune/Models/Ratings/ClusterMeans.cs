using Attune.Numerics;

namespace Attune;

/// <summary>The means that <see cref="CoClustering"/> predicts from, and the search for the cluster that suits a user or an item best.</summary>
sealed class ClusterMeans(float[] users, float[] items, float[] userClusters, float[] itemClusters, float[] both)
{
    /// <summary>Mean rating of every user.</summary>
    internal float[] Users => users;

    /// <summary>Mean rating of every item.</summary>
    internal float[] Items => items;

    /// <summary>The means under an assignment of users and items to clusters; of nothing, the mean of all ratings.</summary>
    internal static ClusterMeans Of(CoClustering options, CsrMatrix ratings, CsrMatrix byItem, RatingScale scale, int[] users, int[] items)
    {
        var (byUser, byItemCluster, both) = (new Sums(options.UserClusters), new Sums(options.ItemClusters), new Sums(options.UserClusters * options.ItemClusters));
        for (var u = 0; u < ratings.Rows; u++)
            for (var e = 0; e < ratings.RowLength(u); e++)
            {
                var (cluster, rating) = (items[ratings.Row(u)[e]], ratings.RowValues(u)[e]);
                byUser.Add(users[u], rating);
                byItemCluster.Add(cluster, rating);
                both.Add(users[u] * options.ItemClusters + cluster, rating);
            }
        return new ClusterMeans(MeansOf(ratings, scale), MeansOf(byItem, scale), byUser.Means(scale.Mean), byItemCluster.Means(scale.Mean), both.Means(scale.Mean));
    }

    /// <summary>What <see cref="Export"/> stored.</summary>
    internal static ClusterMeans Of(CoClustering options, Catalog catalog, Weights weights) => new(
        weights.Float("user_means", catalog.Users.Count), weights.Float("item_means", catalog.Items.Count), weights.Float("user_cluster_means", options.UserClusters),
        weights.Float("item_cluster_means", options.ItemClusters), weights.Float("cluster_means", options.UserClusters * options.ItemClusters));

    internal void Export(Weights weights) => weights.Add("user_means", users).Add("item_means", items).Add("user_cluster_means", userClusters)
        .Add("item_cluster_means", itemClusters).Add("cluster_means", both, userClusters.Length, itemClusters.Length);

    /// <summary>The mean of some ratings, or of all where there are none.</summary>
    internal static float MeanOf(ReadOnlySpan<float> ratings, float otherwise)
    {
        var sum = 0.0;
        foreach (var r in ratings) sum += r;
        return ratings.Length == 0 ? otherwise : (float)(sum / ratings.Length);
    }

    /// <summary>The prediction for somebody with this mean in this cluster and an item of its cluster.</summary>
    internal float Predict(float mean, int userCluster, int item, int itemCluster) =>
        both[userCluster * itemClusters.Length + itemCluster] + mean - userClusters[userCluster] + items[item] - itemClusters[itemCluster];

    /// <summary>The cluster in which these ratings of somebody with this mean have the least squared error, predictions inside the range, and that error.</summary>
    internal int BestForUser(ReadOnlySpan<int> rated, ReadOnlySpan<float> ratings, float mean, int[] clusterOf, RatingScale range, out double squares)
    {
        Span<double> errors = stackalloc double[userClusters.Length];
        for (var e = 0; e < rated.Length; e++)
        {
            var cluster = clusterOf[rated[e]];
            var levels = mean + items[rated[e]] - itemClusters[cluster];
            for (var c = 0; c < errors.Length; c++)
            {
                double error = ratings[e] - Math.Clamp(levels + both[c * itemClusters.Length + cluster] - userClusters[c], range.Min, range.Max);
                errors[c] += error * error;
            }
        }
        return Least(errors, out squares);
    }

    /// <summary>The cluster in which the ratings of an item have the least squared error.</summary>
    internal int BestForItem(ReadOnlySpan<int> raters, ReadOnlySpan<float> ratings, int item, int[] clusterOf)
    {
        Span<double> errors = stackalloc double[itemClusters.Length];
        for (var e = 0; e < raters.Length; e++)
        {
            var cluster = clusterOf[raters[e]];
            var rest = ratings[e] - users[raters[e]] + userClusters[cluster] - items[item];
            for (var c = 0; c < errors.Length; c++)
            {
                double error = rest - both[cluster * errors.Length + c] + itemClusters[c];
                errors[c] += error * error;
            }
        }
        return Least(errors, out _);
    }

    static int Least(ReadOnlySpan<double> errors, out double least)
    {
        var best = 0;
        for (var c = 1; c < errors.Length; c++)
            if (errors[c] < errors[best]) best = c;
        least = errors[best];
        return best;
    }

    static float[] MeansOf(CsrMatrix rows, RatingScale scale)
    {
        var means = new float[rows.Rows];
        for (var r = 0; r < means.Length; r++) means[r] = MeanOf(rows.RowValues(r), scale.Mean);
        return means;
    }

    readonly struct Sums(int count)
    {
        readonly double[] _sums = new double[count];
        readonly int[] _counts = new int[count];

        internal void Add(int at, float rating)
        {
            _sums[at] += rating;
            _counts[at]++;
        }

        internal float[] Means(float otherwise)
        {
            var (sums, counts) = (_sums, _counts);
            return [.. sums.Select((s, c) => counts[c] == 0 ? otherwise : (float)(s / counts[c]))];
        }
    }
}

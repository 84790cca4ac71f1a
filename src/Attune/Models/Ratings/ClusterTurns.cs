using Attune.Numerics;

namespace Attune;

/// <summary>The training of <see cref="CoClustering"/>: every user and every item moves alone, so that threads change nothing.</summary>
sealed class ClusterTurns(CoClustering options, CsrMatrix ratings, FitContext context)
{
    static readonly RatingScale Unbounded = new(0, float.NegativeInfinity, float.PositiveInfinity);

    readonly CsrMatrix _byItem = ratings.Transpose();
    int[] _users = [], _items = [];

    internal RatingScale Scale { get; } = RatingScale.Of(ratings);

    /// <summary>The means of the clusters as they are, where these put the users, and the clusters of the items.</summary>
    internal (ClusterMeans Means, int[] Users, int[] Items) Learned
    {
        get
        {
            var (means, users) = (Means, new int[_users.Length]);
            MoveUsers(means, users, Scale);
            return (means, users, [.. _items]);
        }
    }

    ClusterMeans Means => ClusterMeans.Of(options, ratings, _byItem, Scale, _users, _items);

    /// <summary>Tries several random starts and goes on with the one of the least training error.</summary>
    internal void Begin()
    {
        var (best, least) = (Draw(0), double.PositiveInfinity);
        for (var start = 0; start < options.Starts && options.Starts > 1; start++)
        {
            context.Report("start", start, options.Starts);
            (_users, _items) = Draw(start);
            var error = 0.0;
            for (var epoch = 0; epoch < options.Epochs; epoch++) error = Turn();
            if (error < least) (best, least) = ((_users, _items), error);
        }
        (_users, _items) = best;
    }

    /// <summary>One turn; returns the root of the mean squared error after the users' move.</summary>
    internal double Turn()
    {
        var means = Means;
        var squares = MoveUsers(means, _users, Unbounded);
        context.For(_items.Length, i => _items[i] = means.BestForItem(_byItem.Row(i), _byItem.RowValues(i), i, _users));
        return Math.Sqrt(squares / ratings.Count);
    }

    double MoveUsers(ClusterMeans means, int[] moved, RatingScale range)
    {
        var squares = new double[moved.Length];
        context.For(moved.Length, u => moved[u] = means.BestForUser(ratings.Row(u), ratings.RowValues(u), means.Users[u], _items, range, out squares[u]));
        return squares.Sum();
    }

    (int[] Users, int[] Items) Draw(int start)
    {
        var seed = ((Seed)options.Seed).Derive(start);
        return (Draw(seed.Derive("users"), ratings.Rows, options.UserClusters), Draw(seed.Derive("items"), ratings.Columns, options.ItemClusters));
    }

    static int[] Draw(Seed seed, int count, int clusters)
    {
        var stream = seed.Stream();
        var drawn = new int[count];
        foreach (ref var c in drawn.AsSpan()) c = stream.NextInt(clusters);
        return drawn;
    }
}

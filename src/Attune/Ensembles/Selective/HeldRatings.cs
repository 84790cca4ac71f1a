namespace Attune;

/// <summary>
/// Members and held-out ratings as the products of their errors: E(m, n) = mean of (r(m) − r)(r(n) − r). The squared error of any mean with weights w of sum 1 is wᵀEw, so that predictions need not be
/// kept once E is known.
/// </summary>
sealed class HeldRatings(double[,] products) : HeldQuality(products.GetLength(0))
{
    internal double[,] Products => products;

    internal static HeldRatings? Of(Ensemble ensemble, ITrainer[] members, Dataset data, FitContext context)
    {
        if (Part(ensemble, members, data) is not { } split) return null;
        RequireRoom(ensemble, members, split);
        IReadOnlyList<TestUser>? users = null;
        var errors = new float[members.Length][];
        for (var m = 0; m < members.Length; m++)
        {
            var model = Fitted(members[m], split.Train, context);
            if (users is null)
            {
                users = InnerMembers.Draw(TestUsers.Of(model, split, false, true, new EvaluationOptions { KnownUsersOnly = true }).Measured, ensemble.Users, ensemble.Seed);
                if (users.Count == 0) return null;
            }
            errors[m] = Errors(model, users, context);
        }
        return new HeldRatings(ProductsOf(errors));
    }

    internal override double Alone(int member) => Math.Sqrt(products[member, member]);

    internal override double Quality(ReadOnlySpan<double> weights, FitContext context)
    {
        var (sum, total) = (0.0, 0.0);
        for (var m = 0; m < weights.Length; m++)
        {
            total += weights[m];
            for (var n = 0; n < weights.Length; n++) sum += weights[m] * weights[n] * products[m, n];
        }
        return -Math.Sqrt(Math.Max(0, sum)) / total;
    }

    /// <summary>Prediction less rating, of all held-out ratings in the order of users.</summary>
    internal static float[] Errors(IRecommender model, IReadOnlyList<TestUser> users, FitContext context)
    {
        var parts = new float[users.Count][];
        context.For(parts.Length, u =>
        {
            var predicted = new float[users[u].Rated.Length];
            model.Score(users[u].Query, users[u].Rated, predicted);
            for (var i = 0; i < predicted.Length; i++) predicted[i] -= users[u].Ratings[i];
            parts[u] = predicted;
        });
        return [.. parts.SelectMany(p => p)];
    }

    /// <summary>Refuses predictions that would not fit, before any member is fitted: at most those of the users with most held-out ratings.</summary>
    internal static void RequireRoom(Ensemble ensemble, ITrainer[] members, Split split)
    {
        var ratings = split.Test.Ratings;
        var most = Enumerable.Range(0, ratings.Rows).Select(u => (long)ratings.RowLength(u)).OrderDescending().Take(ensemble.Users).Sum();
        ensemble.RequireRoom(most, sizeof(float), FormattableString.Invariant($"{most:N0} held-out ratings and {members.Length} members"), "Lower users, or raise megabytes.");
    }

    static double[,] ProductsOf(float[][] errors)
    {
        var products = new double[errors.Length, errors.Length];
        for (var m = 0; m < errors.Length; m++)
            for (var n = 0; n <= m; n++)
            {
                var sum = 0.0;
                for (var e = 0; e < errors[m].Length; e++) sum += (double)errors[m][e] * errors[n][e];
                products[m, n] = products[n, m] = sum / errors[m].Length;
            }
        return products;
    }
}

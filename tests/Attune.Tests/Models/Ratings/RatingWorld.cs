using Attune.Numerics;

namespace Attune.Tests;

/// <summary>Small random ratings, and their data set, for checks against formulas written out in full.</summary>
static class RatingWorld
{
    /// <summary>users × items of whole ratings 1 to 5, NaN where there is none; about two thirds are there.</summary>
    internal static double[,] Random(int users, int items, int seed)
    {
        var stream = new Seed((ulong)seed).Stream();
        var ratings = new double[users, items];
        for (var u = 0; u < users; u++)
            for (var i = 0; i < items; i++) ratings[u, i] = stream.NextInt(3) == 0 ? double.NaN : 1 + stream.NextInt(5);
        return ratings;
    }

    /// <summary>The data set; indices are those of the table, since every row and column has an entry.</summary>
    internal static Dataset Build(double[,] ratings) => new DatasetBuilder { Name = "random ratings" }.AddRange(
        from u in Enumerable.Range(0, ratings.GetLength(0))
        from i in Enumerable.Range(0, ratings.GetLength(1))
        where !double.IsNaN(ratings[u, i])
        select new Interaction(Vocabulary.Canonical(u), Vocabulary.Canonical(i)) { Value = (float)ratings[u, i] }).Build();

    internal static float Predict(IRecommender model, int user, int item)
    {
        var score = new float[1];
        model.Score(Query.For(user), [item], score);
        return score[0];
    }

    internal static Weights Learned(IRecommender model)
    {
        var weights = new Weights();
        model.Export(weights);
        return weights;
    }
}

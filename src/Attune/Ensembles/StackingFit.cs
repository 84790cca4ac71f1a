using Attune.Numerics;

namespace Attune;

/// <summary>The regression of a stack, on what its members, fitted on a part of the training data, say of the rest.</summary>
sealed class StackingFit(Stacking stacking, InnerMembers inner)
{
    const int Others = 100;

    readonly int _members = stacking.Models.Count;

    int Width => 2 * _members + 4;

    /// <summary>
    /// The coefficients in the order of the header's formula (a and b of each member in turn, c, d, e, f), and what centres its variables: mean and
    /// deviation of the logarithm of history lengths, the mean rating.
    /// </summary>
    internal (float[] Coefficients, float[] Scale) Learn(FitContext context)
    {
        using var phase = context.Phases?.Enter(WorkPhase.Combine);
        if (inner.Users.Count == 0) return (PlainMean(), [0, 1, 0]);
        var users = inner.Show(ScoreScale.ZScore, Others, context);
        context.Report("stacking", 0, 1);
        var scale = ScaleOf(users);
        var popularity = PopularityOf(inner.Catalog);
        var (rows, targets, weights) = (new List<float>(), new List<float>(), new List<float>());
        foreach (var user in users)
        {
            for (var i = 0; i < user.Items.Length; i++) Add(user, i, popularity, scale, rows, targets);
            weights.AddRange(user.Weights);
        }
        var solved = Solve([.. rows], [.. targets], [.. weights]);
        context.Report("stacking", 1, 1);
        return (solved, scale);
    }

    float[] Solve(float[] rows, float[] targets, float[] weights)
    {
        var penalty = (float)stacking.Regularization;
        if (stacking.PredictsRatings) return Ridge.Solve(rows, targets, Width, penalty);
        try
        {
            return LogisticRegression.Solve(rows, targets, weights, Width, penalty);
        }
        catch (ArithmeticException e)
        {
            throw OptionsException.TooLittle(stacking, penalty, e);
        }
    }

    /// <summary>ln(1 + popularity) of each item, in standard deviations.</summary>
    internal static float[] PopularityOf(Catalog catalog)
    {
        var logs = Array.ConvertAll(catalog.Popularity.ToArray(), c => Math.Log(1 + c));
        var (mean, deviation) = Moments(logs);
        return Array.ConvertAll(logs, l => (float)((l - mean) / deviation));
    }

    /// <summary>The logarithm of a history's length, standardised.</summary>
    internal static float Height(int length, float[] scale) => (MathF.Log(1 + length) - scale[0]) / scale[1];

    float[] PlainMean()
    {
        var coefficients = new float[Width];
        if (!stacking.PredictsRatings)
            for (var m = 0; m < _members; m++) coefficients[2 * m] = 1f / _members;
        return coefficients;
    }

    float[] ScaleOf(ShownUser[] users)
    {
        var (mean, deviation) = Moments([.. users.Select(u => Math.Log(1 + u.HistoryLength))]);
        return [(float)mean, (float)deviation, stacking.PredictsRatings ? users.SelectMany(u => u.Truth).Average() : 0];
    }

    void Add(ShownUser user, int place, float[] popularity, float[] scale, List<float> rows, List<float> targets)
    {
        var (height, said, mean) = (Height(user.HistoryLength, scale), 0, 0f);
        for (var m = 0; m < _members; m++)
        {
            var score = user.Rows[m * user.Items.Length + place];
            if (!float.IsNaN(score)) (said, mean, score) = (said + 1, mean + score, score - scale[2]);
            else score = 0;
            rows.AddRange(score, score * height);
        }
        var popular = (uint)user.Items[place] < (uint)popularity.Length ? popularity[user.Items[place]] : 0;
        rows.AddRange(popular, popular * height, 1, height);
        targets.Add(stacking.PredictsRatings ? user.Truth[place] - (said > 0 ? mean / said : 0) : user.Truth[place]);
    }

    // A deviation of 1 where nothing deviates.
    static (double Mean, double Deviation) Moments(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        return (mean, deviation > 1e-9 ? deviation : 1);
    }
}

using System.Buffers;
using Attune.Numerics;

namespace Attune;

/// <summary>The search for the weights of a blend on what its members, fitted on a part of the training data, say of the rest.</summary>
sealed class BlendWeights(Blend blend, InnerMembers inner)
{
    const int Depth = 10, Rounds = 20;
    static readonly float[] Steps = [0, 0.5f, 0.8f, 1.25f, 2];

    /// <summary>The best weights found, with sum 1; equal ones where there is nothing to learn from.</summary>
    internal float[] Learn(FitContext context)
    {
        using var phase = context.Phases?.Enter(WorkPhase.Combine);
        var count = blend.Models.Count;
        var equal = Enumerable.Repeat(1f / count, count).ToArray();
        if (inner.Users.Count == 0 || count == 1) return equal;
        var users = inner.Show(blend.Scale, 0, context);
        var best = (Weights: equal, Quality: double.NegativeInfinity);
        foreach (var start in Enumerable.Range(-1, count + 1).Select(m => m < 0 ? equal : [.. equal.Select((_, i) => i == m ? 1f : 0f)]))
        {
            context.Report("weights", 0, 1);
            var found = Climb(start, users, context);
            if (found.Quality > best.Quality) best = found;
        }
        return best.Weights;
    }

    (float[] Weights, double Quality) Climb(float[] start, ShownUser[] users, FitContext context)
    {
        var best = (Weights: start, Quality: Quality(start, users, context));
        for (var (round, rises) = (0, true); round < Rounds && rises; round++)
        {
            rises = false;
            for (var m = 0; m < start.Length; m++)
                foreach (var step in Steps)
                {
                    var weights = Moved(best.Weights, m, step);
                    var quality = weights.Sum() > 0 ? Quality(weights, users, context) : double.NegativeInfinity;
                    if (quality > best.Quality + 1e-7) (best, rises) = ((weights, quality), true);
                }
        }
        return best;
    }

    // One weight changed; a weight of zero comes back as a share of the whole.
    static float[] Moved(float[] weights, int at, float step)
    {
        var moved = (float[])weights.Clone();
        moved[at] = weights[at] > 0 ? weights[at] * step : 0.1f * step;
        var sum = moved.Sum();
        return sum > 0 ? Array.ConvertAll(moved, w => w / sum) : moved;
    }

    double Quality(float[] weights, ShownUser[] users, FitContext context)
    {
        var values = new double[users.Length];
        context.For(users.Length, u => values[u] = blend.PredictsRatings ? -SquaredError(users[u], weights) : Ndcg(users[u], weights));
        return values.Sum() / (blend.PredictsRatings ? users.Sum(u => u.Items.Length) : users.Length);
    }

    static double SquaredError(ShownUser user, float[] weights)
    {
        var (mean, sum) = (new float[user.Items.Length], 0.0);
        Blend.Mean(user.Rows, weights, mean);
        for (var i = 0; i < mean.Length; i++) sum += Math.Pow(mean[i] - user.Truth[i], 2);
        return sum;
    }

    static double Ndcg(ShownUser user, float[] weights)
    {
        var mean = ArrayPool<float>.Shared.Rent(user.Items.Length);
        var scores = mean.AsSpan(0, user.Items.Length);
        Blend.Mean(user.Rows, weights, scores);
        Span<int> best = stackalloc int[Depth];
        var (gain, ideal) = (0.0, 0.0);
        var found = TopK.Select(scores, user.Items, best);
        for (var place = 0; place < found; place++) gain += user.Truth[best[place]] / Math.Log2(place + 2);
        for (var place = 0; place < Math.Min(Depth, user.Relevant); place++) ideal += 1 / Math.Log2(place + 2);
        ArrayPool<float>.Shared.Return(mean);
        return gain / ideal;
    }
}

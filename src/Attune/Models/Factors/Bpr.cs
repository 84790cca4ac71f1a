using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Bayesian personalised ranking: vectors learned so that what a user has scores above what the user has not.
/// score(u, i) = x_u·y_i + b_i; for each preference (u, i) a rival j that u lacks is drawn, and a step is taken up the gradient of
/// ln σ(score(u, i) − score(u, j)) − λ/2·(|x_u|² + |y_i|² + |y_j|² + b_i² + b_j²). Shapes: X users × Factors, Y items × Factors, b items.
/// Rendle, Freudenthaler, Gantner and Schmidt-Thieme, "BPR: Bayesian Personalized Ranking from Implicit Feedback", UAI 2009.
/// Deviations: an epoch goes through all preferences once in a shuffled order instead of drawing them with replacement; of Rivals drawn items the one
/// that scores highest is taken (Zhang, Chen, Wang and Yu, "Optimizing Top-N Collaborative Filtering via Dynamic Negative Item Sampling", SIGIR
/// 2013; 1 = the paper's); the learning rate falls linearly to a tenth. A history given in a query is folded in: some epochs over a user vector
/// alone; known users answer with their trained vectors. Strengths of preferences are not read. Time O(Epochs · preferences · Rivals · Factors).
/// From two million preferences on, users and items are dealt into blocks anew for each epoch (Gemulla, Nijkamp, Haas and Sismanis, "Large-Scale Matrix
/// Factorization with Distributed Stochastic Gradient Descent", KDD 2011): cells that share neither run in parallel, and rivals come from the item's
/// block. Deterministic, whatever the number of threads; fewer preferences are learned on one thread.
/// </summary>
public sealed record Bpr : IPairwise
{
    /// <summary>Length of the vectors. Default 64.</summary>
    [Range(1, 2048)]
    [Search(16, 256, Log = true)]
    public int Factors { get; init; } = 64;

    /// <summary>Passes over all preferences. Default 30.</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 30;

    /// <summary>The first step size. Default 0.05.</summary>
    [Range(1e-6, 10)]
    [Search(0.005, 0.5, Log = true)]
    public double LearningRate { get; init; } = 0.05;

    /// <summary>λ; more rivals bear more of it (0.01 suits one rival, 0.02 five). Default 0.02.</summary>
    [Range(0, 10)]
    [Search(0.001, 0.2, Log = true)]
    public double Regularization { get; init; } = 0.02;

    /// <summary>Items drawn for each step, of which the one that scores highest becomes the rival; more = harder lessons, slower. Default 5.</summary>
    [Range(1, 1000)]
    [Search(1, 20, Log = true)]
    public int Rivals { get; init; } = 5;

    /// <summary>Seed of the random start, the order and the rivals. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History | QueryParts.News;

    /// <inheritdoc/>
    public bool WarmStarts => true;

    /// <inheritdoc/>
    public long FitBytes(DataSize size) => 2 * size.Vectors(Factors);

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null) => Pairwise.Fit(this, data, context);

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => Pairwise.Restore(this, catalog, weights);

    // The best-scored of the items drawn; the step is σ(−(score of the item − score of the rival)).
    int IPairwise.Rival(ReadOnlySpan<float> x, int item, Candidates candidates, ref RandomStream stream, out float step)
    {
        step = 0;
        var best = candidates.Draw(ref stream);
        if (best < 0) return -1;
        for (var (drawn, score) = (1, Rivals == 1 ? 0 : candidates.Score(x, best)); drawn < Rivals; drawn++)
        {
            var rival = candidates.Draw(ref stream);
            var s = candidates.Score(x, rival);
            if (s > score) (best, score) = (rival, s);
        }
        var difference = PairStep.Difference(x, candidates.Vector(item), candidates.Vector(best)) + candidates.Bias(item) - candidates.Bias(best);
        var e = MathF.Exp(-MathF.Abs(difference));
        step = (difference >= 0 ? e : 1) / (1 + e);
        return best;
    }

    // −ln σ(d) for the step σ(−d).
    double IPairwise.LossOf(float step) => -Math.Log(Math.Max(1e-7, 1 - step));
}

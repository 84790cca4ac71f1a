using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// WARP, weighted approximate-rank pairwise ranking: vectors learned so that what a user has comes first among what the user has not.
/// score(u, i) = x_u·y_i + b_i; for each preference (u, i) items that u lacks are drawn until one, j, comes within the margin: score(u, j) > score(u, i) − 1.
/// The number of draws estimates the rank of i, r = (items − history) / draws, and a step of length L(r) / L(items), L(r) = 1 + 1/2 + … + 1/r, is taken up
/// the gradient of score(u, i) − score(u, j) − λ/2·(|x_u|² + |y_i|² + |y_j|² + b_i² + b_j²). Shapes: X users × Factors, Y items × Factors, b items.
/// Weston, Bengio and Usunier, "WSABIE: Scaling Up To Large Vocabulary Image Annotation", IJCAI 2011. Deviations: the penalty λ in place of a bound on the
/// lengths of vectors; L is divided by its greatest value; an epoch goes through all preferences once; the learning rate falls linearly to a tenth.
/// A history given in a query is folded in: some epochs over a user vector alone; known users answer with their trained vectors. Strengths of preferences
/// are not read. Time O(Epochs · preferences · MaxDraws · Factors) at most, less while the model is poor. From two million preferences on, training is
/// parallel in the way of <see cref="Bpr"/>: rivals then come from the block of the item, a sixteenth of the catalog dealt anew for each epoch, and the
/// items, the history and the rank are those of the block. Deterministic, whatever the number of threads.
/// </summary>
public sealed record Warp : IPairwise
{
    /// <summary>Length of the vectors. Default 64.</summary>
    [Range(1, 2048), Search(16, 256, Log = true)]
    public int Factors { get; init; } = 64;

    /// <summary>Passes over all preferences. Default 30.</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 30;

    /// <summary>The first step size. Default 0.05.</summary>
    [Range(1e-6, 10), Search(0.005, 0.5, Log = true)]
    public double LearningRate { get; init; } = 0.05;

    /// <summary>λ. Default 0.02.</summary>
    [Range(0, 10), Search(0.0005, 0.1, Log = true)]
    public double Regularization { get; init; } = 0.02;

    /// <summary>Items drawn for a preference before it is left as good enough; more = more exact at the top, slower. Default 20.</summary>
    [Range(1, 10_000)]
    public int MaxDraws { get; init; } = 20;

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

    int IPairwise.Rival(ReadOnlySpan<float> x, int item, Candidates candidates, ref RandomStream stream, out float step)
    {
        step = 0;
        var score = candidates.Score(x, item);
        for (var draw = 1; draw <= MaxDraws; draw++)
        {
            var rival = candidates.Draw(ref stream);
            if (rival < 0) return -1;
            if (candidates.Score(x, rival) <= score - 1) continue;
            step = Weight(candidates.Free / draw) / Weight(candidates.Count);
            return rival;
        }
        return -1;
    }

    // The weights of the pairs that still came too near.
    double IPairwise.LossOf(float step) => step;

    // 1 + 1/2 + … + 1/rank, by Euler's expansion.
    static float Weight(int rank) => rank <= 1 ? 1 : MathF.Log(rank) + 0.57721566f + 0.5f / rank;
}

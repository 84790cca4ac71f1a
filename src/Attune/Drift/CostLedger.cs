namespace Attune;

/// <summary>
/// Floating-point operations of choosing a subset, by the formulas of arXiv:2604.07739: F_rep = (n + r) F_fwd + n r d + n log₂ n for representations of a forward pass, F_grad = (n + r)(F_fwd + F_bwd) + n r d + n log₂ n for gradients, with n candidates,
/// r chunks of reference and vectors of length d. They count a comparison of every candidate with every chunk of the reference; ours is one with their mean, and cheaper.
/// </summary>
/// <param name="Representing">For the vectors.</param>
/// <param name="Scoring">For n r similarities.</param>
/// <param name="Sorting">For bringing n scores into order.</param>
public sealed record CostLedger(double Representing, double Scoring, double Sorting)
{
    /// <summary>Of samplers that look at nothing.</summary>
    public static CostLedger None { get; } = new(0, 0, 0);

    /// <summary>All of it.</summary>
    public double Total => Representing + Scoring + Sorting;

    /// <summary>Of representations of a forward pass.</summary>
    /// <param name="candidates">n.</param>
    /// <param name="references">r.</param>
    /// <param name="forward">Operations of a forward pass over one chunk.</param>
    /// <param name="dimension">d.</param>
    public static CostLedger Forward(int candidates, int references, double forward, double dimension) => Gradient(candidates, references, forward, 0, dimension);

    /// <summary>Of representations by gradients.</summary>
    /// <param name="candidates">n.</param>
    /// <param name="references">r.</param>
    /// <param name="forward">Operations of a forward pass over one chunk.</param>
    /// <param name="backward">Operations of a backward pass over one chunk.</param>
    /// <param name="dimension">d.</param>
    public static CostLedger Gradient(int candidates, int references, double forward, double backward, double dimension) =>
        new(((double)candidates + references) * (forward + backward), (double)candidates * references * dimension, candidates * Math.Log2(Math.Max(1, candidates)));

    /// <summary>Of a representer, by what it says that the vector of a chunk takes, and by how long the chunks are.</summary>
    public static CostLedger Of(IChunkRepresenter representer, HistoryChunks candidates, HistoryChunks reference) =>
        Forward(candidates.Count, reference.Count, 0, representer.Dimension) with { Representing = SumOf(representer, candidates) + SumOf(representer, reference) };

    /// <summary>How often another's total this one's is; NaN where the other is nothing.</summary>
    public double RelativeTo(CostLedger other) => other.Total > 0 ? Total / other.Total : double.NaN;

    static double SumOf(IChunkRepresenter representer, HistoryChunks chunks) => Enumerable.Range(0, chunks.Count).Sum(c => representer.FlopsOf(chunks.Items(c).Length));
}

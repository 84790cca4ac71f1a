namespace Attune.Neural;

/// <summary>
/// Explicit sparsity: many views that each read little, in place of one dense matrix. Of x = [e_1 … e_F] or of what the layer before gave, view i makes h_i = F_i(x) by its Filter, z_i = GELU(h_i V_i + c_i)
/// and LN_i(z_i) with a norm of its own; layers hand on all views one after the other, the last their mean z̄, and z = w · z̄ + b. With Filter = ics, F_i(x) is x W_i after Iterations times
/// x ← max(0, x − α_t · mean(x)), then times γ: numbers that lose against the mean become 0 and stay so, and α is learned through the mean. Parameters of a layer: Views · ViewWidth², a dense one of the
/// same length has (Views · ViewWidth)². Shapes: E codes × EmbeddingSize, W_i inputs × ExpandedWidth, V_i ExpandedWidth × ViewWidth (static: ViewWidth × ViewWidth), α Iterations × Views, γ Views × ExpandedWidth.
/// "SSR", SIGIR 2026 (arXiv:2604.08011). Deviations: ExpandedWidth, where the paper gives none; the filters top-k, dropout, soft-gate and none are what the paper's ablations are read as. Deterministic for one number of
/// threads; with another, sums may be rounded differently.
/// </summary>
public sealed record Ssr : SsrTrainer
{
    /// <summary>How views choose what they read: ics learns it from the row, static draws it once; none, top-k, dropout and soft-gate are what these are held against. Default ics.</summary>
    [Search]
    public SsrFilter Filter { get; init; }

    internal override SsrFilter Choice => Filter;
}

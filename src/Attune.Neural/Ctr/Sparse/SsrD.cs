namespace Attune.Neural;

/// <summary>
/// ssr with filter = ics: view i reads h_i = ICS_i(x W_i), where Iterations times x ← max(0, x − α_t · mean(x)) and at last x ∘ γ; z_i = GELU(h_i V_i + c_i), LN_i(z_i), and the mean of the last layer's views.
/// Shapes: E codes × EmbeddingSize, W_i inputs × ExpandedWidth, V_i ExpandedWidth × ViewWidth, α Iterations × Views, γ Views × ExpandedWidth. "SSR", SIGIR 2026 (arXiv:2604.08011). Deviations: see ssr.
/// Deterministic for one number of threads; with another, sums may be rounded differently.
/// </summary>
public sealed record SsrD : SsrTrainer
{
    internal override SsrFilter Choice => SsrFilter.Ics;
}

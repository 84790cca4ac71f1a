namespace Attune.Neural;

/// <summary>
/// ssr with filter = static: view i reads h_i = x[indices_i], ViewWidth dimensions drawn once, without repeats within a view and apart from the other views, and gathers them at no cost; z_i = GELU(h_i V_i + c_i),
/// LN_i(z_i), and the mean of the last layer's views. Where ViewWidth is more than there are dimensions, whole permutations follow one another. Shapes: E codes × EmbeddingSize, V_i ViewWidth × ViewWidth, so that
/// a layer has Views · (ViewWidth² + ViewWidth) parameters and its norms. "SSR", SIGIR 2026 (arXiv:2604.08011). The indices are saved with the model. Deterministic for one number of threads; with another, sums may
/// be rounded differently.
/// </summary>
public sealed record SsrS : SsrTrainer
{
    internal override SsrFilter Choice => SsrFilter.Static;
}

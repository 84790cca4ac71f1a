namespace Attune.Neural;

/// <summary>What vectors of fields have in common.</summary>
static class Interactions
{
    /// <summary>Σ over pairs f &lt; g of e_f · e_g in one pass: ½ Σ_d ((Σ_f e_fd)² − Σ_f e_fd²). N × fields × size → N.</summary>
    internal static Tensor Pairs(Tensor vectors) => (vectors.Sum(1).Square() - vectors.Square().Sum(1)).Sum(1) * 0.5;

    /// <summary>All vectors of a row one after the other: N × (fields · size).</summary>
    internal static Tensor Flat(Tensor vectors) => vectors.Reshape(vectors.Size(0), vectors.Size(1) * vectors.Size(2));
}

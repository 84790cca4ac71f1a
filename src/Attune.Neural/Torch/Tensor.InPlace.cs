namespace Attune.Neural;

/// <summary>Operations that write into memory that is there already: what a training step repeats without asking for memory.</summary>
public readonly partial struct Tensor
{
    static readonly Operator s_mmOut = new("aten::mm", "out");
    static readonly Operator s_addMmInto = new("aten::addmm_");
    static readonly Operator s_subtractInto = new("aten::sub_", "Tensor");
    static readonly Operator s_scatterAddInto = new("aten::scatter_add_");
    static readonly Operator s_maskedFillInto = new("aten::masked_fill_", "Scalar");
    static readonly Operator s_addCMulInto = new("aten::addcmul_");
    static readonly Operator s_addCDivInto = new("aten::addcdiv_");
    static readonly Operator s_indexCopyInto = new("aten::index_copy_");
    static readonly Operator s_expInto = new("aten::exp_");
    static readonly Operator s_clampMin = new("aten::clamp_min");
    static readonly Operator s_toDense = new("aten::to_dense");
    static readonly Operator s_sparse = new("aten::sparse_coo_tensor", "indices_size");

    /// <summary>The product of two matrices, written into <paramref name="result"/>, which has its shape; returns that.</summary>
    public Tensor MatMulInto(Tensor other, Tensor result) => result.InPlace(s_mmOut.Call(this, other, result));

    /// <summary>β·this + α·(a × b), in place.</summary>
    public Tensor AddMmInPlace(Tensor a, Tensor b, double beta = 1, double alpha = 1) => InPlace(s_addMmInto.Call(this, a, b, beta, alpha));

    /// <summary>Subtracts another tensor, with broadcasting, in place.</summary>
    public Tensor SubtractInPlace(Tensor other) => InPlace(s_subtractInto.Call(this, other));

    /// <summary>Adds the source at the places that the indices name along a dimension, in place.</summary>
    public Tensor ScatterAddInPlace(int dimension, Tensor indices, Tensor source) => InPlace(s_scatterAddInto.Call(this, (long)dimension, indices, source));

    /// <summary>Copies the rows of the source over those that a vector of indices (each there once) names along a dimension, in place.</summary>
    public Tensor IndexCopyInPlace(int dimension, Tensor indices, Tensor source) => InPlace(s_indexCopyInto.Call(this, (long)dimension, indices, source));

    /// <summary>Sets elements where a mask is true, in place.</summary>
    public Tensor MaskedFillInPlace(Tensor mask, double value) => InPlace(s_maskedFillInto.Call(this, mask, value));

    /// <summary>this + factor · (a ∘ b), in place.</summary>
    public Tensor AddCMulInPlace(Tensor a, Tensor b, double factor = 1) => InPlace(s_addCMulInto.Call(this, a, b, factor));

    /// <summary>this + factor · (a ⁄ b), in place.</summary>
    public Tensor AddCDivInPlace(Tensor a, Tensor b, double factor = 1) => InPlace(s_addCDivInto.Call(this, a, b, factor));

    /// <summary>e to the power of every element, in place.</summary>
    public Tensor ExpInPlace() => InPlace(s_expInto.Call(this));

    /// <summary>At least a number.</summary>
    public Tensor ClampMin(double low) => s_clampMin.Call(this, low);

    /// <summary>A sparse tensor with all its elements laid out.</summary>
    public Tensor ToDense() => s_toDense.Call(this);

    /// <summary>A sparse tensor: values at places (dimensions × values, Int64), zero elsewhere.</summary>
    public static Tensor Sparse(Tensor indices, Tensor values, params ReadOnlySpan<long> shape) => s_sparse.Call(indices, values, Value.Ints(shape));
}

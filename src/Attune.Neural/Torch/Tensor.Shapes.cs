namespace Attune.Neural;

/// <summary>Shapes, places and conversions.</summary>
public readonly partial struct Tensor
{
    static readonly Operator s_reshape = new("aten::reshape");
    static readonly Operator s_transpose = new("aten::transpose", "int");
    static readonly Operator s_permute = new("aten::permute");
    static readonly Operator s_unsqueeze = new("aten::unsqueeze");
    static readonly Operator s_squeeze = new("aten::squeeze", "dim");
    static readonly Operator s_expand = new("aten::expand");
    static readonly Operator s_narrow = new("aten::narrow");
    static readonly Operator s_select = new("aten::select", "int");
    static readonly Operator s_slice = new("aten::slice", "Tensor");
    static readonly Operator s_indexSelect = new("aten::index_select");
    static readonly Operator s_gather = new("aten::gather");
    static readonly Operator s_scatterAdd = new("aten::scatter_add");
    static readonly Operator s_indexAdd = new("aten::index_add_");
    static readonly Operator s_index = new("aten::index", "Tensor");
    static readonly Operator s_cat = new("aten::cat");
    static readonly Operator s_stack = new("aten::stack");
    static readonly Operator s_split = new("aten::split", "Tensor");
    static readonly Operator s_splitSizes = new("aten::split_with_sizes");
    static readonly Operator s_unbind = new("aten::unbind", "int");
    static readonly Operator s_contiguous = new("aten::contiguous");
    static readonly Operator s_detach = new("aten::detach");
    static readonly Operator s_clone = new("aten::clone");
    static readonly Operator s_toType = new("aten::to", "dtype");
    static readonly Operator s_toDevice = new("aten::to", "device");
    static readonly Operator s_flip = new("aten::flip");
    static readonly Operator s_maskedSelect = new("aten::masked_select");
    static readonly Operator s_maskedFill = new("aten::masked_fill", "Scalar");
    static readonly Operator s_where = new("aten::where", "self");
    static readonly Operator s_tril = new("aten::tril");
    static readonly Operator s_triu = new("aten::triu");
    static readonly Operator s_unfold = new("aten::unfold");
    static readonly Operator s_indices = new("aten::_indices");
    static readonly Operator s_values = new("aten::_values");
    static readonly Operator s_set = new("aten::set_", "source_Tensor");
    static readonly Operator s_coalesce = new("aten::coalesce");

    /// <summary>The same elements in another shape; −1 for the size that follows from the others.</summary>
    public Tensor Reshape(params ReadOnlySpan<long> shape) => s_reshape.Call(this, Value.Ints(shape));

    /// <summary>Two dimensions exchanged.</summary>
    public Tensor Transpose(int a, int b) => s_transpose.Call(this, (long)a, (long)b);

    /// <summary>The last two dimensions exchanged.</summary>
    public Tensor T => Transpose(-2, -1);

    /// <summary>The dimensions in another order.</summary>
    public Tensor Permute(params ReadOnlySpan<long> dimensions) => s_permute.Call(this, Value.Ints(dimensions));

    /// <summary>A new dimension of size 1.</summary>
    public Tensor Unsqueeze(int dimension) => s_unsqueeze.Call(this, (long)dimension);

    /// <summary>Without a dimension of size 1.</summary>
    public Tensor Squeeze(int dimension) => s_squeeze.Call(this, (long)dimension);

    /// <summary>Dimensions of size 1 repeated, without a copy; −1 leaves one as it is.</summary>
    public Tensor Expand(params ReadOnlySpan<long> shape) => s_expand.Call(this, Value.Ints(shape), false);

    /// <summary>A stretch of a dimension, without a copy.</summary>
    public Tensor Narrow(int dimension, long start, long length) => s_narrow.Call(this, (long)dimension, start, length);

    /// <summary>One place of a dimension, without a copy.</summary>
    public Tensor Select(int dimension, long index) => s_select.Call(this, (long)dimension, index);

    /// <summary>Every step-th place from start to before end, without a copy.</summary>
    public Tensor Slice(int dimension, long start, long end, long step = 1) => s_slice.Call(this, (long)dimension, start, end, step);

    /// <summary>The places of a dimension that a vector of Int64 names, in its order.</summary>
    public Tensor IndexSelect(int dimension, Tensor indices) => s_indexSelect.Call(this, (long)dimension, indices);

    /// <summary>For every place of the indices (Int64) the element that it names along a dimension.</summary>
    public Tensor Gather(int dimension, Tensor indices) => s_gather.Call(this, (long)dimension, indices, false);

    /// <summary>This tensor with the source added at the places that the indices name along a dimension.</summary>
    public Tensor ScatterAdd(int dimension, Tensor indices, Tensor source) => s_scatterAdd.Call(this, (long)dimension, indices, source);

    /// <summary>Adds the rows of the source to those that a vector of indices names, in place.</summary>
    public Tensor IndexAddInPlace(int dimension, Tensor indices, Tensor source) => InPlace(s_indexAdd.Call(this, (long)dimension, indices, source));

    /// <summary>PyTorch's indexing with tensors (Int64 places or a Bool mask), one for each of the first dimensions; undefined takes all.</summary>
    public Tensor Index(params ReadOnlySpan<Tensor> indices) => s_index.Call(this, Value.Tensors(indices));

    /// <summary>Tensors one after the other along a dimension.</summary>
    public static Tensor Cat(ReadOnlySpan<Tensor> tensors, int dimension = 0) => s_cat.Call(Value.Tensors(tensors), (long)dimension);

    /// <summary>Tensors of one shape along a new dimension.</summary>
    public static Tensor Stack(ReadOnlySpan<Tensor> tensors, int dimension = 0) => s_stack.Call(Value.Tensors(tensors), (long)dimension);

    /// <summary>Pieces of a size along a dimension; the last may be smaller.</summary>
    public Tensor[] Split(long size, int dimension = 0) => s_split.CallList(this, size, (long)dimension);

    /// <summary>Pieces of these sizes along a dimension, which they fill.</summary>
    public Tensor[] Split(ReadOnlySpan<long> sizes, int dimension = 0) => s_splitSizes.CallList(this, Value.Ints(sizes), (long)dimension);

    /// <summary>Every place of a dimension as a tensor of its own, without a copy.</summary>
    public Tensor[] Unbind(int dimension) => s_unbind.CallList(this, (long)dimension);

    /// <summary>Itself, or a copy whose elements lie in row order.</summary>
    public Tensor Contiguous() => s_contiguous.Call(this);

    /// <summary>The same elements, outside what is recorded for gradients.</summary>
    public Tensor Detach() => s_detach.Call(this);

    /// <summary>A copy.</summary>
    public Tensor Clone() => s_clone.Call(this);

    /// <summary>Converted to another type; itself where it has that type.</summary>
    public Tensor To(DType type) => s_toType.Call(this, type);

    /// <summary>Copied to another device; itself where it is there.</summary>
    public Tensor To(Device device) => device == Device ? this : s_toDevice.Call(this, device, DType);

    /// <summary>The order of these dimensions turned round.</summary>
    public Tensor Flip(params ReadOnlySpan<long> dimensions) => s_flip.Call(this, Value.Ints(dimensions));

    /// <summary>The elements where a mask is true, as a vector.</summary>
    public Tensor MaskedSelect(Tensor mask) => s_maskedSelect.Call(this, mask);

    /// <summary>A number where a mask is true, this elsewhere.</summary>
    public Tensor MaskedFill(Tensor mask, double value) => s_maskedFill.Call(this, mask, value);

    /// <summary>One or the other, element by element.</summary>
    public static Tensor Where(Tensor condition, Tensor yes, Tensor no) => s_where.Call(condition, yes, no);

    /// <summary>The lower triangle of each matrix, zero above.</summary>
    public Tensor Tril(long diagonal = 0) => s_tril.Call(this, diagonal);

    /// <summary>The upper triangle of each matrix, zero below.</summary>
    public Tensor Triu(long diagonal = 0) => s_triu.Call(this, diagonal);

    /// <summary>All stretches of a size along a dimension, as a new last dimension, without a copy.</summary>
    public Tensor Unfold(int dimension, long size, long step) => s_unfold.Call(this, (long)dimension, size, step);

    /// <summary>The places of a sparse tensor's values: dimensions × values, not necessarily each once.</summary>
    public Tensor SparseIndices() => s_indices.Call(this);

    /// <summary>The values of a sparse tensor.</summary>
    public Tensor SparseValues() => s_values.Call(this);

    /// <summary>A sparse tensor whose places are sorted and each there once.</summary>
    public Tensor Coalesce() => s_coalesce.Call(this);

    /// <summary>Makes this tensor stand for another's elements, without a copy, in place; whoever holds it sees them.</summary>
    public Tensor SetInPlace(Tensor source) => InPlace(s_set.Call(this, source));
}

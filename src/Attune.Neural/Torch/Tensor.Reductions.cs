namespace Attune.Neural;

/// <summary>Sums, orders and comparisons.</summary>
public readonly partial struct Tensor
{
    static readonly Operator s_sum = new("aten::sum");
    static readonly Operator s_sumAlong = new("aten::sum", "dim_IntList");
    static readonly Operator s_mean = new("aten::mean");
    static readonly Operator s_meanAlong = new("aten::mean", "dim");
    static readonly Operator s_maxAlong = new("aten::max", "dim");
    static readonly Operator s_max = new("aten::max");
    static readonly Operator s_min = new("aten::min");
    static readonly Operator s_argmax = new("aten::argmax");
    static readonly Operator s_argsort = new("aten::argsort");
    static readonly Operator s_topk = new("aten::topk");
    static readonly Operator s_sort = new("aten::sort");
    static readonly Operator s_cumsum = new("aten::cumsum");
    static readonly Operator s_logSumExp = new("aten::logsumexp");
    static readonly Operator s_norm = new("aten::norm", "Scalar");
    static readonly Operator s_isfinite = new("aten::isfinite");
    static readonly Operator s_all = new("aten::all");
    static readonly Operator s_any = new("aten::any");
    static readonly Operator s_equal = new("aten::equal");
    static readonly Operator s_nonzero = new("aten::nonzero");
    static readonly Operator s_eq = new("aten::eq", "Tensor");
    static readonly Operator s_eqNumber = new("aten::eq", "Scalar");
    static readonly Operator s_neNumber = new("aten::ne", "Scalar");
    static readonly Operator s_lt = new("aten::lt", "Tensor");
    static readonly Operator s_ltNumber = new("aten::lt", "Scalar");
    static readonly Operator s_gtNumber = new("aten::gt", "Scalar");
    static readonly Operator s_geNumber = new("aten::ge", "Scalar");
    static readonly Operator s_ge = new("aten::ge", "Tensor");
    static readonly Operator s_gt = new("aten::gt", "Tensor");
    static readonly Operator s_not = new("aten::logical_not");
    static readonly Operator s_and = new("aten::logical_and");
    static readonly Operator s_or = new("aten::logical_or");

    /// <summary>The sum of all elements.</summary>
    public Tensor Sum() => s_sum.Call(this);

    /// <summary>Sums along a dimension.</summary>
    public Tensor Sum(int dimension, bool keep = false) => s_sumAlong.Call(this, Value.Ints(dimension), keep);

    /// <summary>The mean of all elements.</summary>
    public Tensor Mean() => s_mean.Call(this);

    /// <summary>Means along a dimension.</summary>
    public Tensor Mean(int dimension, bool keep = false) => s_meanAlong.Call(this, Value.Ints(dimension), keep);

    /// <summary>The largest element.</summary>
    public Tensor Max() => s_max.Call(this);

    /// <summary>The smallest element.</summary>
    public Tensor Min() => s_min.Call(this);

    /// <summary>The largest along a dimension, and where.</summary>
    public (Tensor Values, Tensor Indices) Max(int dimension, bool keep = false) => s_maxAlong.CallTwo(this, (long)dimension, keep);

    /// <summary>Where the largest is along a dimension.</summary>
    public Tensor ArgMax(int dimension, bool keep = false) => s_argmax.Call(this, (long)dimension, keep);

    /// <summary>The places in the order of the elements.</summary>
    public Tensor ArgSort(int dimension = -1, bool descending = false) => s_argsort.Call(this, (long)dimension, descending);

    /// <summary>The largest k along the last dimension, and where; ties in no certain order.</summary>
    public (Tensor Values, Tensor Indices) TopK(long k) => s_topk.CallTwo(this, k);

    /// <summary>In order along a dimension, and where each was.</summary>
    public (Tensor Values, Tensor Indices) Sort(int dimension = -1, bool descending = false) => s_sort.CallTwo(this, (long)dimension, descending);

    /// <summary>Running sums along a dimension.</summary>
    public Tensor CumSum(int dimension) => s_cumsum.Call(this, (long)dimension);

    /// <summary>The logarithm of the sum of exponentials along a dimension, without overflow.</summary>
    public Tensor LogSumExp(int dimension, bool keep = false) => s_logSumExp.Call(this, Value.Ints(dimension), keep);

    /// <summary>The Euclidean length of all elements.</summary>
    public Tensor Norm() => s_norm.Call(this);

    /// <summary>Which elements are neither infinite nor NaN.</summary>
    public Tensor IsFinite() => s_isfinite.Call(this);

    /// <summary>Whether all are true, as a tensor.</summary>
    public Tensor All() => s_all.Call(this);

    /// <summary>Whether one is true, as a tensor.</summary>
    public Tensor Any() => s_any.Call(this);

    /// <summary>The places of the elements that are not zero: count × dimensions.</summary>
    public Tensor NonZero() => s_nonzero.Call(this);

    /// <summary>Whether both have the same shape and elements.</summary>
    public bool EqualTo(Tensor other) => s_equal.CallNumber(this, other) != 0;

    /// <summary>Where the elements are equal.</summary>
    public Tensor Eq(Tensor other) => s_eq.Call(this, other);

    /// <summary>Where this is less.</summary>
    public Tensor Lt(Tensor other) => s_lt.Call(this, other);

    /// <summary>Where this is greater.</summary>
    public Tensor Gt(Tensor other) => s_gt.Call(this, other);

    /// <summary>Where this is not less.</summary>
    public Tensor Ge(Tensor other) => s_ge.Call(this, other);

    /// <summary>Where the elements equal a number.</summary>
    public Tensor Eq(double number) => s_eqNumber.Call(this, number);

    /// <summary>Where they differ from a number.</summary>
    public Tensor Ne(double number) => s_neNumber.Call(this, number);

    /// <summary>Where they are less than a number.</summary>
    public Tensor Lt(double number) => s_ltNumber.Call(this, number);

    /// <summary>Where they are greater than a number.</summary>
    public Tensor Gt(double number) => s_gtNumber.Call(this, number);

    /// <summary>Where they are not less than a number.</summary>
    public Tensor Ge(double number) => s_geNumber.Call(this, number);

    /// <summary>The opposite truth values.</summary>
    public Tensor Not() => s_not.Call(this);

    /// <summary>Where both are true.</summary>
    public Tensor And(Tensor other) => s_and.Call(this, other);

    /// <summary>Where one is true.</summary>
    public Tensor Or(Tensor other) => s_or.Call(this, other);
}

namespace Attune.Neural;

/// <summary>Arithmetic and products of matrices.</summary>
public readonly partial struct Tensor
{
    static readonly Operator s_add = new("aten::add", "Tensor");
    static readonly Operator s_addNumber = new("aten::add", "Scalar");
    static readonly Operator s_subtract = new("aten::sub", "Tensor");
    static readonly Operator s_subtractNumber = new("aten::sub", "Scalar");
    static readonly Operator s_reverseSubtract = new("aten::rsub", "Scalar");
    static readonly Operator s_multiply = new("aten::mul", "Tensor");
    static readonly Operator s_multiplyNumber = new("aten::mul", "Scalar");
    static readonly Operator s_divide = new("aten::div", "Tensor");
    static readonly Operator s_divideNumber = new("aten::div", "Scalar");
    static readonly Operator s_reciprocal = new("aten::reciprocal");
    static readonly Operator s_negate = new("aten::neg");
    static readonly Operator s_power = new("aten::pow", "Tensor_Scalar");
    static readonly Operator s_addInto = new("aten::add_", "Tensor");
    static readonly Operator s_multiplyInto = new("aten::mul_", "Scalar");
    static readonly Operator s_multiplyTensorInto = new("aten::mul_", "Tensor");
    static readonly Operator s_fill = new("aten::fill_", "Scalar");
    static readonly Operator s_copy = new("aten::copy_");
    static readonly Operator s_addcmul = new("aten::addcmul");
    static readonly Operator s_matmul = new("aten::matmul");
    static readonly Operator s_bmm = new("aten::bmm");
    static readonly Operator s_baddbmm = new("aten::baddbmm");
    static readonly Operator s_addmm = new("aten::addmm");
    static readonly Operator s_solveTriangular = new("aten::linalg_solve_triangular");
    static readonly Operator s_linear = new("aten::linear");

    /// <summary>Element by element, with broadcasting.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => s_add.Call(left, right);

    /// <summary>Adds a number to every element.</summary>
    public static Tensor operator +(Tensor left, double right) => s_addNumber.Call(left, right);

    /// <summary>Element by element, with broadcasting.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => s_subtract.Call(left, right);

    /// <summary>Subtracts a number from every element.</summary>
    public static Tensor operator -(Tensor left, double right) => s_subtractNumber.Call(left, right);

    /// <summary>Subtracts every element from a number.</summary>
    public static Tensor operator -(double left, Tensor right) => s_reverseSubtract.Call(right, left);

    /// <summary>Element by element, with broadcasting.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => s_multiply.Call(left, right);

    /// <summary>Multiplies every element by a number.</summary>
    public static Tensor operator *(Tensor left, double right) => s_multiplyNumber.Call(left, right);

    /// <summary>Multiplies every element by a number.</summary>
    public static Tensor operator *(double left, Tensor right) => s_multiplyNumber.Call(right, left);

    /// <summary>Element by element, with broadcasting.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => s_divide.Call(left, right);

    /// <summary>Divides every element by a number.</summary>
    public static Tensor operator /(Tensor left, double right) => s_divideNumber.Call(left, right);

    /// <summary>Divides a number by every element.</summary>
    public static Tensor operator /(double left, Tensor right) => s_reciprocal.Call(right) * left;

    /// <summary>Every element's negative.</summary>
    public static Tensor operator -(Tensor tensor) => s_negate.Call(tensor);

    /// <summary>Every element to a power.</summary>
    public Tensor Pow(double exponent) => s_power.Call(this, exponent);

    /// <summary>The product of matrices, of the last two dimensions, with broadcasting over those before.</summary>
    public Tensor MatMul(Tensor other) => s_matmul.Call(this, other);

    /// <summary>Products of B matrices: B×n×k times B×k×m.</summary>
    public Tensor Bmm(Tensor other) => s_bmm.Call(this, other);

    /// <summary>β·this + α·(a × b) for B matrices.</summary>
    public Tensor BAddBmm(Tensor a, Tensor b, double beta = 1, double alpha = 1) => s_baddbmm.Call(this, a, b, beta, alpha);

    /// <summary>β·this + α·(a × b).</summary>
    public Tensor AddMm(Tensor a, Tensor b, double beta = 1, double alpha = 1) => s_addmm.Call(this, a, b, beta, alpha);

    /// <summary>X of (1 + L) · X = right, for matrices, where L is what this matrix has below its diagonal; what stands on and above the diagonal is not read.</summary>
    public Tensor SolveUnitLower(Tensor right) => s_solveTriangular.Call(this, right, false, true, true);

    /// <summary>this · weightᵀ + bias over the last dimension; the weight is out × in.</summary>
    public Tensor Linear(Tensor weight, Tensor bias = default) => s_linear.Call(this, weight, Value.Optional(bias));

    /// <summary>this + factor · (a ∘ b), element by element.</summary>
    public Tensor AddCMul(Tensor a, Tensor b, double factor = 1) => s_addcmul.Call(this, a, b, factor);

    /// <summary>Adds factor · other to this tensor, in place.</summary>
    public Tensor AddInPlace(Tensor other, double factor = 1) => InPlace(s_addInto.Call(this, other, factor));

    /// <summary>Multiplies this tensor by a number, in place.</summary>
    public Tensor MultiplyInPlace(double factor) => InPlace(s_multiplyInto.Call(this, factor));

    /// <summary>Multiplies this tensor by another, in place.</summary>
    public Tensor MultiplyInPlace(Tensor other) => InPlace(s_multiplyTensorInto.Call(this, other));

    /// <summary>Sets every element.</summary>
    public Tensor FillInPlace(double value) => InPlace(s_fill.Call(this, value));

    /// <summary>Copies another tensor's elements into this one, converting type and device.</summary>
    public Tensor CopyInPlace(Tensor source) => InPlace(s_copy.Call(this, source));

    // What an operation in place gives is this tensor once more: one handle is enough.
    Tensor InPlace(Tensor same)
    {
        same.Free();
        return this;
    }
}

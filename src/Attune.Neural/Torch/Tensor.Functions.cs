namespace Attune.Neural;

/// <summary>Functions of every element, softmax, norms and tables.</summary>
public readonly partial struct Tensor
{
    static readonly Operator s_exp = new("aten::exp");
    static readonly Operator s_log = new("aten::log");
    static readonly Operator s_log1P = new("aten::log1p");
    static readonly Operator s_sqrt = new("aten::sqrt");
    static readonly Operator s_rSqrt = new("aten::rsqrt");
    static readonly Operator s_abs = new("aten::abs");
    static readonly Operator s_sign = new("aten::sign");
    static readonly Operator s_sigmoid = new("aten::sigmoid");
    static readonly Operator s_logSigmoid = new("aten::log_sigmoid");
    static readonly Operator s_tanh = new("aten::tanh");
    static readonly Operator s_relu = new("aten::relu");
    static readonly Operator s_elu = new("aten::elu");
    static readonly Operator s_silu = new("aten::silu");
    static readonly Operator s_sin = new("aten::sin");
    static readonly Operator s_cos = new("aten::cos");
    static readonly Operator s_square = new("aten::square");
    static readonly Operator s_gelu = new("aten::gelu");
    static readonly Operator s_softplus = new("aten::softplus");
    static readonly Operator s_softmax = new("aten::softmax", "int");
    static readonly Operator s_logSoftmax = new("aten::log_softmax", "int");
    static readonly Operator s_layerNorm = new("aten::layer_norm");
    static readonly Operator s_batchNorm = new("aten::batch_norm");
    static readonly Operator s_embedding = new("aten::embedding");
    static readonly Operator s_conv1D = new("aten::conv1d");
    static readonly Operator s_gru = new("aten::gru", "input");
    static readonly Operator s_nll = new("aten::nll_loss");
    static readonly Operator s_clamp = new("aten::clamp");
    static readonly Operator s_bernoulli = new("aten::bernoulli_", "float");
    static readonly Operator s_uniform = new("aten::uniform_");
    static readonly Operator s_normal = new("aten::normal_");

    /// <summary>e to the power of every element.</summary>
    public Tensor Exp() => s_exp.Call(this);

    /// <summary>Natural logarithms.</summary>
    public Tensor Log() => s_log.Call(this);

    /// <summary>log(1 + x), precise near 0.</summary>
    public Tensor Log1P() => s_log1P.Call(this);

    /// <summary>Square roots.</summary>
    public Tensor Sqrt() => s_sqrt.Call(this);

    /// <summary>1 / √x.</summary>
    public Tensor RSqrt() => s_rSqrt.Call(this);

    /// <summary>Absolute values.</summary>
    public Tensor Abs() => s_abs.Call(this);

    /// <summary>−1, 0 or 1.</summary>
    public Tensor Sign() => s_sign.Call(this);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public Tensor Sigmoid() => s_sigmoid.Call(this);

    /// <summary>log σ(x) without overflow.</summary>
    public Tensor LogSigmoid() => s_logSigmoid.Call(this);

    /// <summary>Hyperbolic tangents.</summary>
    public Tensor Tanh() => s_tanh.Call(this);

    /// <summary>max(0, x).</summary>
    public Tensor Relu() => s_relu.Call(this);

    /// <summary>x where it is above 0, else eˣ − 1.</summary>
    public Tensor Elu() => s_elu.Call(this);

    /// <summary>x·σ(x).</summary>
    public Tensor Silu() => s_silu.Call(this);

    /// <summary>Sines.</summary>
    public Tensor Sin() => s_sin.Call(this);

    /// <summary>Cosines.</summary>
    public Tensor Cos() => s_cos.Call(this);

    /// <summary>Squares.</summary>
    public Tensor Square() => s_square.Call(this);

    /// <summary>x·Φ(x), with the exact error function.</summary>
    public Tensor Gelu() => s_gelu.Call(this);

    /// <summary>log(1 + eˣ) without overflow.</summary>
    public Tensor Softplus() => s_softplus.Call(this);

    /// <summary>Exponentials that sum to 1 along a dimension.</summary>
    public Tensor Softmax(int dimension) => s_softmax.Call(this, (long)dimension);

    /// <summary>The logarithms of the softmax, without overflow.</summary>
    public Tensor LogSoftmax(int dimension) => s_logSoftmax.Call(this, (long)dimension);

    /// <summary>Mean 0 and variance 1 over the last dimension, then weight and bias.</summary>
    public Tensor LayerNorm(long width, Tensor weight, Tensor bias, double epsilon = 1e-5) => s_layerNorm.Call(this, Value.Ints(width), Value.Optional(weight), Value.Optional(bias), epsilon);

    /// <summary>Mean 0 and variance 1 of every column, then weight and bias: over the rows of the batch in training, which moves the running mean and variance in place, else over these.</summary>
    public Tensor BatchNorm(Tensor weight, Tensor bias, Tensor mean, Tensor variance, bool training, double momentum = 0.1, double epsilon = 1e-5) =>
        s_batchNorm.Call(this, Value.Optional(weight), Value.Optional(bias), Value.Optional(mean), Value.Optional(variance), training, momentum, epsilon, false);

    /// <summary>Rows of a table of vectors (rows × width) by Int64 indices of any shape; <paramref name="padding"/> is a row that gets no gradient, <paramref name="sparse"/> gives the table a sparse gradient.</summary>
    public static Tensor Embedding(Tensor table, Tensor indices, long padding = -1, bool sparse = false) => s_embedding.Call(table, indices, padding, false, sparse);

    /// <summary>Convolution of batch × channels × length with out × channels × width.</summary>
    public Tensor Conv1D(Tensor weight, Tensor bias = default, long stride = 1, long padding = 0, long dilation = 1, long groups = 1) => s_conv1D.Call(this, weight, Value.Optional(bias), Value.Ints(stride), Value.Ints(padding), Value.Ints(dilation), groups);

    /// <summary>One layer of gated recurrent units over batch × length × inputs from a state of 1 × batch × hidden; the state after every place. Parameters: weights of input and state, biases of both.</summary>
    public Tensor Gru(Tensor start, ReadOnlySpan<Tensor> parameters) => s_gru.CallTwo(this, start, Value.Tensors(parameters), true, 1L, 0.0, false, false, true).First;

    /// <summary>The mean of −x at each row's target, for logarithms of probabilities.</summary>
    public Tensor NllLoss(Tensor targets) => s_nll.Call(this, targets);

    /// <summary>Cut off at two bounds.</summary>
    public Tensor Clamp(double low, double high) => s_clamp.Call(this, low, high);

    /// <summary>1 with probability p, else 0, from libtorch's generator, in place.</summary>
    public Tensor BernoulliInPlace(double p) => InPlace(s_bernoulli.Call(this, p));

    /// <summary>Uniform numbers from libtorch's generator, in place.</summary>
    public Tensor UniformInPlace(double low, double high) => InPlace(s_uniform.Call(this, low, high));

    /// <summary>Normal numbers from libtorch's generator, in place.</summary>
    public Tensor NormalInPlace(double mean, double deviation) => InPlace(s_normal.Call(this, mean, deviation));
}

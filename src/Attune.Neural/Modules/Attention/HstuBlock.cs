namespace Attune.Neural;

/// <summary>
/// A hierarchical sequential transduction unit (Zhai et al., ICML 2024): U, V, Q, K = split(SiLU(LN(x) Wᵀ)); A = SiLU(Q Kᵀ + bias) ∘ mask / N, no softmax, so that how often something came is not
/// divided away; y = x + f2(dropout(U ∘ LN(A V))). Norms have no weights of their own. N is the longest length that is read, the same for every sequence.
/// </summary>
sealed class HstuBlock : Module
{
    const double Epsilon = 1e-6;
    readonly Linear _input, _output;
    readonly RelativeBias _bias;
    readonly Dropout _dropout;
    readonly long _width, _heads, _values, _keys;

    /// <summary>Makes the block. f1 starts normal with deviation 0.02, without a vector; f2 as Xavier's.</summary>
    /// <param name="init">Seed, device and type.</param>
    /// <param name="width">Size of the last dimension.</param>
    /// <param name="heads">Heads, from 1.</param>
    /// <param name="values">Numbers of a value, and of U, in each head.</param>
    /// <param name="keys">Numbers of a query and a key in each head.</param>
    /// <param name="length">The longest sequence.</param>
    /// <param name="buckets">Buckets of time; 0 for none.</param>
    /// <param name="dropout">The share dropped before f2.</param>
    internal HstuBlock(Init init, long width, int heads, int values, int keys, int length, int buckets, double dropout)
    {
        (_width, _heads, _values, _keys) = (width, heads, values, keys);
        _input = Add("uvqk", new Linear(init, width, 2L * heads * (values + keys), bias: false));
        _output = Add("output", new Linear(init, (long)heads * values, width));
        _bias = Add("bias", new RelativeBias(init, length, buckets));
        _dropout = Add("dropout", new Dropout(init, dropout));
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        var (first, second) = (_input.Parameters.First().Value, _output.Parameters.First().Value);
        first.CopyInPlace(init.Normal(first.Shape, 0.02));
        second.CopyInPlace(init.Uniform(second.Shape, Math.Sqrt(6.0 / (heads * values + width))));
    }

    /// <summary>Its two matrices.</summary>
    internal IReadOnlyList<(int Outputs, int Inputs)> Matrices => [((int)(2 * _heads * (_values + _keys)), (int)_width), ((int)_width, (int)(_heads * _values))];

    /// <summary>Operations of its products of matrices over so many places.</summary>
    internal double FlopsOf(double length) => 2 * length * _width * 2 * _heads * (_values + _keys) + 2 * length * length * _heads * (_keys + _values) + 2 * length * _heads * _values * _width;

    /// <summary>B × T × width → the same shape.</summary>
    /// <param name="x">What comes in.</param>
    /// <param name="mask">1 or B·heads × T × T: 1 / N where a place may look, else 0.</param>
    /// <param name="buckets">Of the time between places; undefined where it is not read.</param>
    /// <param name="tap">Holds what is done, where there is one.</param>
    internal Tensor Forward(Tensor x, Tensor mask, Tensor buckets, AttentionTap? tap = null)
    {
        using var scope = new Scope();
        var (batch, length) = (x.Size(0), x.Size(1));
        var normed = x.LayerNorm(_width, default, default, Epsilon);
        var projected = _input.Forward(normed);
        var parts = projected.Silu().Split([_heads * _values, _heads * _values, _heads * _keys, _heads * _keys], 2);
        var bias = _bias.Forward(length, buckets);
        if (_heads > 1 && buckets.IsDefined) bias = bias.Unsqueeze(1).Expand(batch, _heads, length, length).Reshape(batch * _heads, length, length);
        var weights = bias.BAddBmm(Heads(parts[2], _keys), Heads(parts[3], _keys).T).Silu() * mask;
        var gathered = weights.Bmm(Heads(parts[1], _values));
        if (_heads > 1) gathered = gathered.Reshape(batch, _heads, length, _values).Transpose(1, 2).Reshape(batch, length, _heads * _values);
        var gated = _dropout.Forward(parts[0] * gathered.LayerNorm(_heads * _values, default, default, Epsilon));
        var result = _output.Forward(gated);
        tap?.Took(x);
        tap?.Multiplied(normed, projected);
        tap?.Multiplied(gated, result);
        tap?.Gave(result);
        return scope.Return(x + result);

        Tensor Heads(Tensor part, long width) => _heads == 1 ? part : part.Reshape(batch, length, _heads, width).Transpose(1, 2).Reshape(batch * _heads, length, width);
    }

    /// <summary>What <see cref="Forward"/> is given as its mask: places look at themselves and at earlier ones that are no padding.</summary>
    /// <param name="x">B × T × width: gives sizes, type and device.</param>
    /// <param name="heads">Heads of the blocks.</param>
    /// <param name="longest">N.</param>
    /// <param name="padding">B × T Bool, undefined where there is none.</param>
    internal static Tensor MaskOf(Tensor x, int heads, int longest, Tensor padding)
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        var (batch, length) = (x.Size(0), x.Size(1));
        var causal = Tensor.Full([1, length, length], 1.0 / longest, x.DType, x.Device).Tril();
        if (!padding.IsDefined) return scope.Return(causal);
        var kept = causal * padding.Not().To(x.DType).Unsqueeze(1);
        return scope.Return(heads == 1 ? kept : kept.Unsqueeze(1).Expand(batch, heads, length, length).Reshape(batch * heads, length, length));
    }
}

namespace Attune.Neural;

/// <summary>
/// Every place gathers values of the places it may look at, weighted by the softmax of query · key / √(width of a head) (Vaswani et al. 2017,
/// arXiv:1706.03762). Parameters are named and laid out as those of PyTorch's nn.MultiheadAttention. A place that may look at nothing gives zeros.
/// </summary>
public sealed class MultiHeadAttention : Module
{
    readonly Tensor _weight, _bias;
    readonly Linear _output;
    readonly Dropout _dropout;
    readonly RotaryPositions? _rotary;
    readonly long _width, _headWidth;
    readonly int _heads;

    /// <summary>Makes the layer.</summary>
    /// <param name="init">Seed, device and type.</param>
    /// <param name="width">Size of the last dimension, a multiple of the heads.</param>
    /// <param name="heads">How many softmaxes share the width, from 1.</param>
    /// <param name="dropout">The share of the weights of places that is dropped, from 0 to below 1. Default 0.</param>
    /// <param name="bias">Whether the four products add vectors. Default yes.</param>
    /// <param name="rotary">Positions that turn queries and keys, of the width of a head, owned by the caller; null for none.</param>
    public MultiHeadAttention(Init init, long width, int heads, double dropout = 0, bool bias = true, RotaryPositions? rotary = null)
    {
        if (heads < 1 || width % heads != 0) throw new ArgumentOutOfRangeException(nameof(heads), heads, $"The width ({width}) must be a multiple of the number of heads, which is at least 1.");
        (_width, _headWidth, _heads, _rotary) = (width, width / heads, heads, rotary);
        _weight = Add("in_proj_weight", () => init.Uniform([3 * width, width], Math.Sqrt(6.0 / (4 * width))));
        if (bias) _bias = Add("in_proj_bias", () => init.Constant([3 * width], 0));
        _output = Add("out_proj", new Linear(init, width, width, bias));
        _dropout = Add("dropout", new Dropout(init, dropout));
    }

    /// <summary>B × T × width → the same shape.</summary>
    public Tensor Forward(Tensor x, AttentionMask mask) => Forward(x, mask, null);

    /// <summary>The same, held by <paramref name="tap"/> where there is one.</summary>
    internal Tensor Forward(Tensor x, AttentionMask mask, AttentionTap? tap)
    {
        using var scope = new Scope();
        var (batch, length) = (x.Size(0), x.Size(1));
        var projected = x.Linear(_weight, _bias);
        var (queries, keys, values) = Heads(projected, batch, length);
        if (_rotary is not null) (queries, keys) = (_rotary.Forward(queries), _rotary.Forward(keys));
        var scale = 1 / Math.Sqrt(_headWidth);
        var scores = mask.Scores.IsDefined ? mask.Scores.BAddBmm(queries, keys.T, 1, scale) : (queries * scale).Bmm(keys.T);
        var gathered = _dropout.Forward(scores.Softmax(-1)).Bmm(values);
        if (_heads > 1) gathered = gathered.Reshape(batch, _heads, length, _headWidth).Transpose(1, 2).Reshape(batch, length, _width);
        var result = _output.Forward(gathered);
        tap?.Multiplied(x, projected);
        tap?.Multiplied(gathered, result);
        tap?.Gave(result);
        return scope.Return(mask.Rows.IsDefined ? result * mask.Rows : result);
    }

    // Splitting and unbinding have one backward step for all parts; cutting them out one by one would have three, each over the whole. With one head the parts
    // are used where they lie, with more one copy puts each head's rows together.
    (Tensor Queries, Tensor Keys, Tensor Values) Heads(Tensor projected, long batch, long length)
    {
        var parts = _heads == 1 ? projected.Split(_width, 2)
            : projected.Reshape(batch, length, 3, _heads, _headWidth).Permute(2, 0, 3, 1, 4).Reshape(3, batch * _heads, length, _headWidth).Unbind(0);
        return (parts[0], parts[1], parts[2]);
    }
}

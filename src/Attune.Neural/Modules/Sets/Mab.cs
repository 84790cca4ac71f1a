namespace Attune.Neural;

/// <summary>
/// Multihead attention block: every member of one set gathers from another. With Q' = x Wq + bq, K' = y Wk + bk, V' = y Wv + bv cut into heads: O = LN(Q' + softmax(Q' K'ᵀ / √width) V'), then
/// O = LN(O + ReLU(O Wo + bo)). The scale is that of the whole width, not of a head, and what goes around the attention is the projected query (Lee et al., "Set transformer", ICML 2019,
/// arXiv:1810.00825, as its authors' program has it). The order of either set does not count. Dropout acts on what each of the two steps adds.
/// </summary>
public sealed class Mab : Module
{
    readonly Linear _queries, _keys, _values, _output;
    readonly LayerNorm _first, _second;
    readonly Dropout _dropout;
    readonly long _width, _headWidth;
    readonly int _heads;

    /// <summary>Makes the block.</summary>
    /// <param name="init">Seed, device and type.</param>
    /// <param name="queries">Size of the last dimension of the set that gathers, from 1.</param>
    /// <param name="keys">Size of the last dimension of the set that is gathered from, from 1.</param>
    /// <param name="width">Size of the last dimension of the result, a multiple of the heads.</param>
    /// <param name="heads">How many softmaxes share the width, from 1.</param>
    /// <param name="dropout">The share dropped of what each step adds, from 0 to below 1. Default 0.</param>
    public Mab(Init init, long queries, long keys, long width, int heads, double dropout = 0)
    {
        if (heads < 1 || width % heads != 0) throw new ArgumentOutOfRangeException(nameof(heads), heads, $"The width ({width}) must be a multiple of the number of heads, which is at least 1.");
        (_width, _headWidth, _heads) = (width, width / heads, heads);
        _queries = Add("fc_q", Linear.Xavier(init, queries, width));
        _keys = Add("fc_k", Linear.Xavier(init, keys, width));
        _values = Add("fc_v", Linear.Xavier(init, keys, width));
        _first = Add("ln0", new LayerNorm(init, width));
        _second = Add("ln1", new LayerNorm(init, width));
        _output = Add("fc_o", Linear.Xavier(init, width, width));
        _dropout = Add("dropout", new Dropout(init, dropout));
    }

    /// <summary>B × n × queries and B × m × keys → B × n × width; queries with a B of 1 ask in all B sets.</summary>
    /// <param name="queries">The set that gathers.</param>
    /// <param name="keys">The set that is gathered from.</param>
    /// <param name="padding">B × m, Bool: true at members of the second set that are none; undefined where all are, which is faster. From a set without members nothing is gathered.</param>
    public Tensor Forward(Tensor queries, Tensor keys, Tensor padding = default)
    {
        using var scope = new Scope();
        var (batch, count) = (keys.Size(0), queries.Size(1));
        var projected = _queries.Forward(queries);
        if (projected.Size(0) != batch) projected = projected.Expand(batch, count, _width);
        var (q, k, v) = (Heads(projected), Heads(_keys.Forward(keys)), Heads(_values.Forward(keys)));
        var scores = (q * (1 / Math.Sqrt(_width))).Bmm(k.T);
        var gathered = Together((padding.IsDefined ? scores + Hidden(padding, count, scores.DType) : scores).Softmax(-1).Bmm(v), batch, count);
        if (padding.IsDefined) gathered *= padding.Not().To(gathered.DType).Max(1, keep: true).Values.Unsqueeze(-1);
        var sum = _first.Forward(projected + _dropout.Forward(gathered));
        return scope.Return(_second.Forward(sum + _dropout.Forward(_output.Forward(sum).Relu())));
    }

    Tensor Heads(Tensor x)
    {
        var (batch, count) = (x.Size(0), x.Size(1));
        return _heads == 1 ? x : x.Reshape(batch, count, _heads, _headWidth).Transpose(1, 2).Reshape(batch * _heads, count, _headWidth);
    }

    Tensor Together(Tensor x, long batch, long count) => _heads == 1 ? x : x.Reshape(batch, _heads, count, _headWidth).Transpose(1, 2).Reshape(batch, count, _width);

    // Finite, so that a set without members has a softmax.
    Tensor Hidden(Tensor padding, long count, DType type)
    {
        var (batch, members) = (padding.Size(0), padding.Size(1));
        return (padding.To(type) * (type is DType.Float16 ? -3e4 : -1e9)).Reshape(batch, 1, 1, members).Expand(batch, _heads, count, members).Reshape(batch * _heads, count, members);
    }
}

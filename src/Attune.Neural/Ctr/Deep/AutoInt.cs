using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>
/// Fields that attend to each other: for every head, a_fg = softmax_g(q_f · k_g ⁄ √d) with q, k, v = e W_Q, e W_K, e W_V, and e_f ← max(0, [Σ_g a_fg v_g over the heads] + e_f W_R), Layers times;
/// z = w · [e_1 … e_F] + b, and where DeepLayers ask for it + w' · h of a dense network over the first vectors (AutoInt+). Shapes: E codes × EmbeddingSize, each W size × Width with d = Width ⁄ Heads.
/// Song, Shi, Xiao, Duan, Xu, Zhang and Tang, "AutoInt: automatic feature interaction learning via self-attentive neural networks", CIKM 2019. Deviations: products are divided by √d, as in their
/// program and not in their text; matrices without biases. BatchNorm is that of the dense network. Deterministic for one number of threads; with another, sums may be rounded differently.
/// </summary>
public sealed record AutoInt : ClickTrainer
{
    /// <summary>Length of a field's vector after a layer, over all heads. Default 64.</summary>
    [Range(1, 8192), Search(16, 128, Log = true, Step = 16)]
    public int Width { get; init; } = 64;

    /// <summary>Layers of attention. Default 3.</summary>
    [Range(1, 16), Search(1, 4)]
    public int Layers { get; init; } = 3;

    /// <summary>Heads of a layer; they part the width. Default 2.</summary>
    [Range(1, 64), Search(1, 4)]
    public int Heads { get; init; } = 2;

    /// <summary>Layers of a dense network beside the attention; 0 for none. Default 0.</summary>
    [Range(0, 64)]
    public int DeepLayers { get; init; }

    /// <summary>Width of these. Default 400.</summary>
    [Range(1, 65_536)]
    public int DeepWidth { get; init; } = 400;

    internal override IEnumerable<string?> Complaints => [Width % Math.Max(1, Heads) != 0 ? $"width is {Width} and heads is {Heads}; heads must part the width evenly: take width {Math.Max(1, Width / Math.Max(1, Heads)) * Heads}." : null];

    internal override int WidthStep => Heads;

    internal override ClickTrainer? WithWidth(int width) => this with { Width = width };

    internal override ClickNetwork Network(Init init, ClickFields fields) => new AttentionNetwork(init, fields, this);

    internal override ClickCost CostOf(ClickFields fields)
    {
        var cost = ClickCost.Linear((long)fields.Fields.Count * Width, 1);
        for (var l = 0; l < Layers; l++)
            cost += new ClickCost(4L * (l == 0 ? EmbeddingSize : Width) * Width, 8L * fields.Fields.Count * (l == 0 ? EmbeddingSize : Width) * Width) + 2 * ClickCost.Product(fields.Fields.Count, Width, fields.Fields.Count);
        return DeepLayers == 0 ? cost : cost + ClickCost.Layers((long)fields.Fields.Count * EmbeddingSize, DeepWidth, DeepLayers, BatchNorm) + ClickCost.Linear(DeepWidth, 1, bias: false);
    }

    sealed class AttentionNetwork : ClickNetwork
    {
        readonly (Linear Query, Linear Key, Linear Value, Linear Residual)[] _layers;
        readonly DenseLayers? _deep;
        readonly Linear _output;
        readonly Linear? _deepOutput;
        readonly int _heads, _width;

        internal AttentionNetwork(Init init, ClickFields fields, AutoInt options) : base(init, fields, options)
        {
            (_heads, _width) = (options.Heads, options.Width);
            Linear Map(int layer, string name) => Add($"layers.{layer}.{name}", new Linear(init, layer == 0 ? options.EmbeddingSize : options.Width, options.Width, bias: false));
            _layers = [.. Enumerable.Range(0, options.Layers).Select(l => (Map(l, "query"), Map(l, "key"), Map(l, "value"), Map(l, "residual")))];
            _output = Add("output", new Linear(init, fields.Fields.Count * options.Width, 1));
            if (options.DeepLayers == 0) return;
            _deep = Add("deep", new DenseLayers(init, fields.Fields.Count * options.EmbeddingSize, options.DeepWidth, options.DeepLayers, options.BatchNorm, options.Dropout));
            _deepOutput = Add("deep_output", new Linear(init, options.DeepWidth, 1, bias: false));
        }

        private protected override Tensor Logits(Tensor vectors, Tensor first)
        {
            var x = vectors;
            foreach (var (query, key, value, residual) in _layers)
            {
                var (q, k, v) = (Parted(query.Forward(x)), Parted(key.Forward(x)), Parted(value.Forward(x)));
                var shares = (q.MatMul(k.T) * (1 / Math.Sqrt(_width / _heads))).Softmax(-1);
                x = (shares.MatMul(v).Transpose(1, 2).Reshape(x.Size(0), x.Size(1), _width) + residual.Forward(x)).Relu();
            }
            var z = _output.Forward(Interactions.Flat(x)).Squeeze(1);
            return _deep is null ? z : z + _deepOutput!.Forward(_deep.Forward(Interactions.Flat(vectors))).Squeeze(1);
        }

        // N × F × width → N × heads × F × width ⁄ heads.
        Tensor Parted(Tensor x) => x.Reshape(x.Size(0), x.Size(1), _heads, _width / _heads).Transpose(1, 2);
    }
}

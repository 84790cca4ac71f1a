using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>
/// Deep and cross network: x_{l+1} = x_0 ∘ (W_l x_l + b_l) + x_l from x_0 = [e_1 … e_F] multiplies fields ever once more; a dense network h stands beside it, z = w · [x_L, h], or after it, h_0 = x_L and
/// z = w · h. Shapes: E codes × EmbeddingSize, cross W_l D × D with D = F · EmbeddingSize, dense as click-mlp. Wang, Shivanna, Cheng, Jain, Lin, Hong and Chi, "DCN V2: improved deep &amp; cross network and
/// practical lessons for web-scale learning to rank systems", WWW 2021. Deviations: no products of low rank. Deterministic for one number of threads; with another, sums may be rounded differently.
/// </summary>
public sealed record DcnV2 : DeepTrainer
{
    /// <summary>Cross layers; one more = fields multiplied once more. Default 3.</summary>
    [Range(1, 16), Search(1, 4)]
    public int CrossLayers { get; init; } = 3;

    /// <summary>Whether the dense layers read what the cross layers end in, in place of standing beside them. Default no.</summary>
    public bool Stacked { get; init; }

    internal override ClickNetwork Network(Init init, ClickFields fields) => new CrossNetwork(init, fields, this);

    internal override ClickCost CostOf(ClickFields fields)
    {
        var size = FlatSize(fields);
        return CrossLayers * ClickCost.Linear(size, size) + ClickCost.Layers(size, Width, Layers, BatchNorm) + ClickCost.Linear(Stacked ? Width : size + Width, 1);
    }

    sealed class CrossNetwork : ClickNetwork
    {
        readonly Linear[] _cross;
        readonly DenseLayers _layers;
        readonly Linear _output;
        readonly bool _stacked;

        internal CrossNetwork(Init init, ClickFields fields, DcnV2 options) : base(init, fields, options)
        {
            var size = options.FlatSize(fields);
            _cross = [.. Enumerable.Range(0, options.CrossLayers).Select(l => Add($"cross.{l}", new Linear(init, size, size)))];
            _layers = Add("layers", new DenseLayers(init, size, options.Width, options.Layers, options.BatchNorm, options.Dropout));
            _output = Add("output", new Linear(init, options.Stacked ? options.Width : size + options.Width, 1));
            _stacked = options.Stacked;
        }

        private protected override Tensor Logits(Tensor vectors, Tensor first)
        {
            var start = Interactions.Flat(vectors);
            var x = start;
            foreach (var layer in _cross) x = x.AddCMul(start, layer.Forward(x));
            return _output.Forward(_stacked ? _layers.Forward(x) : Tensor.Cat([x, _layers.Forward(start)], 1)).Squeeze(1);
        }
    }
}

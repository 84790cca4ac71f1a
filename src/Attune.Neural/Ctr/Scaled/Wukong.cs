using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>
/// Stacked factorisation machines. A layer makes of n vectors X (n × d) two groups: FMB, factors of products of pairs, reshape(MLP(LN(flatten(X Xᵀ Y)))) with Y n × Rank, and LCB, linear combinations L X;
/// X ← LN([FMB; LCB] + X), the X on the right through a map R where the numbers of vectors differ. After Layers of them z is a dense network over all vectors. One layer more = products of twice as many
/// fields. Shapes: E codes × EmbeddingSize, MLP n · Rank → Width → Products · d, L Combinations × n. Zhang, Luo, Chen, Nie, Liu et al., "Wukong: towards a scaling law for large-scale recommendation", ICML 2024.
/// Deviations: Y is learned and does not depend on X; norms over each vector. BatchNorm and Dropout are those of the dense layers at the end. Deterministic for one number of threads; with another, sums may be rounded differently.
/// </summary>
public sealed record Wukong : ClickTrainer
{
    /// <summary>Layers. Default 2.</summary>
    [Range(1, 16), Search(1, 4)]
    public int Layers { get; init; } = 2;

    /// <summary>Vectors that a layer makes of products. Default 8.</summary>
    [Range(1, 1024), Search(4, 32, Log = true, Step = 4)]
    public int Products { get; init; } = 8;

    /// <summary>Vectors that a layer makes by combining its own. Default 8.</summary>
    [Range(1, 1024), Search(4, 32, Log = true, Step = 4)]
    public int Combinations { get; init; } = 8;

    /// <summary>How many factors of the products a layer looks at for each vector. Default 8.</summary>
    [Range(1, 1024)]
    public int Rank { get; init; } = 8;

    /// <summary>Width of the dense layers, in the layers and at the end. Default 256.</summary>
    [Range(1, 65_536), Search(64, 1024, Log = true, Step = 64)]
    public int Width { get; init; } = 256;

    /// <summary>Dense layers at the end. Default 1.</summary>
    [Range(0, 16)]
    public int HeadLayers { get; init; } = 1;

    internal override ClickTrainer? WithWidth(int width) => this with { Width = width };

    internal override ClickNetwork Network(Init init, ClickFields fields) => new WukongNetwork(init, fields, this);

    int Vectors => Products + Combinations;

    internal override ClickCost CostOf(ClickFields fields)
    {
        var (cost, size) = (default(ClickCost), (long)EmbeddingSize);
        for (var (l, n) = (0, (long)fields.Fields.Count); l < Layers; l++, n = Vectors)
        {
            // Xᵀ Y, then X times that.
            cost += new ClickCost(n * Rank, 4 * n * size * Rank) + ClickCost.Vector(2 * n * Rank) + ClickCost.Linear(n * Rank, Width) + ClickCost.Linear(Width, Products * size);
            cost += Combine(Combinations, n) + (n == Vectors ? default : Combine(Vectors, n)) + ClickCost.Vector(2 * size);
        }
        var flat = Vectors * size;
        return cost + ClickCost.Layers(flat, Width, HeadLayers, BatchNorm) + ClickCost.Linear(HeadLayers == 0 ? flat : Width, 1);

        ClickCost Combine(long to, long from) => new(to * from, 2 * to * from * size);
    }

    sealed class WukongNetwork : ClickNetwork
    {
        readonly WukongLayer[] _layers;
        readonly DenseLayers _head;
        readonly Linear _output;

        internal WukongNetwork(Init init, ClickFields fields, Wukong options) : base(init, fields, options)
        {
            _layers = [.. Enumerable.Range(0, options.Layers).Select(l => Add($"layers.{l}", new WukongLayer(init, options, l == 0 ? fields.Fields.Count : options.Vectors)))];
            var flat = options.Vectors * options.EmbeddingSize;
            _head = Add("head", new DenseLayers(init, flat, options.Width, options.HeadLayers, options.BatchNorm, options.Dropout));
            _output = Add("output", new Linear(init, options.HeadLayers == 0 ? flat : options.Width, 1));
        }

        private protected override Tensor Logits(Tensor vectors, Tensor first)
        {
            foreach (var layer in _layers) vectors = layer.Forward(vectors);
            return _output.Forward(_head.Forward(Interactions.Flat(vectors))).Squeeze(1);
        }
    }

    sealed class WukongLayer : Module
    {
        readonly Tensor _factors, _combine, _residual;
        readonly LayerNorm _before, _after;
        readonly Linear _hidden, _made;
        readonly int _products;

        internal WukongLayer(Init init, Wukong options, int vectors)
        {
            _products = options.Products;
            _factors = Add("factors", () => init.Uniform([vectors, options.Rank], 1 / Math.Sqrt(vectors)));
            _before = Add("before", new LayerNorm(init, vectors * options.Rank));
            (_hidden, _made) = (Add("hidden", new Linear(init, vectors * options.Rank, options.Width)), Add("made", new Linear(init, options.Width, options.Products * options.EmbeddingSize)));
            _combine = Add("combine", () => init.Uniform([options.Combinations, vectors], 1 / Math.Sqrt(vectors)));
            if (vectors != options.Vectors) _residual = Add("residual", () => init.Uniform([options.Vectors, vectors], 1 / Math.Sqrt(vectors)));
            _after = Add("after", new LayerNorm(init, options.EmbeddingSize));
        }

        internal Tensor Forward(Tensor x)
        {
            // X (Xᵀ Y) in place of (X Xᵀ) Y: n · d · Rank in place of n² · d.
            var products = Interactions.Flat(x.MatMul(x.T.MatMul(_factors)));
            var made = _made.Forward(_hidden.Forward(_before.Forward(products)).Relu()).Reshape(x.Size(0), _products, x.Size(2));
            return _after.Forward(Tensor.Cat([made, _combine.MatMul(x)], 1) + (_residual.IsDefined ? _residual.MatMul(x) : x));
        }
    }
}

using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>
/// Tokens that are mixed without attention. All vectors of a row are cut into T equal stretches (zeros fill the last), each mapped to Width by a matrix of its own. A block mixes by splitting every token
/// into T parts and letting token t take part t of all, S ← LN(mixed(S) + S), then sends each token through a network of its own, S ← LN(W_2 GELU(W_1 s + c_1) + c_2 + S); z = w · mean of the tokens + b.
/// Shapes: E codes × EmbeddingSize, W_1 T × Width × (Expansion · Width), W_2 its turn. Zhu, Fan, Zhu, Jiang, Wang et al., "RankMixer: scaling up ranking models in industrial recommenders", CIKM 2025.
/// Deviations: no experts; fields lie in the tokens in their order. Deterministic for one number of threads; with another, sums may be rounded differently.
/// </summary>
public sealed record RankMixer : ClickTrainer
{
    /// <summary>T; tokens part the width. Default 16.</summary>
    [Range(1, 1024), Search(4, 32, Log = true, Step = 4)]
    public int Tokens { get; init; } = 16;

    /// <summary>Length of a token, a multiple of tokens. Default 256.</summary>
    [Range(1, 65_536), Search(64, 512, Log = true, Step = 64)]
    public int Width { get; init; } = 256;

    /// <summary>Blocks. Default 2.</summary>
    [Range(1, 64), Search(1, 4)]
    public int Layers { get; init; } = 2;

    /// <summary>How many times as wide the network of a token is within. Default 2.</summary>
    [Range(1, 16)]
    public int Expansion { get; init; } = 2;

    internal override IEnumerable<string?> Complaints => [Width % Math.Max(1, Tokens) != 0 ? $"width is {Width} and tokens is {Tokens}; tokens must part the width evenly: take width {Math.Max(1, Width / Math.Max(1, Tokens)) * Tokens}." : null];

    internal override int WidthStep => Tokens;

    internal override ClickTrainer? WithWidth(int width) => this with { Width = width };

    internal override ClickNetwork Network(Init init, ClickFields fields) => new MixerNetwork(init, fields, this);

    internal override ClickCost CostOf(ClickFields fields) =>
        Tokens * ClickCost.Linear(StretchOf(fields), Width) + Layers * (Tokens * (ClickCost.Linear(Width, Expansion * Width) + ClickCost.Linear(Expansion * Width, Width)) + ClickCost.Vector(4L * Width)) + ClickCost.Linear(Width, 1);

    int StretchOf(ClickFields fields) => (fields.Fields.Count * EmbeddingSize + Tokens - 1) / Tokens;

    sealed class MixerNetwork : ClickNetwork
    {
        readonly GroupedLinear _tokens;
        readonly (LayerNorm Mixed, GroupedLinear Hidden, GroupedLinear Made, LayerNorm After)[] _blocks;
        readonly Dropout _dropout;
        readonly Linear _output;
        readonly int _count, _width, _stretch;

        internal MixerNetwork(Init init, ClickFields fields, RankMixer options) : base(init, fields, options)
        {
            (_count, _width, _stretch) = (options.Tokens, options.Width, options.StretchOf(fields));
            _tokens = Add("tokens", new GroupedLinear(init, _count, _stretch, _width));
            _blocks = [.. Enumerable.Range(0, options.Layers).Select(l => (Add($"blocks.{l}.mixed", new LayerNorm(init, _width)), Add($"blocks.{l}.hidden", new GroupedLinear(init, _count, _width, options.Expansion * _width)),
                Add($"blocks.{l}.made", new GroupedLinear(init, _count, options.Expansion * _width, _width)), Add($"blocks.{l}.after", new LayerNorm(init, _width))))];
            _dropout = Add("dropout", new Dropout(init, options.Dropout));
            _output = Add("output", new Linear(init, _width, 1));
        }

        private protected override Tensor Logits(Tensor vectors, Tensor first)
        {
            var (flat, rows) = (Interactions.Flat(vectors), vectors.Size(0));
            if (flat.Size(1) < _count * _stretch) flat = Tensor.Cat([flat, Tensor.Zeros([rows, _count * _stretch - flat.Size(1)], flat.DType, flat.Device)], 1);
            // T × N × width from here on: products of a token are one matrix.
            var x = _tokens.Forward(flat.Reshape(rows, _count, _stretch).Transpose(0, 1));
            foreach (var (mixed, hidden, made, after) in _blocks)
            {
                var parts = x.Reshape(_count, rows, _count, _width / _count).Permute(2, 1, 0, 3).Reshape(_count, rows, _width);
                x = mixed.Forward(parts + x);
                x = after.Forward(made.Forward(_dropout.Forward(hidden.Forward(x).Gelu())) + x);
            }
            return _output.Forward(x.Mean(0)).Squeeze(1);
        }
    }
}

using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>
/// Two dense networks that read the same vectors through gates of their own and meet in a bilinear form: x = [e_1 … e_F], h = MLP_1(x ∘ 2 σ(G_1(u))), k = MLP_2(x ∘ 2 σ(G_2(i))), where G are dense
/// networks of one hidden layer; z = w_1 · h + w_2 · k + Σ_heads h_a W_a k_a + b, h_a and k_a being the heads' parts. u is the vector of the user's id where a field is one, else learned, and i that of the
/// item's. Shapes: E codes × EmbeddingSize, dense as click-mlp, W_a (Width ⁄ Heads)². Mao, Zhu, Su, Cai, Li and Dong, "FinalMLP: an enhanced two-stream MLP model for CTR prediction", AAAI 2023.
/// Deviations: both networks have one width and depth. Deterministic for one number of threads; with another, sums may be rounded differently.
/// </summary>
public sealed record FinalMlp : DeepTrainer
{
    /// <summary>Parts of the bilinear form; they part the width. Default 10.</summary>
    [Range(1, 1024), Search(1, 20)]
    public int Heads { get; init; } = 10;

    /// <summary>Hidden width of the gates; 0 for none. Default 400.</summary>
    [Range(0, 65_536)]
    public int GateWidth { get; init; } = 400;

    internal override IEnumerable<string?> Complaints => [Width % Math.Max(1, Heads) != 0 ? $"width is {Width} and heads is {Heads}; heads must part the width evenly: take width {Math.Max(1, Width / Math.Max(1, Heads)) * Heads}." : null];

    internal override int WidthStep => Heads;

    internal override ClickNetwork Network(Init init, ClickFields fields) => new StreamsNetwork(init, fields, this);

    internal override ClickCost CostOf(ClickFields fields)
    {
        var size = FlatSize(fields);
        // A gate without a field to read has a vector of its own.
        var learned = (fields.UserId is null ? 1 : 0) + (fields.ItemId is null ? 1 : 0);
        var gates = GateWidth == 0 ? default : 2 * (ClickCost.Linear(EmbeddingSize, GateWidth) + ClickCost.Linear(GateWidth, size)) + ClickCost.Vector((long)learned * EmbeddingSize);
        var bilinear = new ClickCost((long)Width * Width / Heads, 2L * Width * Width / Heads + 2L * Width);
        return gates + 2 * ClickCost.Layers(size, Width, Layers, BatchNorm) + ClickCost.Linear(Width, 1) + ClickCost.Linear(Width, 1, bias: false) + bilinear;
    }

    sealed class StreamsNetwork : ClickNetwork
    {
        readonly Stream _user, _item;
        readonly Linear _ofUser, _ofItem;
        readonly Tensor _form;
        readonly int _heads;

        internal StreamsNetwork(Init init, ClickFields fields, FinalMlp options) : base(init, fields, options)
        {
            (_user, _item) = (Add("user", new Stream(init, fields, options, ClickFieldRole.UserId)), Add("item", new Stream(init, fields, options, ClickFieldRole.ItemId)));
            (_ofUser, _ofItem) = (Add("of_user", new Linear(init, options.Width, 1)), Add("of_item", new Linear(init, options.Width, 1, bias: false)));
            var part = options.Width / options.Heads;
            _form = Add("form", () => init.Uniform([options.Heads, part, part], 1 / Math.Sqrt(part)));
            _heads = options.Heads;
        }

        private protected override Tensor Logits(Tensor vectors, Tensor first)
        {
            var (h, k) = (_user.Forward(vectors), _item.Forward(vectors));
            var form = (Parted(h).Bmm(_form) * Parted(k)).Sum(2).Sum(0);
            return (_ofUser.Forward(h) + _ofItem.Forward(k)).Squeeze(1) + form;
        }

        // N × width → heads × N × width ⁄ heads.
        Tensor Parted(Tensor x) => x.Reshape(x.Size(0), _heads, x.Size(1) / _heads).Transpose(0, 1);
    }

    // One of the two: gate and dense layers.
    sealed class Stream : Module
    {
        readonly Linear? _hidden, _gate;
        readonly Tensor _own;
        readonly DenseLayers _layers;
        readonly int _field;

        internal Stream(Init init, ClickFields fields, FinalMlp options, ClickFieldRole role)
        {
            var size = options.FlatSize(fields);
            _field = fields.Fields.ToList().FindIndex(f => f.Role == role);
            if (options.GateWidth > 0)
            {
                if (_field < 0) _own = Add("own", () => init.Constant([1, options.EmbeddingSize], 0), decays: false);
                (_hidden, _gate) = (Add("hidden", new Linear(init, options.EmbeddingSize, options.GateWidth)), Add("gate", new Linear(init, options.GateWidth, size)));
            }
            _layers = Add("layers", new DenseLayers(init, size, options.Width, options.Layers, options.BatchNorm, options.Dropout));
        }

        internal Tensor Forward(Tensor vectors)
        {
            var flat = Interactions.Flat(vectors);
            if (_hidden is null) return _layers.Forward(flat);
            var asked = _field < 0 ? _own : vectors.Select(1, _field);
            return _layers.Forward(flat * (_gate!.Forward(_hidden.Forward(asked).Relu()).Sigmoid() * 2));
        }
    }
}

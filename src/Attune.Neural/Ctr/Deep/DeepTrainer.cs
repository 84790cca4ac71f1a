using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>What models of clicks with dense layers of one width share: h ← max(0, W h + c) from all vectors of a row, h_0 = [e_1 … e_F].</summary>
public abstract record DeepTrainer : ClickTrainer
{
    private protected DeepTrainer()
    {
    }

    /// <summary>Width of the dense layers. Default 400.</summary>
    [Range(1, 65_536), Search(64, 1024, Log = true, Step = 64)]
    public int Width { get; init; } = 400;

    /// <summary>Dense layers. Default 3.</summary>
    [Range(1, 64), Search(1, 5)]
    public int Layers { get; init; } = 3;

    internal override ClickTrainer? WithWidth(int width) => this with { Width = width };

    /// <summary>The dense layers over so many inputs, and one number of what they end in.</summary>
    private protected ClickCost DenseCost(long inputs) => ClickCost.Layers(inputs, Width, Layers, BatchNorm) + ClickCost.Linear(Width, 1);

    /// <summary>The length of all vectors of a row.</summary>
    private protected long FlatSize(ClickFields fields) => (long)fields.Fields.Count * EmbeddingSize;

    /// <summary>Dense layers to one number, beside what else speaks for a click.</summary>
    private protected sealed class DenseNetwork : ClickNetwork
    {
        readonly DenseLayers _layers;
        readonly Linear _output;
        readonly bool _pairs;

        internal DenseNetwork(Init init, ClickFields fields, DeepTrainer options, bool firstOrder, bool pairs) : base(init, fields, options, firstOrder: firstOrder)
        {
            _layers = Add("layers", new DenseLayers(init, options.FlatSize(fields), options.Width, options.Layers, options.BatchNorm, options.Dropout));
            _output = Add("output", new Linear(init, options.Width, 1));
            _pairs = pairs;
        }

        private protected override Tensor Logits(Tensor vectors, Tensor first)
        {
            var deep = _output.Forward(_layers.Forward(Interactions.Flat(vectors))).Squeeze(1);
            if (first.IsDefined) deep += first;
            return _pairs ? deep + Interactions.Pairs(vectors) : deep;
        }
    }
}

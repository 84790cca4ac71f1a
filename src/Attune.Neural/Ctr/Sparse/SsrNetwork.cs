namespace Attune.Neural;

/// <summary>The network of <see cref="SsrTrainer"/>.</summary>
sealed class SsrNetwork : ClickNetwork
{
    readonly BatchNorm? _norm;
    readonly Linear? _hidden;
    readonly Linear _output;

    internal SsrNetwork(Init init, ClickFields fields, SsrTrainer options) : base(init, fields, options)
    {
        var inputs = fields.Fields.Count * options.EmbeddingSize;
        if (options.BatchNorm) _norm = Add("input", new BatchNorm(init, inputs));
        Layers = [.. Enumerable.Range(0, options.Layers).Select(l => Add($"layers.{l}", new SsrLayer(init, options, l, l == 0 ? inputs : options.Views * options.ViewWidth, Cuts)))];
        if (options.HeadWidth > 0) _hidden = Add("hidden", new Linear(init, options.ViewWidth, options.HeadWidth));
        _output = Add("output", new Linear(init, options.HeadWidth > 0 ? options.HeadWidth : options.ViewWidth, 1));
    }

    /// <summary>The layers, the first first.</summary>
    internal SsrLayer[] Layers { get; }

    internal override void ExportIntegers(Weights weights)
    {
        for (var l = 0; l < Layers.Length; l++)
            if (Layers[l].Drawn.Length > 0) weights.Add(NameOf(l), Layers[l].Drawn);
    }

    internal override void ImportIntegers(Weights weights)
    {
        for (var l = 0; l < Layers.Length; l++)
            if (Layers[l].Drawn.Length > 0) Layers[l].Take(weights.Integer(NameOf(l), Layers[l].Drawn.Length));
    }

    private protected override Tensor Logits(Tensor vectors, Tensor first)
    {
        var x = Interactions.Flat(vectors);
        if (_norm is not null) x = _norm.Forward(x);
        foreach (var layer in Layers) x = layer.Forward(x);
        return _output.Forward(_hidden is null ? x : _hidden.Forward(x).Relu()).Squeeze(1);
    }

    static string NameOf(int layer) => $"layers.{layer}.indices";
}

namespace Attune.Neural;

/// <summary>
/// What a network of clicks leaves out: for the views of ssr the share of true zeros on some rows, with α, γ and the mean of what enters the filter each by itself, since zeros alone do not say whether α was learned;
/// and for the matrices of any dense network how much of them is used.
/// </summary>
public sealed record SparsityReport
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>Rows that were looked at.</summary>
    public required long Rows { get; init; }

    /// <summary>The views of ssr, layer after layer; empty for other models.</summary>
    public required IReadOnlyList<ViewSparsity> Views { get; init; }

    /// <summary>The matrices of the dense part in their order.</summary>
    public required IReadOnlyList<WeightConcentration> Weights { get; init; }

    /// <summary>Looks at a model on rows.</summary>
    /// <param name="model">A model of clicks from here.</param>
    /// <param name="rows">Rows encoded with its fields; the first are taken.</param>
    /// <param name="most">How many. Default 16,384.</param>
    /// <exception cref="ArgumentException">The model is no network of clicks, or the rows have other fields.</exception>
    public static SparsityReport Of(IClickModel model, IClickSource rows, int most = 16_384)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (model.Trainer is not ClickTrainer trainer) throw new ArgumentException($"{model.NameOf()} is no network of clicks, so there are no layers to look into; take one that learned by gradients, as ssr-d.", nameof(model));
        if (rows.Fields.Columns != model.Fields.Columns || rows.Fields.Codes != model.Fields.Codes) throw new ArgumentException("The rows have other fields than the model: encode them with the model's fields.", nameof(rows));
        var weights = new Weights();
        model.Export(weights);
        using var network = ClickFit.NetworkOf(trainer, model.Fields, weights);
        var taps = network is SsrNetwork ssr ? [.. ssr.Layers.Select((l, n) => new SparsityTap(l, n, trainer is SsrTrainer t ? t.Views : 0))] : Array.Empty<SparsityTap>();
        var seen = taps.Length > 0 ? Pass(network, rows, most) : 0;
        return new SparsityReport
        {
            Model = Options.NameOf(trainer.GetType()),
            Rows = seen,
            Views = [.. taps.SelectMany(t => t.Views())],
            Weights = [.. network.Parameters.Where(p => !p.IsTable && p.Decays && p.Value.Rank is 2 or 3 && p.Value.Size(p.Value.Rank == 2 ? 0 : 2) > 1).Select(p => WeightConcentration.Of(p.Name, p.Value.Span<float>(), Array.ConvertAll(p.Value.Shape, d => (int)d)))],
        };
    }

    /// <summary>The share of zeros of each layer, over all its views, the first layer first.</summary>
    public IReadOnlyList<double> ZeroRatios => [.. Views.GroupBy(v => v.Layer).OrderBy(g => g.Key).Select(g => g.Average(v => v.ZeroRatio))];

    /// <summary>The numbers as a page, with charts.</summary>
    public Report ToReport() => new($"Sparsity of {Model}")
    {
        Lead = Views.Count > 0 ? "How much the views leave out, and whether their thresholds did it or what enters them." : "How much of the dense matrices is used.",
        Facts = [.. ZeroRatios.Select((z, l) => new Fact(FormattableString.Invariant($"zeros, layer {l + 1}"), z, ValueFormat.Share))],
        Sections = [.. Views.Count > 0 ? [ViewSection()] : Array.Empty<Section>(), WeightSection()],
    };

    static long Pass(ClickNetwork network, IClickSource rows, int most)
    {
        var seen = 0L;
        foreach (var block in rows.Blocks(2048))
        {
            using var pass = new ScoringPass();
            var part = block.Count <= most - seen ? block : block.Slice(0, (int)(most - seen));
            network.Forward(part);
            if ((seen += part.Count) >= most) break;
        }
        return seen;
    }

    Section ViewSection()
    {
        var iterations = Views.Max(v => v.Alpha.Count);
        Column[] columns = [new("layer", ValueFormat.Count), new("view", ValueFormat.Count), new("zeros", ValueFormat.Share), new("mean input", ValueFormat.Number), new("mean γ", ValueFormat.Number), .. Enumerable.Range(1, iterations).Select(t => new Column(FormattableString.Invariant($"α{t}"), ValueFormat.Number))];
        return new Section("Views")
        {
            Charts =
            [
                new Chart.Bars("Share of true zeros", [.. Views.Select(v => new Chart.Bar(FormattableString.Invariant($"layer {v.Layer}, view {v.View}"), v.ZeroRatio))]) { Format = ValueFormat.Share },
                .. iterations == 0 ? Array.Empty<Chart>() : [new Chart.Lines("Mean α of each iteration", [.. Views.GroupBy(v => v.Layer).Select(g => new Chart.Line(FormattableString.Invariant($"layer {g.Key}"), [.. Enumerable.Range(0, iterations).Select(t => (t + 1.0, g.Average(v => v.Alpha[t])))]))])],
            ],
            Tables = [new Table(columns, Views.Select(v => (IReadOnlyList<Cell>)[v.Layer, v.View, v.ZeroRatio, v.MeanInput, v.MeanGamma, .. v.Alpha.Select(a => (Cell)a)]))],
            Notes = Views.Any(v => v.Alpha.Any(a => a < 0)) ? ["An α below 0 amplifies what it should cut; positiveAlpha = true keeps all above 0."] : [],
        };
    }

    Section WeightSection() => new("Weights")
    {
        Charts = Weights.Count == 0 ? [] : [new Chart.Bars("Σ |w| in the 4 % of input dimensions that have most of it", [.. Weights.Select(w => new Chart.Bar(w.Name, w.TopMass))]) { Format = ValueFormat.Share }],
        Tables = [new Table(["matrix", new("numbers", ValueFormat.Count), new("|w| < 0.001", ValueFormat.Share), new("mass in the top 4 %", ValueFormat.Share)], Weights.Select(w => (IReadOnlyList<Cell>)[w.Name, w.Count, w.SmallShare, w.TopMass]))],
    };
}

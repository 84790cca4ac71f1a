using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>What ssr, ssr-s and ssr-d share: layers of views, each of which filters what it reads and then mixes it, z = GELU(h V + c).</summary>
public abstract record SsrTrainer : ClickTrainer
{
    private protected SsrTrainer()
    {
    }

    /// <summary>Views of a layer, side by side: what to raise first for a larger model. Default 8.</summary>
    [Range(1, 1024), Search(2, 16, Log = true)]
    public int Views { get; init; } = 8;

    /// <summary>Length of what a view gives. Default 128.</summary>
    [Range(1, 16_384), Search(32, 256, Log = true, Step = 32)]
    public int ViewWidth { get; init; } = 128;

    /// <summary>Length of the projection that a view filters; ssr-s has none. Default null: twice viewWidth, with residual viewWidth (the paper says larger than viewWidth, its program takes viewWidth).</summary>
    [Range(1, 65_536)]
    public int? ExpandedWidth { get; init; }

    /// <summary>Layers; one more is the least worth of all ways to a larger model. Default 2.</summary>
    [Range(1, 16), Search(1, 3)]
    public int Layers { get; init; } = 2;

    /// <summary>T, how often what is below the mean is cut; ics alone reads it. Default 5.</summary>
    [Range(1, 64), Search(1, 8)]
    public int Iterations { get; init; } = 5;

    /// <summary>Where α of every view and iteration starts: which share of the mean is taken off. It is learned. ics alone reads it. Default 0.1.</summary>
    [Range(0, 10.0), Search(0.01, 0.5, Log = true)]
    public double Alpha { get; init; } = 0.1;

    /// <summary>Whether α is kept above 0 as log(1 + eᵃ), so that it never amplifies; alpha must then be above 0. Default no, as the authors' program.</summary>
    public bool PositiveAlpha { get; init; }

    /// <summary>Whether what a view filters is multiplied with another projection, as in the authors' program and not in the paper's equations; not with static and dropout. Default no.</summary>
    public bool Gate { get; init; }

    /// <summary>Whether what a view filters is added to what it gives, as in the authors' program and not in the paper's equations; both must be of one length. Default no.</summary>
    public bool Residual { get; init; }

    /// <summary>Whether the dimensions of static views follow from 1000 · layer + view alone, as in the authors' program, and not from seed too. Default no: seeds are compared with other dimensions.</summary>
    public bool FixedFilters { get; init; }

    /// <summary>Width of a layer with max(0, ·) before the logit, as in the authors' program (64); 0 for none, as in the paper's equations. Default 0.</summary>
    [Range(0, 65_536)]
    public int HeadWidth { get; init; }

    /// <summary>How views choose.</summary>
    internal abstract SsrFilter Choice { get; }

    /// <summary>Length of what a view filters and mixes, of so many dimensions that enter.</summary>
    internal int FilteredOf(int inputs) => Choice switch { SsrFilter.Static => ViewWidth, SsrFilter.Dropout => inputs, _ => ExpandedWidth ?? (Residual ? 1 : 2) * ViewWidth };

    internal override ClickTrainer? WithWidth(int width) => this with { ViewWidth = width };

    internal override ClickNetwork Network(Init init, ClickFields fields) => new SsrNetwork(init, fields, this);

    internal override IEnumerable<string?> Complaints => [
        Residual && (Choice is SsrFilter.Dropout || FilteredOf(0) != ViewWidth)
            ? Choice is SsrFilter.Dropout ? "residual adds what a view filters to what it gives, and dropout filters all that enters: leave it out." : $"residual adds what a view filters ({FilteredOf(0)}) to what it gives ({ViewWidth}): set expandedWidth to {ViewWidth}." : null,
        Gate && Choice is SsrFilter.Static or SsrFilter.Dropout && Gate ? "gate multiplies a projection, and this filter has none: leave it out, or take ics." : null,
        PositiveAlpha && Alpha <= 0 ? "alpha is 0, and positiveAlpha keeps it above 0: start it above 0." : null];

    internal override ClickCost CostOf(ClickFields fields)
    {
        var (cost, inputs) = (default(ClickCost), fields.Fields.Count * EmbeddingSize);
        if (BatchNorm) cost += ClickCost.Vector(2L * inputs);
        for (var l = 0; l < Layers; l++, inputs = Views * ViewWidth) cost += LayerCost(inputs);
        return cost + (HeadWidth == 0 ? ClickCost.Linear(ViewWidth, 1) : ClickCost.Linear(ViewWidth, HeadWidth) + ClickCost.Linear(HeadWidth, 1));
    }

    // Views · (filtered · ViewWidth + ViewWidth) and their norms, beside the projections and what ics learns.
    ClickCost LayerCost(int inputs)
    {
        var filtered = FilteredOf(inputs);
        var projections = Choice is SsrFilter.Static or SsrFilter.Dropout ? 0 : 1 + (Gate ? 1 : 0) + (Choice is SsrFilter.SoftGate ? 1 : 0);
        return Views * (projections * ClickCost.Linear(inputs, filtered, bias: false) + ClickCost.Linear(filtered, ViewWidth) + ClickCost.Vector(2L * ViewWidth + (Choice is SsrFilter.Ics ? Iterations + filtered : 0)));
    }
}

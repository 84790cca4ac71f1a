using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>
/// Filling gaps in histories of baskets: purchases are hidden behind a mark and asked for from all others, of their own basket and of those around it. With E the table of items and P that of baskets (counted from the newest), x = Dropout(N(E[item or mark] + P[basket]))
/// goes through Layers of attention in both directions, and score(j) = state of the mark · E[j]; to recommend, the mark stands in a basket after the newest. Items of one basket have no order.
/// Shapes: (items + 2) × Width, row 0 for padding, the last for the mark; (MostBaskets + 1) × Width; each layer 4 Width² + 2 Width · Inner. Li, Ariannezhad, Yates and de Rijke, "Masked and swapped sequence modeling for next novel basket recommendation in grocery
/// shopping", RecSys 2023 (arXiv:2308.01308). Deviations: baskets count from the newest, and those further back than MostBaskets share a vector; learning jointly takes one of the two ways of hiding for each history and epoch in place of the mean of both;
/// a history in which the chosen way finds nothing to ask for takes the other. A basket is what was bought on one day; without times each purchase is one. Reads the order of baskets and not days. Without a history it cannot say.
/// Lists what is new as well as what was bought before (seen: only, exclude, include). Time for an epoch: users · MaxLength · Layers · Width · (Width + MaxLength). Deterministic for one number of threads; with another, sums are rounded differently.
/// </summary>
public sealed record Btbr : NetworkTrainer, ISequenceTrainer
{
    /// <summary>Length of the vectors, a multiple of Heads; more = finer, slower. Default 64.</summary>
    [Range(1, 4096), Search(32, 256, Log = true, Step = 8)]
    public int Width { get; init; } = 64;

    /// <summary>Layers of attention and feed-forward. Default 2.</summary>
    [Range(1, 64), Search(1, 4)]
    public int Layers { get; init; } = 2;

    /// <summary>How many softmaxes share the width in each layer. Default 8.</summary>
    [Range(1, 64)]
    public int Heads { get; init; } = 8;

    /// <summary>Width of the feed-forward's middle. Default 256.</summary>
    [Range(1, 65_536)]
    public int Inner { get; init; } = 256;

    /// <summary>The share of numbers set to 0 in training, of tables, weights and layers. Default 0.1.</summary>
    [Range(0, 0.95), Search(0, 0.7)]
    public double Dropout { get; init; } = 0.1;

    /// <summary>How many places there are: the newest purchases of a history, and one that asks; at least 2. Default 256.</summary>
    [Range(2, 10_000)]
    public int MaxLength { get; init; } = 256;

    /// <summary>Baskets that have a vector of their own, the newest. Default 60.</summary>
    [Range(1, 10_000)]
    public int MostBaskets { get; init; } = 60;

    /// <summary>The chance of a history to have its newest basket hidden, as in scoring; else purchases are hidden one by one: 0 and 1 learn one way alone, what lies between jointly. Default 0.5.</summary>
    [Range(0, 1.0)]
    public double BasketHidden { get; init; } = 0.5;

    /// <summary>What of the newest basket is asked for. Default all; explore to recommend new items.</summary>
    public BasketMasking BasketMasking { get; init; } = BasketMasking.All;

    /// <summary>How purchases are hidden one by one. Default select.</summary>
    public ItemMasking ItemMasking { get; init; } = ItemMasking.Select;

    /// <summary>The share of purchases (random) or of items (select) that are hidden, above 0. Default 0.2.</summary>
    [Range(0.01, 0.99), Search(0.1, 0.6)]
    public double Hidden { get; init; } = 0.2;

    /// <summary>The chance of a purchase to be moved to a basket near its own, where purchases are hidden one by one. Default 0.</summary>
    [Range(0, 1.0)]
    public double Swapped { get; init; }

    /// <summary>How many baskets further a purchase is moved. Default 1.</summary>
    [Range(1, 1000)]
    public int SwapHop { get; init; } = 1;

    /// <summary>What is learned. Default softmax, as in the paper.</summary>
    public SequenceLoss Loss { get; init; } = SequenceLoss.Softmax;

    /// <summary>bce, gbce and sampled: items drawn against each that is asked for. Default 1.</summary>
    [Range(1, 100_000)]
    public int Negatives { get; init; } = 1;

    /// <summary>gbce: t, from 0 (as bce) to 1 (scores mean what they say). Default 0.75.</summary>
    [Range(0, 1.0)]
    public double Calibration { get; init; } = 0.75;

    /// <inheritdoc/>
    [Range(1e-7, 100.0), Search(1e-4, 1e-2, Log = true)]
    public override double LearningRate { get; init; } = 0.001;

    /// <inheritdoc/>
    [Range(0, 10.0)]
    public override double WeightDecay { get; init; }

    /// <summary>Histories in a step. Default 128.</summary>
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 128;

    /// <summary>Passes over all histories. Default 50.</summary>
    [Range(1, 100_000)]
    public override int Epochs { get; init; } = 50;

    /// <summary>Seed of the start, the order of histories, what is hidden and moved, dropout and negatives. Default 42.</summary>
    public override int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public override QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public override bool WarmStarts => true;

    /// <inheritdoc/>
    public override long FitBytes(DataSize size) => Copies * (size with { Users = 0 }).Vectors(Width);

    /// <inheritdoc/>
    public override IRecommender Fit(Dataset data, FitContext? context = null) => SequenceFit.Run(this, data, context);

    /// <inheritdoc/>
    public override IRecommender Restore(Catalog catalog, Weights weights) => SequenceFit.Restore(this, catalog, weights);

    bool ISequenceTrainer.AsksWithAMark => true;

    bool ISequenceTrainer.ReadsTimes => true;

    IEnumerable<string?> ISequenceTrainer.Complaints =>
        [Width % Math.Max(1, Heads) != 0 ? $"width is {Width}; it must be a multiple of heads ({Heads}), for each reads a part of equal size." : null];

    SequenceNetwork ISequenceTrainer.Network(Init init, int items) => new BtbrNetwork(init, items, this);

    SequenceBatches ISequenceTrainer.Batches(ItemSequences sequences, BatchOptions options, int items) => new BasketBatches(sequences, options, items + 1, this);
}

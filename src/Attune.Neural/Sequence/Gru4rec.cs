using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>
/// A recurrent network over the history: one state, changed by every item. With E the table of items, h_t = GRU(E[item t], h_(t-1)) and score(j) = (W · h of the newest item + b) · E[j].
/// Shapes: (items + 1) × Width, row 0 for padding; each layer 3 States · (inputs + States); W is Width × States. Trained to name at every place the item after it.
/// Hidasi et al., "Session-based recommendations with recurrent neural networks", ICLR 2016; Hidasi and Karatzoglou, "Recurrent neural networks with top-k gains", CIKM 2018.
/// Deviations: softmax over the whole catalog by default, not over the items of the batch; whole histories in a batch, not sessions side by side; one table for what comes in and what is
/// named; Adam. Reads the order of a history, not its weights: a history given in order scores as the stored one, without training again. Without a history it cannot say.
/// Time for an epoch: events · (Layers · States² + items · Width for softmax), place after place. Deterministic for one number of threads; with another, sums are rounded differently.
/// </summary>
public sealed record Gru4rec : NetworkTrainer, ISequenceTrainer
{
    /// <summary>Length of the vectors of items; more = finer, slower. Default 64.</summary>
    [Range(1, 4096), Search(32, 256, Log = true)]
    public int Width { get; init; } = 64;

    /// <summary>Length of the states; more = longer memory, slower. Default 128.</summary>
    [Range(1, 4096), Search(32, 512, Log = true)]
    public int States { get; init; } = 128;

    /// <summary>Recurrent layers, each over the states of the one before. Default 1, as in the paper.</summary>
    [Range(1, 16)]
    public int Layers { get; init; } = 1;

    /// <summary>The share of numbers set to 0 in training, of item vectors and between layers. Default 0.3.</summary>
    [Range(0, 0.95), Search(0, 0.7)]
    public double Dropout { get; init; } = 0.3;

    /// <summary>How many of the newest items of a history are read. Default 50.</summary>
    [Range(1, 10_000)]
    public int MaxLength { get; init; } = 50;

    /// <summary>What is learned. Default softmax.</summary>
    public SequenceLoss Loss { get; init; } = SequenceLoss.Softmax;

    /// <summary>bce and gbce: items drawn against each that comes. Default 1.</summary>
    [Range(1, 100_000)]
    public int Negatives { get; init; } = 1;

    /// <summary>gbce: t, from 0 (as bce) to 1 (scores mean what they say). Default 0.75.</summary>
    [Range(0, 1.0)]
    public double Calibration { get; init; } = 0.75;

    /// <summary>Step size of the optimizer. Default 0.001.</summary>
    [Range(1e-7, 100.0), Search(1e-4, 1e-2, Log = true)]
    public override double LearningRate { get; init; } = 0.001;

    /// <summary>By what share of the learning rate weights shrink in every step (with adam: AdamW). Default 0.</summary>
    [Range(0, 10.0)]
    public override double WeightDecay { get; init; }

    /// <summary>Histories in a step. Default 128.</summary>
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 128;

    /// <summary>Passes over all histories. Default 40.</summary>
    [Range(1, 100_000)]
    public override int Epochs { get; init; } = 40;

    /// <summary>Standard deviation of the table's random start; layers start as PyTorch's. Default 0.05.</summary>
    [Range(1e-6, 10.0)]
    public double Deviation { get; init; } = 0.05;

    /// <summary>Seed of the start, the order of histories, dropout and negatives. Default 42.</summary>
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

    IEnumerable<string?> ISequenceTrainer.Complaints => [];

    SequenceNetwork ISequenceTrainer.Network(Init init, int items) => new GruNetwork(init, items, this);

    SequenceBatches ISequenceTrainer.Batches(ItemSequences sequences, BatchOptions options, int items) => new NextItemBatches(sequences, options);
}

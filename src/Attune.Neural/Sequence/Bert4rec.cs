using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>
/// Filling gaps in histories: some items are hidden behind a mark and asked for from what stands on both sides. With E the table of items, P that of places (counted from the newest),
/// x = Dropout(E[item or mark] + P[place]) goes through Layers of attention in both directions, and score(j) = N(GELU(W · state of the mark)) · E[j]; to recommend, the mark stands after the newest item.
/// Shapes: (items + 2) × Width, row 0 for padding, the last for the mark; MaxLength × Width; each layer 4 Width² + 2 Width · Inner.
/// Sun et al., "BERT4Rec: Sequential recommendation with bidirectional encoder representations from transformer", CIKM 2019. Deviations: every hidden item is replaced by the mark; no bias
/// for each item; a share of histories hides the newest item alone. Reads the order of a history, not its weights: a history given in order scores as the stored one, without training again.
/// Without a history it cannot say. Time as for sasrec, but only hidden items teach: it needs several times the epochs. Deterministic for one number of threads; with another, sums are rounded differently.
/// </summary>
public sealed record Bert4rec : NetworkTrainer, IAttentionTrainer
{
    /// <summary>Length of the vectors, a multiple of Heads; more = finer, slower. Default 64.</summary>
    [Range(1, 4096), Search(32, 256, Log = true, Step = 8)]
    public int Width { get; init; } = 64;

    /// <summary>Layers of attention and feed-forward. Default 2.</summary>
    [Range(1, 64), Search(1, 4)]
    public int Layers { get; init; } = 2;

    /// <summary>How many softmaxes share the width in each layer. Default 2.</summary>
    [Range(1, 64)]
    public int Heads { get; init; } = 2;

    /// <summary>Width of the feed-forward's middle; 0 for that of the vectors. Default 256.</summary>
    [Range(0, 65_536)]
    public int Inner { get; init; } = 256;

    /// <summary>The function in the feed-forward. Default GELU.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>Where the norms stand. Default after.</summary>
    public NormPlacement Norm { get; init; } = NormPlacement.After;

    /// <summary>The share of numbers set to 0 in training, of tables, weights and layers; the sparser the data the more. Default 0.2.</summary>
    [Range(0, 0.95), Search(0, 0.7)]
    public double Dropout { get; init; } = 0.2;

    /// <summary>How many places there are: the newest items of a history, and one that asks; at least 2. Default 50.</summary>
    [Range(2, 10_000)]
    public int MaxLength { get; init; } = 50;

    /// <summary>The chance of each item to be hidden and asked for, above 0. Default 0.2.</summary>
    [Range(0.01, 0.99), Search(0.1, 0.6)]
    public double Hidden { get; init; } = 0.2;

    /// <summary>The chance of a history to have its newest item hidden and no other, as in scoring. Default 0.5.</summary>
    [Range(0, 1.0)]
    public double NewestHidden { get; init; } = 0.5;

    /// <summary>What is learned. Default softmax.</summary>
    public SequenceLoss Loss { get; init; } = SequenceLoss.Softmax;

    /// <summary>bce and gbce: items drawn against each that comes. Default 1, as in the paper; gSASRec draws 256.</summary>
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

    /// <summary>Passes over all histories. Default 100.</summary>
    [Range(1, 100_000)]
    public override int Epochs { get; init; } = 100;

    /// <summary>Standard deviation of the random start. Default 0.02.</summary>
    [Range(1e-6, 10.0)]
    public double Deviation { get; init; } = 0.02;

    /// <summary>Seed of the start, the order of histories, hidden items, dropout and negatives. Default 42.</summary>
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

    SequenceNetwork ISequenceTrainer.Network(Init init, int items) => new AttentionNetwork(init, items, this, causal: false);

    SequenceBatches ISequenceTrainer.Batches(ItemSequences sequences, BatchOptions options, int items) => new ClozeBatches(sequences, options, items + 1, Hidden, NewestHidden);
}

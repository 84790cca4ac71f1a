using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>
/// Self-attention over the history: what comes next is asked of every item so far, each as much as it matters. With E the table of items and P that of places
/// (counted from the newest), x = Dropout(E[item] + P[place]) goes through Layers of causal attention and feed-forward, and score(j) = state of the newest item · E[j].
/// Shapes: (items + 1) × Width, row 0 for padding; MaxLength × Width; each layer 4 Width² + 2 Width · Inner. Trained to name at every place the item after it.
/// Kang and McAuley, "Self-attentive sequential recommendation", ICDM 2018; the calibrated loss is gSASRec of Petrov and Macdonald, RecSys 2023. Deviations: softmax over the whole
/// catalog by default, which gives better lists than the paper's binary loss with one negative; norms before attention are applied to queries, keys and values alike; weights start
/// normal with Deviation. Reads the order of a history, not its weights: a history given in order scores as the stored one, without training again. Without a history it cannot say.
/// Time for an epoch: events · (Layers · Width · (Width + MaxLength) + items · Width for softmax). Deterministic for one number of threads; with another, sums are rounded differently.
/// </summary>
public sealed record Sasrec : NetworkTrainer, IAttentionTrainer
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

    /// <summary>Width of the feed-forward's middle; 0 (the default) for that of the vectors, as in the paper; S3-Rec and BERT have four times that.</summary>
    [Range(0, 65_536)]
    public int Inner { get; init; }

    /// <summary>The function in the feed-forward. Default GELU.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>Where the norms stand. Default before.</summary>
    public NormPlacement Norm { get; init; } = NormPlacement.Before;

    /// <summary>The share of numbers set to 0 in training, of tables, weights and layers; the sparser the data the more. Default 0.5.</summary>
    [Range(0, 0.95), Search(0, 0.7)]
    public double Dropout { get; init; } = 0.5;

    /// <summary>How many of the newest items of a history are read. Default 50.</summary>
    [Range(1, 10_000)]
    public int MaxLength { get; init; } = 50;

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

    /// <summary>Passes over all histories. Default 40.</summary>
    [Range(1, 100_000)]
    public override int Epochs { get; init; } = 40;

    /// <summary>Standard deviation of the random start. Default 0.02.</summary>
    [Range(1e-6, 10.0)]
    public double Deviation { get; init; } = 0.02;

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

    SequenceNetwork ISequenceTrainer.Network(Init init, int items) => new AttentionNetwork(init, items, this, causal: true);

    SequenceBatches ISequenceTrainer.Batches(ItemSequences sequences, BatchOptions options, int items) => new NextItemBatches(sequences, options);
}

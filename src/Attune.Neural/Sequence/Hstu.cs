using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>
/// Hierarchical sequential transduction units over the history: what comes next follows from all items so far, each by how well it fits, how long ago it was and how often. With E the table of items and P that of
/// places (counted from the newest), x = Dropout(√Width E[item] + P[place]) goes through Layers of U, V, Q, K = split(SiLU(LN(x) W)), A = SiLU(Q Kᵀ + bias of distance and time) / MaxLength for earlier places,
/// x ← x + f2(Dropout(U ∘ LN(A V))); score(j) = LN(x of the newest item) · E[j], or, Normalised, the cosine of both divided by Temperature.
/// Shapes: (items + 1) × Width, row 0 for padding; MaxLength × Width; each layer 2 Heads (values + keys) · Width + Heads · values · Width, MaxLength and TimeBuckets.
/// Zhai et al., "Actions speak louder than words: trillion-parameter sequential transducers for generative recommendations", ICML 2024 (arXiv:2402.17152). Deviations: softmax over the whole catalog by default, not over
/// 128 drawn negatives (loss = sampled); the time between two items is that of the items themselves, not of the one to come, which is not known when a list is made; no tokens of actions between the items, and no heads that foretell
/// them; places counted from the newest. Reads the order of a history, not its weights, and its times where they are given (<see cref="Query.Times"/>): a history without times is read by order and distance alone.
/// Without a history it cannot say. Time for an epoch: events · (Layers · Width · (Width + MaxLength) + items · Width for softmax). Deterministic for one number of threads; with another, sums are rounded differently.
/// </summary>
public sealed record Hstu : NetworkTrainer, ISequenceTrainer
{
    /// <summary>Length of the vectors; more = finer, slower. Default 64.</summary>
    [Range(1, 4096), Search(32, 256, Log = true, Step = 8)]
    public int Width { get; init; } = 64;

    /// <summary>Layers. Default 2, as in the paper's small model.</summary>
    [Range(1, 64), Search(1, 4)]
    public int Layers { get; init; } = 2;

    /// <summary>How many attentions each layer has side by side. Default 1.</summary>
    [Range(1, 64)]
    public int Heads { get; init; } = 1;

    /// <summary>Numbers of a query and a key in each head; 0 (the default) for Width / Heads.</summary>
    [Range(0, 4096)]
    public int AttentionDim { get; init; }

    /// <summary>Numbers of a value, and of the gate U, in each head; 0 (the default) for Width / Heads.</summary>
    [Range(0, 4096)]
    public int LinearDim { get; init; }

    /// <summary>Buckets of the time between two items, each 1.35 times as wide as the one before, from one second; 64 reach to years; 0 reads no times. Default 64.</summary>
    [Range(0, 1024)]
    public int TimeBuckets { get; init; } = 64;

    /// <summary>The share of numbers set to 0 in training, of tables and layers; the sparser the data the more. Default 0.2.</summary>
    [Range(0, 0.95), Search(0, 0.7)]
    public double Dropout { get; init; } = 0.2;

    /// <summary>How many of the newest items of a history are read. Default 50.</summary>
    [Range(1, 10_000)]
    public int MaxLength { get; init; } = 50;

    /// <summary>Whether states and vectors of items are compared by their direction alone, as in the paper, and not by their product. Default no.</summary>
    public bool Normalised { get; init; }

    /// <summary>normalised: what cosines are divided by; less = sharper. Default 0.05.</summary>
    [Range(1e-4, 100.0), Search(0.02, 0.5, Log = true)]
    public double Temperature { get; init; } = 0.05;

    /// <summary>What is learned. Default softmax.</summary>
    public SequenceLoss Loss { get; init; } = SequenceLoss.Softmax;

    /// <summary>sampled, bce and gbce: items drawn against each that comes. Default 128, as in the paper.</summary>
    [Range(1, 100_000)]
    public int Negatives { get; init; } = 128;

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

    /// <summary>Standard deviation of the random start of both tables; layers start as the authors' do. Default 0.02.</summary>
    [Range(1e-6, 10.0)]
    public double Deviation { get; init; } = 0.02;

    /// <summary>Seed of the start, the order of histories, dropout and negatives. Default 42.</summary>
    public override int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public override QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public override bool WarmStarts => true;

    /// <summary>Numbers of a key in each head.</summary>
    internal int KeyWidth => AttentionDim > 0 ? AttentionDim : Width / Heads;

    /// <summary>Numbers of a value in each head.</summary>
    internal int ValueWidth => LinearDim > 0 ? LinearDim : Width / Heads;

    bool ISequenceTrainer.ReadsTimes => TimeBuckets > 0;

    IEnumerable<string?> ISequenceTrainer.Complaints =>
        [Heads > 0 && (AttentionDim == 0 || LinearDim == 0) && Width % Heads != 0 ? $"width is {Width}; it must be a multiple of heads ({Heads}), or attentionDim and linearDim say what each has." : null];

    /// <inheritdoc/>
    public override long FitBytes(DataSize size) => Copies * (size with { Users = 0 }).Vectors(Width);

    /// <inheritdoc/>
    public override IRecommender Fit(Dataset data, FitContext? context = null) => SequenceFit.Run(this, data, context);

    /// <inheritdoc/>
    public override IRecommender Restore(Catalog catalog, Weights weights) => SequenceFit.Restore(this, catalog, weights);

    SequenceNetwork ISequenceTrainer.Network(Init init, int items) => new HstuNetwork(init, items, this);

    SequenceBatches ISequenceTrainer.Batches(ItemSequences sequences, BatchOptions options, int items) => new NextItemBatches(sequences, options);
}

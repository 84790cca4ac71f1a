using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>
/// Layers of linear attention with full attention here and there over the history: what a user did long ago stays within reach, and what is kept of a user between two items is small. With E the
/// table of items, x = E[item] goes through Layers of x ← x + Mixer(Norm(x)), x ← x + SwiGLU(Norm(x)), and score(j) = Norm(x of the newest item) · E[j]; Pattern says which mixer stands where.
/// Shapes: (items + 1) × Width, row 0 for padding; each layer about 12 Width². Trained to name at every place the item after it.
/// Wang et al., "A systematic analysis of hybrid linear attention", 2025 (arXiv:2507.06457), which recommends HGRN-2 or Gated DeltaNet with three to six linear layers for one of full attention: hence the
/// default. Deviations: items in place of words and softmax over the catalog, one table for what comes in and what is named, no weight decay unless asked for. A state answers for its history (<see cref="IRecurrent"/>),
/// and the next item costs one step; beyond MaxLength items it remembers what reading the newest anew does not. Reads the order of a history, not its weights. Without a history it cannot say.
/// Time for an epoch: events · (Layers · Width² + items · Width for softmax), and events · MaxLength · Width for each layer of full attention. Deterministic for one number of threads.
/// </summary>
public sealed record HybridSequence : NetworkTrainer, ISequenceTrainer
{
    /// <summary>Length of the vectors, a multiple of twice the Heads; more = finer, slower. Default 64.</summary>
    [Range(4, 4096), Search(32, 256, Log = true, Step = 8)]
    public int Width { get; init; } = 64;

    /// <summary>Layers of mixer and feed-forward. Default 4.</summary>
    [Range(1, 64), Search(2, 8)]
    public int Layers { get; init; } = 4;

    /// <summary>How many states, or softmaxes, share the width in each layer. Default 2.</summary>
    [Range(1, 64)]
    public int Heads { get; init; } = 2;

    /// <summary>The linear mixer. Default gated DeltaNet, which the paper recommends beside HGRN-2.</summary>
    public MixerKind Mixer { get; init; } = MixerKind.GatedDeltaNet;

    /// <summary>Which layers are full attention: every:N, ratio:R, pure, full, or a mixer for each layer. Default every:4, three linear layers and one full.</summary>
    [Required]
    public string Pattern { get; init; } = "every:4";

    /// <summary>Whether DeltaNet and gated DeltaNet look at the three items before through a short convolution. Default yes.</summary>
    public bool Convolution { get; init; } = true;

    /// <summary>Width of the feed-forward's middle; 0 (the default) for 8/3 of that of the vectors.</summary>
    [Range(0, 65_536)]
    public int Inner { get; init; }

    /// <summary>The share of numbers set to 0 in training, of item vectors and layers; the sparser the data the more. Default 0.3.</summary>
    [Range(0, 0.95), Search(0, 0.7)]
    public double Dropout { get; init; } = 0.3;

    /// <summary>How many of the newest items of a history are read. Default 50; linear layers pay for more in proportion only.</summary>
    [Range(1, 100_000)]
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

    /// <summary>Standard deviation of the table's random start; layers start as their modules say. Default 0.02.</summary>
    [Range(1e-6, 10.0)]
    public double Deviation { get; init; } = 0.02;

    /// <summary>Seed of the start, the order of histories, dropout and negatives. Default 42.</summary>
    public override int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public override QueryParts Reads => QueryParts.User | QueryParts.History | QueryParts.State;

    /// <inheritdoc/>
    public override bool WarmStarts => true;

    /// <inheritdoc/>
    public override long FitBytes(DataSize size) => Copies * (size with { Users = 0 }).Vectors(Width);

    /// <inheritdoc/>
    public override IRecommender Fit(Dataset data, FitContext? context = null) => SequenceFit.Run(this, data, context);

    /// <inheritdoc/>
    public override IRecommender Restore(Catalog catalog, Weights weights) => SequenceFit.Restore(this, catalog, weights);

    /// <summary>What the pattern costs for a history of MaxLength items; needs libtorch.</summary>
    internal PatternCost Cost
    {
        get
        {
            Torch.Start();
            using var scope = new Scope();
            using var network = (HybridNetwork)((ISequenceTrainer)this).Network(new Init(Seed), 1);
            return PatternCost.Of(network.Shape.Pattern, network.Mixers, MaxLength);
        }
    }

    IEnumerable<string?> ISequenceTrainer.Complaints =>
        [Heads > 0 && Width % (2 * Heads) != 0 ? $"width is {Width}; it must be a multiple of twice the heads (2 · {Heads}), for each reads pairs of numbers." : null, PatternComplaint()];

    SequenceNetwork ISequenceTrainer.Network(Init init, int items) => new HybridNetwork(init, items, new HybridShape(LayerPattern.Parse(Pattern, Mixer, Layers), Width, Heads, MaxLength)
    {
        Inner = Inner,
        Convolution = Convolution,
        Dropout = Dropout,
        Deviation = Deviation,
    });

    SequenceBatches ISequenceTrainer.Batches(ItemSequences sequences, BatchOptions options, int items) => new NextItemBatches(sequences, options);

    string? PatternComplaint()
    {
        try
        {
            _ = LayerPattern.Parse(Pattern, Mixer, Layers);
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message + ".";
        }
    }
}

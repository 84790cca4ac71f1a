using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>
/// Deep neural network for temporal sets prediction: items learn from those they lie in baskets with, then from their own past. For each of the newest Baskets of a user, Layers of x_i ← max(0, b + W Σ_j a_ij x_j) over the items of that
/// basket, a_ij the share of the user's baskets with i that hold j, divided by what they add up to; attention of each item over the baskets up to each that hold it, Z; z_i = Σ_t (Z_t · w) Z_t; E'_i = (1 − β_i) E_i + β_i z_i for items of
/// these baskets; score = v · E'_i + c. Shapes: (items + 1) × Width, row 0 for items that training has not seen; β items + 1; layers Width × Width.
/// Yu, Sun, Du, Liu, Xiong and Lv, "Predicting temporal sets with deep neural networks", KDD 2020 (arXiv:2006.11483). Deviations: items that the user never bought are not scored, so that E' is needed of the history alone; co-occurrence
/// is counted over the user's own read baskets; one head. Reads the order of baskets and not days: while nothing is bought the ranking stays. Without times each purchase is a basket. Ranks what was bought before and cannot say
/// of anything else (<see cref="Seen.Only"/>). clipNorm is 1 unless it is set. Time for an epoch: users · TargetDays · P · Width · (Width + M), with P the purchases in the baskets read and M the items of a basket. Deterministic for one number of threads; with another, sums are rounded
/// differently.
/// </summary>
public sealed record Dnntsp : NetworkTrainer, IRepeatTrainer
{
    /// <summary>Length of the vectors. Default 32, as in the paper.</summary>
    [Range(1, 4096), Search(16, 128, Log = true, Step = 8)]
    public int Width { get; init; } = 32;

    /// <summary>Layers over the items of a basket. Default 2.</summary>
    [Range(1, 8)]
    public int Layers { get; init; } = 2;

    /// <summary>Baskets of a user that are read, the newest. Default 20.</summary>
    [Range(1, 1000)]
    public int Baskets { get; init; } = 20;

    /// <summary>The share of numbers set to 0 in training. Default 0.1.</summary>
    [Range(0, 0.95), Search(0, 0.7)]
    public double Dropout { get; init; } = 0.1;

    /// <summary>Items of a user that are read and ranked, the most recently bought. Default 1024.</summary>
    [Range(1, 100_000)]
    public int MostCandidates { get; init; } = 1024;

    /// <summary>The newest days of purchase of each user that are learned, each with what was bought before it. Default 1.</summary>
    [Range(1, 10_000)]
    public int TargetDays { get; init; } = 1;

    /// <inheritdoc/>
    [Range(1e-7, 100.0), Search(1e-4, 1e-2, Log = true)]
    public override double LearningRate { get; init; } = 0.001;

    /// <inheritdoc/>
    [Range(0, 10.0), Search(0, 1)]
    public override double WeightDecay { get; init; } = 0.01;

    /// <summary>Days of purchase in a step. Default 64, as in the paper.</summary>
    [Range(1, 1_048_576)]
    public int BatchSize { get; init; } = 64;

    /// <inheritdoc/>
    [Range(1, 100_000)]
    public override int Epochs { get; init; } = 5;

    /// <inheritdoc/>
    public override int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public override QueryParts Reads => QueryParts.User | QueryParts.History | QueryParts.Time;

    /// <inheritdoc/>
    public override bool WarmStarts => true;

    /// <inheritdoc/>
    public override long FitBytes(DataSize size) => Copies * (size with { Users = 0 }).Vectors(Width);

    RepeatCriterion IRepeatTrainer.Criterion => new(RepeatLoss.Bce, RepeatNegatives.All, 1, 1);

    IEnumerable<string?> IRepeatTrainer.Complaints => [];

    /// <inheritdoc/>
    public override IRecommender Fit(Dataset data, FitContext? context = null) => RepeatFit.Run(this, data, context);

    /// <inheritdoc/>
    public override IRecommender Restore(Catalog catalog, Weights weights) => RepeatFit.Restore(this, catalog, weights);

    RepeatNetwork IRepeatTrainer.Network(Init init, int users, int items) => new DnntspNetwork(init, items, this);
}

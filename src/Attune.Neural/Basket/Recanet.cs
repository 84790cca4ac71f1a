using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>
/// Repeat consumption-aware network: what somebody buys again, from how many baskets lay between the purchases of each item. With E the vectors of items and U those of users, r = max(0, W [E_i, U_u]);
/// recurrent layers read [r, g_n] for the last Window gaps, oldest first, where g = log(1 + baskets from one purchase to the next), the last up to now; score = w · max(0, V₂ max(0, V₁ state)).
/// Shapes: (items + 1) × Width and (users + 1) × Width, row 0 for those that training has not seen; W 2 Width × Width; states of 2 Width.
/// Ariannezhad, Jullien, Li, Fang, Schelter and de Rijke, "ReCANet: a repeat consumption-aware neural network for next basket recommendation in grocery shopping", SIGIR 2022. Deviations: gated recurrent units in place of
/// LSTM, logarithms of gaps, one vector for all users that training has not seen. Counts baskets and not days: while nothing is bought the ranking stays. Without times each purchase is a basket. Ranks what was bought before
/// and cannot say of anything else (<see cref="Seen.Only"/>). clipNorm is 1 unless it is set. Time for an epoch: users · TargetDays · purchases of the S items, at most Window of each, · Width². Deterministic for one number of threads; with another, sums are
/// rounded differently.
/// </summary>
public sealed record Recanet : NetworkTrainer, IRepeatTrainer
{
    /// <summary>Length of the vectors of items and users. Default 32.</summary>
    [Range(1, 4096), Search(8, 128, Log = true, Step = 8)]
    public int Width { get; init; } = 32;

    /// <summary>Gaps of an item that are read, the newest. Default 20.</summary>
    [Range(1, 1000)]
    public int Window { get; init; } = 20;

    /// <summary>Recurrent layers. Default 2.</summary>
    [Range(1, 8)]
    public int Layers { get; init; } = 2;

    /// <summary>The share of numbers set to 0 in training. Default 0.2.</summary>
    [Range(0, 0.95), Search(0, 0.7)]
    public double Dropout { get; init; } = 0.2;

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

    /// <summary>Days of purchase in a step. Default 64.</summary>
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
    public override long FitBytes(DataSize size) => Copies * size.Vectors(Width);

    RepeatCriterion IRepeatTrainer.Criterion => new(RepeatLoss.Bce, RepeatNegatives.All, 1, 1);

    IEnumerable<string?> IRepeatTrainer.Complaints => [];

    /// <inheritdoc/>
    public override IRecommender Fit(Dataset data, FitContext? context = null) => RepeatFit.Run(this, data, context);

    /// <inheritdoc/>
    public override IRecommender Restore(Catalog catalog, Weights weights) => RepeatFit.Restore(this, catalog, weights);

    RepeatNetwork IRepeatTrainer.Network(Init init, int users, int items) => new RecanetNetwork(init, users, items, this);
}

using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>
/// Cosines of a user who is mostly their history, learned against many drawn items. With e the vectors of users and items and H_u the items of u, x_u = g e_u + (1 − g) V · (the mean of e_i over
/// H_u), score(u, i) = cos(x_u, e_i), and training makes (1 − cos(x_u, e_i)) + Weight · (the mean over drawn items j of max(0, cos(x_u, e_j) − Margin)) small, the mean over pairs.
/// Shapes: e (users + items) × Width, V Width × Width. Mao, Zhu, Wang, Dai, Dong, Xiao and He, "SimpleX: A simple and strong baseline for collaborative filtering", CIKM 2021.
/// Deviations: the aggregation is the mean, which the paper found as good as attention; whole histories are read. A history that is given, and a user without events, have no e_u: x = V · mean, scored without training again. Without a history it cannot say.
/// Reads which items a history holds, neither their order nor their weights. Time for an epoch: N · (Negatives + history) · Width; memory 16 bytes · (users + items) · Width to fit.
/// Deterministic for one number of threads; with another, sums may be rounded differently.
/// </summary>
public sealed partial record SimpleX : NetworkTrainer
{
    /// <summary>Length of the vectors. Default 64.</summary>
    [Range(1, 4096), Search(32, 256, Log = true, Step = 16)]
    public int Width { get; init; } = 64;

    /// <summary>g: how much of a user is their own vector, the rest being their history. Default 0.5.</summary>
    [Range(0, 1.0), Search(0, 1)]
    public double Gate { get; init; } = 0.5;

    /// <summary>The cosine below which a drawn item is far enough. Default 0.4.</summary>
    [Range(-1.0, 1.0), Search(0, 0.9)]
    public double Margin { get; init; } = 0.4;

    /// <summary>
    /// What drawn items weigh, all together, against the one that the user has. Far above the best everything is pushed away, far below nothing is: of MovieLens 100K NDCG@10 is .28 at 3, .37 at 10 and
    /// .10 at 100 (30 epochs). Default 10.
    /// </summary>
    [Range(0, 1e6), Search(3, 300, Log = true)]
    public double Weight { get; init; } = 10;

    /// <summary>Items drawn against each that a user has. Default 100.</summary>
    [Range(1, 100_000), Search(10, 500, Log = true)]
    public int Negatives { get; init; } = 100;

    /// <summary>Step size of the optimizer. Default 0.001.</summary>
    [Range(1e-7, 100.0), Search(1e-4, 1e-2, Log = true)]
    public override double LearningRate { get; init; } = 0.001;

    /// <summary>By what share of the learning rate weights shrink in every step (with adam: AdamW). Default 0.</summary>
    [Range(0, 10.0)]
    public override double WeightDecay { get; init; }

    /// <summary>Pairs in a step. Default 1024.</summary>
    [Range(1, 1_048_576)]
    public int BatchSize { get; init; } = 1024;

    /// <summary>Passes over all pairs. Default 30.</summary>
    [Range(1, 100_000)]
    public override int Epochs { get; init; } = 30;

    /// <summary>Standard deviation of the vectors' random start. Default 0.1.</summary>
    [Range(1e-6, 10.0)]
    public double Deviation { get; init; } = 0.1;

    /// <summary>Seed of the start, the order of pairs and the items drawn. Default 42.</summary>
    public override int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public override QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public override bool WarmStarts => true;

    /// <inheritdoc/>
    public override long FitBytes(DataSize size) => Copies * size.Vectors(Width);

    /// <inheritdoc/>
    public override IRecommender Fit(Dataset data, FitContext? context = null)
    {
        var given = CollaborativeFit.Begin(this, context);
        var catalog = Catalog.Of(data);
        using var network = new SimpleXNetwork(new Init(Seed, TrainingDevice.Of(given)), data.Preferences, this);
        WarmStart.Copy(this, given, network, catalog, SimpleXNetwork.RowsOf);
        var batches = new PairBatches(data.Preferences, BatchSize, Negatives, Seed);
        return CollaborativeFit.Run(this, given, network, new PairLearner(batches, network.Backward), () => new Model(this, catalog, CollaborativeFit.WeightsOf(network)));
    }

    /// <inheritdoc/>
    public override IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, weights);
}

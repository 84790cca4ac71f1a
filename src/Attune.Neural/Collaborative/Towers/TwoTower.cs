using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>
/// Two networks that meet in a cosine: one for users, one for items, so that items nobody has touched get a vector from their features. With e own vectors, T vectors of hashed features and f the
/// features of a user or item, a = e_u + V · (the mean of e_i over the history) + f_u T_users, b = e_i + f_i T_items, each sent Layers times through x ← x + max(0, W x + c) and brought to length 1:
/// score(u, i) = a · b. Learned by softmax over the items of the batch, s(u, j) ⁄ Temperature − log q_j, q_j being an item's share of all pairs, so that popular items, which come more often as
/// negatives, are not pushed away for it. Features are labels, numbers (in deviations from the mean) and the words of texts (by how often and how rare).
/// Shapes: e (users + items) × Width, T Buckets × Width twice, V and W Width × Width.
/// Yi, Yang, Hong, Cheng, Heldt, Kumthekar, Zhao, Wei and Chi, "Sampling-bias-corrected neural modeling for large corpus item recommendations", RecSys 2019. Deviations: q is counted, not estimated
/// from a stream; layers add to what enters them; in each step some users and items go without their own vector (IdDropout), so that histories and features learn to stand alone; an item of the batch that equals the target is no
/// negative. Items without events have features alone, and in a history count for nothing. A history that is given is answered without training again, without
/// e_u and f_u. Without a history it cannot say. Time for an epoch: N · (BatchSize + history + features + Layers · Width) · Width; memory 16 bytes · (users + items + 2 Buckets) · Width to fit.
/// Deterministic for one number of threads; with another, sums may be rounded differently.
/// </summary>
public sealed partial record TwoTower : NetworkTrainer
{
    /// <summary>Length of the vectors. Default 64.</summary>
    [Range(1, 4096), Search(32, 256, Log = true, Step = 16)]
    public int Width { get; init; } = 64;

    /// <summary>Layers of each network above the sum of its parts; 0 for the sum itself. Default 1.</summary>
    [Range(0, 16), Search(0, 2)]
    public int Layers { get; init; } = 1;

    /// <summary>What cosines are divided by before the softmax; less = finer, and sooner learned by heart. Default 0.1.</summary>
    [Range(0.001, 10.0), Search(0.02, 0.5, Log = true)]
    public double Temperature { get; init; } = 0.1;

    /// <summary>Buckets that features are hashed into, for users and for items each; more = fewer are mistaken for one another. Default 16384.</summary>
    [Range(1, 1 << 24)]
    public int Buckets { get; init; } = 16_384;

    /// <summary>The share of users, and of items, that go without their own vector in a step; more helps strangers and items that nobody has touched, and costs the others some. Default 0.2.</summary>
    [Range(0, 1.0), Search(0, 0.8)]
    public double IdDropout { get; init; } = 0.2;

    /// <summary>Step size of the optimizer. Default 0.001.</summary>
    [Range(1e-7, 100.0), Search(1e-4, 1e-2, Log = true)]
    public override double LearningRate { get; init; } = 0.001;

    /// <summary>By what share of the learning rate weights shrink in every step (with adam: AdamW). Default 0.</summary>
    [Range(0, 10.0)]
    public override double WeightDecay { get; init; }

    /// <summary>Pairs in a step, each of which is compared with the items of all. Default 1024.</summary>
    [Range(1, 65_536), Search(128, 4096, Log = true)]
    public int BatchSize { get; init; } = 1024;

    /// <summary>Passes over all pairs. Default 20.</summary>
    [Range(1, 100_000)]
    public override int Epochs { get; init; } = 20;

    /// <summary>Standard deviation of the vectors' random start. Default 0.1.</summary>
    [Range(1e-6, 10.0)]
    public double Deviation { get; init; } = 0.1;

    /// <summary>Seed of the start, the order of pairs and the users and items that go without their own vector. Default 42.</summary>
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
        var given = CollaborativeFit.Begin(this, context, Accumulate > 1 ? $"accumulate is {Accumulate}, but two-tower compares the pairs of a step with each other, which parts of it cannot: take a smaller batchSize." : null);
        var catalog = Catalog.Of(data);
        using var network = new TwoTowerNetwork(new Init(Seed, TrainingDevice.Of(given)), data, this);
        WarmStart.Copy(this, given, network, catalog, TwoTowerNetwork.RowsOf);
        var batches = new PairBatches(data.Preferences, BatchSize, 0, Seed);
        return CollaborativeFit.Run(this, given, network, new PairLearner(batches, network.Backward), () => new Model(this, catalog, network.Learned()));
    }

    /// <inheritdoc/>
    public override IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, weights);
}

using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>
/// Neural matrix factorisation: an inner product that learns what each factor counts, beside a network over both vectors. With P, Q the vectors of the product and p, q those of the network,
/// score(u, i) = h · [P_u ∘ Q_i, φ_L(… φ_1([p_u, q_i]))] + c, where φ_l(x) = max(0, W_l x + b_l) halves the width down to Width. Learned by binary cross-entropy: what a user has is a yes, each of
/// Negatives drawn items a no, the mean over all. Shapes: P users × Width, Q items × Width, p users × w, q items × w with w = Width · 2^(Layers − 1), W_l between widths w, w ⁄ 2, … Width.
/// He, Liao, Zhang, Nie, Hu and Chua, "Neural collaborative filtering", WWW 2017. Deviations: no training of the two halves before they are joined; Adam from the start; layers start as PyTorch's.
/// Each user has vectors of their own, so a history of somebody whom training has not seen cannot be answered, and one that is given for a known user is not read; take simple-x or
/// mult-vae for visitors. Strengths of preferences are not read. Time for an epoch: N · (1 + Negatives) · Width² · 4^Layers, memory 16 bytes · (users + items) · (Width + w) to fit. A score of
/// the whole catalog takes items · w² steps, far more than a product of vectors. Deterministic for one number of threads; with another, sums may be rounded differently.
/// </summary>
public sealed partial record NeuMf : NetworkTrainer
{
    /// <summary>Length of the vectors of the product, and of what the network ends in; more = finer. Default 32.</summary>
    [Range(1, 1024), Search(8, 64, Log = true, Step = 8)]
    public int Width { get; init; } = 32;

    /// <summary>Layers of the network, each half as wide as the one before; the vectors that enter it are 2^(layers − 1) times as long. Default 3.</summary>
    [Range(1, 8), Search(1, 4)]
    public int Layers { get; init; } = 3;

    /// <summary>Items drawn against each that a user has. Default 4.</summary>
    [Range(1, 100_000), Search(1, 20, Log = true)]
    public int Negatives { get; init; } = 4;

    /// <summary>Step size of the optimizer. Default 0.001.</summary>
    [Range(1e-7, 100.0), Search(1e-4, 1e-2, Log = true)]
    public override double LearningRate { get; init; } = 0.001;

    /// <summary>By what share of the learning rate weights shrink in every step (with adam: AdamW). Default 0.</summary>
    [Range(0, 10.0), Search(0, 1)]
    public override double WeightDecay { get; init; }

    /// <summary>Pairs in a step, beside what is drawn. Default 1024.</summary>
    [Range(1, 1_048_576)]
    public int BatchSize { get; init; } = 1024;

    /// <summary>Passes over all pairs. Default 20.</summary>
    [Range(1, 100_000)]
    public override int Epochs { get; init; } = 20;

    /// <summary>Standard deviation of the vectors' random start. Default 0.01.</summary>
    [Range(1e-6, 10.0)]
    public double Deviation { get; init; } = 0.01;

    /// <summary>Seed of the start, the order of pairs and the items drawn. Default 42.</summary>
    public override int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public override QueryParts Reads => QueryParts.User;

    /// <inheritdoc/>
    public override bool WarmStarts => true;

    /// <inheritdoc/>
    public override long FitBytes(DataSize size) => Copies * size.Vectors(2 * Width);

    /// <inheritdoc/>
    public override IRecommender Fit(Dataset data, FitContext? context = null)
    {
        var given = CollaborativeFit.Begin(this, context);
        var catalog = Catalog.Of(data);
        using var network = new NeuMfNetwork(new Init(Seed, TrainingDevice.Of(given)), catalog.Users.Count, catalog.Items.Count, this);
        WarmStart.Copy(this, given, network, catalog, NeuMfNetwork.RowsOf);
        var batches = new PairBatches(data.Preferences, BatchSize, Negatives, Seed);
        return CollaborativeFit.Run(this, given, network, new PairLearner(batches, network.Backward), () => new Model(this, catalog, CollaborativeFit.WeightsOf(network)));
    }

    /// <inheritdoc/>
    public override IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, weights);
}

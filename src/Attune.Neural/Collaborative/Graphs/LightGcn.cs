using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// Vectors that are spread over the graph of who has what. With E the start vectors of users and items and Ã = D^(−1/2) A D^(−1/2) the adjacency of the graph divided by the roots of the numbers of
/// neighbours, F = (E + ÃE + … + Ã^Layers E) ⁄ (Layers + 1) and score(u, i) = F_u · F_i. E is learned by Bayesian personalised ranking, −log σ(F_u·F_i − F_u·F_j) for an item i of the user and a
/// drawn item j, plus Regularization ⁄ 2 times the squares of the three start vectors, the mean over the batch. Shapes: E (users + items) × Width; nothing else is learned.
/// He, Deng, Wang, Li, Zhang and Wang, "LightGCN: Simplifying and powering graph convolution network for recommendation", SIGIR 2020. Deviations: none but the order of pairs, each once per epoch.
/// Known users answer with F_u. A history that is given is answered without training again by the vector that the spreading gives a user who has it and no start vector of their own,
/// Σ (layers 0 to Layers − 1 of its items, each divided by the root of its users) ⁄ (√history · (Layers + 1)): exact but for what the new user would change in the items. Without a history it cannot say.
/// Strengths of preferences are not read. Time for an epoch: N ⁄ BatchSize · 4 · Layers · N · Width; memory 28 bytes · (users + items) · Width to fit, 8 bytes of it to keep and 8 of items.
/// Deterministic, whatever the number of threads.
/// </summary>
public sealed partial record LightGcn : NetworkTrainer
{
    /// <summary>Length of the vectors; quickest as a multiple of 64. Default 64.</summary>
    [Range(1, 4096), Search(32, 256, Log = true, Step = 32)]
    public int Width { get; init; } = 64;

    /// <summary>How often vectors are spread, from 1; more = smoother. Default 3.</summary>
    [Range(1, 16), Search(1, 4)]
    public int Layers { get; init; } = 3;

    /// <summary>Items drawn against each that a user has. Default 1, as in the paper.</summary>
    [Range(1, 100_000)]
    public int Negatives { get; init; } = 1;

    /// <summary>What the squares of a batch's start vectors weigh in the loss. Default 0.0001.</summary>
    [Range(0, 100.0), Search(1e-6, 1e-2, Log = true)]
    public double Regularization { get; init; } = 1e-4;

    /// <summary>Step size of the optimizer. Default 0.001.</summary>
    [Range(1e-7, 100.0), Search(1e-4, 1e-2, Log = true)]
    public override double LearningRate { get; init; } = 0.001;

    /// <summary>By what share of the learning rate all start vectors shrink in every step (with adam: AdamW); regularization is the paper's. Default 0.</summary>
    [Range(0, 10.0)]
    public override double WeightDecay { get; init; }

    /// <summary>Pairs in a step; every step spreads over the whole graph, so that larger batches cost less. Default 2048.</summary>
    [Range(1, 1_048_576)]
    public int BatchSize { get; init; } = 2048;

    /// <summary>Passes over all pairs; the paper takes up to 1000. Default 100.</summary>
    [Range(1, 100_000)]
    public override int Epochs { get; init; } = 100;

    /// <summary>Standard deviation of the random start. Default 0.1.</summary>
    [Range(1e-6, 10.0)]
    public double Deviation { get; init; } = 0.1;

    /// <summary>Seed of the start, the order of pairs and the items drawn. Default 42.</summary>
    public override int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public override QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public override bool WarmStarts => true;

    /// <inheritdoc/>
    public override long FitBytes(DataSize size) => (Copies + 2L * Layers) * size.Vectors(Width);

    /// <inheritdoc/>
    public override IRecommender Fit(Dataset data, FitContext? context = null)
    {
        var given = CollaborativeFit.Begin(this, context);
        var (catalog, graph) = (Catalog.Of(data), new PreferenceGraph(data.Preferences, data.PreferencesByItem));
        using var network = new LightGcnNetwork(new Init(Seed, TrainingDevice.Of(given)), graph, this);
        WarmStart.Copy(this, given, network, catalog, LightGcnNetwork.RowsOf);
        var batches = new PairBatches(data.Preferences, BatchSize, Negatives, Seed);
        return CollaborativeFit.Run(this, given, network, new PairLearner(batches, network.Backward), () => new Model(this, catalog, CollaborativeFit.WeightsOf(network), graph));
    }

    /// <inheritdoc/>
    public override IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, weights, new PreferenceGraph(catalog.Histories, catalog.Histories.Transpose()));
}

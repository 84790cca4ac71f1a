using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>
/// Variational autoencoder with multinomial likelihood. With x the items of a user (0 or 1) and x̂ = Dropout(x ⁄ |x|): h = tanh(x̂ W + b), (μ, log σ²) = A h + a, z = μ + ε σ with ε standard
/// normal, s = V tanh(D z + d) + c, and training makes −Σᵢ xᵢ log softmax(s)ᵢ + β KL(N(μ, σ²) ‖ N(0, 1)) small, the mean over users. score(i) = sᵢ at z = μ, without dropout.
/// Shapes: W items × Hidden, A 2 Latent × Hidden, D Hidden × Latent, V items × Hidden; Hidden = 0 leaves A and D out.
/// Liang, Krishnan, Hoffman and Jebara, "Variational autoencoders for collaborative filtering", WWW 2018. Deviations: weight decay, where it is asked for, shrinks the weights themselves
/// (AdamW) instead of entering the loss. Reads which items a history holds, neither their order nor their weights: a given history is scored as the stored one, without training again.
/// Without a history it cannot say. Time for an epoch: users · Hidden · (items + Latent) + N · Hidden; memory 16 bytes for each weight and 32 MB to fit, 8 bytes · items · Hidden to keep;
/// a score of the whole catalog takes items · Hidden steps. Deterministic for one number of threads; with another, sums may be rounded differently.
/// </summary>
public sealed record MultVae : NetworkTrainer, IAutoencoder
{
    /// <summary>Length of the code z, from 1; more = finer. Default 200.</summary>
    [Range(1, 4096), Search(32, 512, Log = true, Step = 8)]
    public int Latent { get; init; } = 200;

    /// <summary>Width of the layer on either side of the code; 0 for none. Default 600.</summary>
    [Range(0, 16_384), Search(64, 1024, Log = true, Step = 8)]
    public int Hidden { get; init; } = 600;

    /// <summary>The share of a user's items that are hidden from the encoder in each step; they are to be named all the same. Default 0.5.</summary>
    [Range(0, 0.95), Search(0, 0.8)]
    public double Dropout { get; init; } = 0.5;

    /// <summary>β: what the KL term weighs at last; 1 is the bound of the likelihood, less gives better lists. Default 0.2.</summary>
    [Range(0, 100.0), Search(0.02, 1, Log = true)]
    public double Beta { get; init; } = 0.2;

    /// <summary>Steps in which the weight of the KL term rises from 0 to beta; below 1 a share of all steps of the training. Default 0.8.</summary>
    [Range(0, 1e12)]
    public double Anneal { get; init; } = 0.8;

    /// <summary>Step size of the optimizer. Default 0.001.</summary>
    [Range(1e-7, 100.0), Search(1e-4, 1e-2, Log = true)]
    public override double LearningRate { get; init; } = 0.001;

    /// <summary>By what share of the learning rate weights shrink in every step (with adam: AdamW). Default 0.</summary>
    [Range(0, 10.0)]
    public override double WeightDecay { get; init; }

    /// <summary>Users in a step. Default 256.</summary>
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 256;

    /// <summary>Passes over all users; with few users more. Default 50.</summary>
    [Range(1, 100_000)]
    public override int Epochs { get; init; } = 50;

    /// <summary>Seed of the start, the order of users, dropout and noise. Default 42.</summary>
    public override int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public override QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public override bool WarmStarts => true;

    /// <inheritdoc/>
    public override long FitBytes(DataSize size) => Copies * (size with { Users = 0 }).Vectors(2 * (Hidden > 0 ? Hidden : Latent));

    bool IAutoencoder.IsVariational => true;

    /// <inheritdoc/>
    public override IRecommender Fit(Dataset data, FitContext? context = null) => AutoencoderFit.Run(this, data, context);

    /// <inheritdoc/>
    public override IRecommender Restore(Catalog catalog, Weights weights) => AutoencoderFit.Restore(this, catalog, weights);

    double IAutoencoder.KlWeight(long step, long steps)
    {
        var rise = Anneal < 1 ? Anneal * steps : Anneal;
        return rise > step ? Beta * step / rise : Beta;
    }
}

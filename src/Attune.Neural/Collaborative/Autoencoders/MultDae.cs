using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>
/// Denoising autoencoder with multinomial likelihood: <see cref="MultVae"/> without a distribution. With x the items of a user (0 or 1) and x̂ = Dropout(x ⁄ |x|): z = tanh(x̂ W + b),
/// s = V z + c, and training makes −Σᵢ xᵢ log softmax(s)ᵢ small, the mean over users. score(i) = sᵢ without dropout. Shapes: W and V items × Latent; with Hidden above 0 a layer of tanh stands
/// on either side of the code, as in mult-vae. Liang, Krishnan, Hoffman and Jebara, "Variational autoencoders for collaborative filtering", WWW 2018; the denoising autoencoder for lists is
/// Wu et al., WSDM 2016. Deviations: weight decay, where it is asked for, shrinks the weights themselves (AdamW) instead of entering the loss. Reads which items a history holds, neither their
/// order nor their weights: a given history is scored as the stored one, without training again. Without a history it cannot say. Time for an epoch: users · items · Latent + N · Latent;
/// memory 16 bytes for each weight and 32 MB to fit, 8 bytes · items · Latent to keep. Deterministic for one number of threads; with another, sums may be rounded differently.
/// </summary>
public sealed record MultDae : NetworkTrainer, IAutoencoder
{
    /// <summary>Length of the code, from 1; more = finer. Default 200.</summary>
    [Range(1, 4096), Search(32, 512, Log = true, Step = 8)]
    public int Latent { get; init; } = 200;

    /// <summary>Width of a layer on either side of the code; 0, the default and the paper's choice, for none.</summary>
    [Range(0, 16_384)]
    public int Hidden { get; init; }

    /// <summary>The share of a user's items that are hidden from the encoder in each step; they are to be named all the same. Default 0.5.</summary>
    [Range(0, 0.95), Search(0, 0.8)]
    public double Dropout { get; init; } = 0.5;

    /// <summary>Step size of the optimizer. Default 0.001.</summary>
    [Range(1e-7, 100.0), Search(1e-4, 1e-2, Log = true)]
    public override double LearningRate { get; init; } = 0.001;

    /// <summary>By what share of the learning rate weights shrink in every step (with adam: AdamW). Default 0.</summary>
    [Range(0, 10.0), Search(0, 1)]
    public override double WeightDecay { get; init; }

    /// <summary>Users in a step. Default 256.</summary>
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 256;

    /// <summary>Passes over all users; with few users more. Default 50.</summary>
    [Range(1, 100_000)]
    public override int Epochs { get; init; } = 50;

    /// <summary>Seed of the start, the order of users and dropout. Default 42.</summary>
    public override int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public override QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public override bool WarmStarts => true;

    /// <inheritdoc/>
    public override long FitBytes(DataSize size) => Copies * (size with { Users = 0 }).Vectors(2 * (Hidden > 0 ? Hidden : Latent));

    bool IAutoencoder.IsVariational => false;

    /// <inheritdoc/>
    public override IRecommender Fit(Dataset data, FitContext? context = null) => AutoencoderFit.Run(this, data, context);

    /// <inheritdoc/>
    public override IRecommender Restore(Catalog catalog, Weights weights) => AutoencoderFit.Restore(this, catalog, weights);

    double IAutoencoder.KlWeight(long step, long steps) => 0;
}

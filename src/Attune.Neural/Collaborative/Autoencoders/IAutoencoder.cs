namespace Attune.Neural;

/// <summary>What the trainers of autoencoders over preferences say of themselves; <see cref="AutoencoderFit"/> does the rest.</summary>
interface IAutoencoder : ITrainer
{
    int Latent { get; }

    int Hidden { get; }

    double Dropout { get; }

    int BatchSize { get; }

    /// <summary>Whether the code is drawn from a normal distribution that is held near the standard one.</summary>
    bool IsVariational { get; }

    /// <summary>What the distance from the standard distribution weighs at a step counted from 0, of so many steps in all.</summary>
    double KlWeight(long step, long steps);
}

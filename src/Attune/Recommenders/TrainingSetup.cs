namespace Attune;

/// <summary>
/// Where and how a neural model is trained: device, checkpoints, log, other processes. Nothing of it is kept in the model. Classic models ignore it.
/// </summary>
public sealed record TrainingSetup
{
    /// <summary><c>cpu</c> (the default), <c>cuda</c> or <c>cuda:1</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>
    /// The folder for checkpoints, made where it is missing; null (the default) keeps none. Training goes on from the checkpoint that is there; one of other
    /// options, data or architecture is an error.
    /// </summary>
    public string? Checkpoints { get; init; }

    /// <summary>The time from one checkpoint within an epoch to the next; there is one after every epoch too. Default 5 minutes.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The file to which a line of JSON is added for every tenth step and for every epoch; null (the default) writes none.</summary>
    public string? Log { get; init; }

    /// <summary>The other processes that train the same model on the same data; null (the default) trains alone.</summary>
    public TrainingPeers? Peers { get; init; }
}

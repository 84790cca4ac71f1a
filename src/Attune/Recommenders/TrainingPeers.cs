namespace Attune;

/// <summary>
/// The processes that train one model together, each on its share of every batch. All read the same data with the same options; what is learned is what one process
/// learns from whole batches, up to rounding. Rank 0 alone measures, writes checkpoints and log, and keeps the best model.
/// </summary>
/// <param name="Host">Where rank 0 listens: a name or address.</param>
/// <param name="Port">Its port, from 1 to 65535.</param>
/// <param name="Rank">Which of them this process is, from 0.</param>
/// <param name="World">How many they are, from 1.</param>
public sealed record TrainingPeers(string Host, int Port, int Rank, int World)
{
    /// <summary>This process's own address, by which the others reach it; null (the default) for libtorch's guess.</summary>
    public string? Address { get; init; }

    /// <summary>How long to wait for the others, at the start and in every exchange, before training ends with an error. Default one minute.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);
}

namespace Attune.Serving;

/// <summary>The versions of each space's model: made by the retrainer or published, activated where they are not worse, rolled back in one call.</summary>
public interface IModels
{
    /// <summary>The versions that are kept, newest first.</summary>
    Task<IReadOnlyList<ModelRecord>> ListAsync(string? space = null, CancellationToken cancellation = default);

    /// <summary>Takes a saved model (a zip of the files of its folder), measures it beside the active one on the newest events that neither was trained on, and activates it where it is not worse (<see cref="RetrainOptions.Metric"/>).</summary>
    /// <exception cref="DataException">The archive is no saved model.</exception>
    Task<ModelRecord> PublishAsync(Stream archive, string? space = null, CancellationToken cancellation = default);

    /// <summary>Answers with this version from now on; null where there is none.</summary>
    /// <exception cref="DataException">Its bytes are damaged: the one before stays.</exception>
    Task<ModelRecord?> ActivateAsync(string version, string? space = null, CancellationToken cancellation = default);

    /// <summary>Answers with the version that was active before, and with the one before that when called again; null where there is none. Versions that are damaged are passed over.</summary>
    /// <exception cref="DataException">All of them are damaged: the active one stays.</exception>
    Task<ModelRecord?> RollBackAsync(string? space = null, CancellationToken cancellation = default);

    /// <summary>Trains now; null where another process trains already. Ends when the model is trained and decided on.</summary>
    Task<ModelRecord?> RetrainAsync(string? space = null, CancellationToken cancellation = default);

    /// <summary>What is being done, and what was done last.</summary>
    IReadOnlyList<ServerTask> Tasks { get; }
}

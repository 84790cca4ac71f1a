namespace Attune.Serving.Tests;

/// <summary>One active model and one task that goes on.</summary>
sealed class FakeModels : IModels
{
    internal static readonly DateTimeOffset Created = new(2026, 1, 30, 3, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<ServerTask> Tasks { get; } = [new("retrain", "default", "training", 3, 10, Created, null, null), new("retrain", "other", "done", 1, 1, Created, Created.AddMinutes(1), "activated")];

    public Task<IReadOnlyList<ModelRecord>> ListAsync(string? space = null, CancellationToken cancellation = default) => Task.FromResult<IReadOnlyList<ModelRecord>>(
        [new ModelRecord { Version = "v1", Model = "als", Created = Created, IsActive = true, Metrics = [new("ndcg@10", 0.25, 0.2, 0.3, 100)] }]);

    public Task<ModelRecord> PublishAsync(Stream archive, string? space = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<ModelRecord?> ActivateAsync(string version, string? space = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<ModelRecord?> RollBackAsync(string? space = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<ModelRecord?> RetrainAsync(string? space = null, CancellationToken cancellation = default) => throw new NotSupportedException();
}

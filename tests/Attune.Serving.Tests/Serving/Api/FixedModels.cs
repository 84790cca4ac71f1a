namespace Attune.Serving.Tests;

/// <summary>Models whose answers are known beforehand, for tests of what is written and read around them.</summary>
sealed class FixedModels : IModels
{
    public static readonly ModelRecord Record = new()
    {
        Version = "v2", Model = "als", Created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), IsActive = true, Decision = "Not worse.", Users = 3, Items = 4, Events = 5, LastEvent = 6, Bytes = 7, Activation = 1,
        Metrics = [new ModelMetric("ndcg@10", 0.25, double.NaN, double.NaN, 3)],
    };

    public ModelRecord? Answer { get; set; } = Record;

    public Exception? Throws { get; set; }

    public List<string> Calls { get; } = [];

    public byte[] Published { get; private set; } = [];

    public IReadOnlyList<ServerTask> Tasks { get; set; } =
    [
        new("retrain", "default", "training", 1, 4, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), null, null),
        new("retrain", "other", "training", 1, 4, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), null, null),
    ];

    public Task<IReadOnlyList<ModelRecord>> ListAsync(string? space = null, CancellationToken cancellation = default) => Task.FromResult<IReadOnlyList<ModelRecord>>([Record]);

    public async Task<ModelRecord> PublishAsync(Stream archive, string? space = null, CancellationToken cancellation = default)
    {
        using var bytes = new MemoryStream();
        await archive.CopyToAsync(bytes, cancellation);
        Published = bytes.ToArray();
        return (await AnswerAsync("publish"))!;
    }

    public Task<ModelRecord?> ActivateAsync(string version, string? space = null, CancellationToken cancellation = default) => AnswerAsync($"activate {version}");

    public Task<ModelRecord?> RollBackAsync(string? space = null, CancellationToken cancellation = default) => AnswerAsync("rollback");

    public Task<ModelRecord?> RetrainAsync(string? space = null, CancellationToken cancellation = default) => AnswerAsync("retrain");

    Task<ModelRecord?> AnswerAsync(string call)
    {
        Calls.Add(call);
        return Throws is null ? Task.FromResult(Answer) : Task.FromException<ModelRecord?>(Throws);
    }
}

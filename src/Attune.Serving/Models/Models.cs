using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attune.Serving;

/// <summary>The versions of each space's model in the store, and their way into use.</summary>
sealed partial class Models(IStorage storage, ActiveModels active, ModelLoader loader, ServerTasks tasks, IOptions<AttuneOptions> options, ArchiveLimits limits, TimeProvider time, ILogger<Models> log) : IModels
{
    // One after the other: a published model is measured with the whole snapshot in memory.
    readonly SemaphoreSlim _publishing = new(1, 1);

    AttuneOptions Set => options.Value;

    public IReadOnlyList<ServerTask> Tasks => tasks.All;

    public Task<IReadOnlyList<ModelRecord>> ListAsync(string? space = null, CancellationToken cancellation = default) => Store(space).ModelsAsync(cancellation);

    public async Task<ModelRecord?> ActivateAsync(string version, string? space = null, CancellationToken cancellation = default)
    {
        var store = Store(space);
        if (await loader.OpenAsync(store.Space, version, cancellation).ConfigureAwait(false) is not { } model) return null;
        if (!await store.ActivateModelAsync(version, "Activated by hand.", cancellation).ConfigureAwait(false)) return null;
        loader.Use(store.Space, model);
        return await RecordAsync(store, version, cancellation).ConfigureAwait(false);
    }

    public async Task<ModelRecord?> RollBackAsync(string? space = null, CancellationToken cancellation = default)
    {
        var store = Store(space);
        var records = await store.ModelsAsync(cancellation).ConfigureAwait(false);
        if (records.FirstOrDefault(m => m.IsActive) is not { } now) return null;
        string? damage = null;
        foreach (var before in records.Where(m => m.Activation > 0 && m.Activation < now.Activation).OrderByDescending(m => m.Activation))
        {
            try
            {
                if (await loader.OpenAsync(store.Space, before.Version, cancellation).ConfigureAwait(false) is not { } model) continue;
                if (!await store.RollBackModelAsync(before.Version, $"Rolled back to from {now.Version}.", cancellation).ConfigureAwait(false)) continue;
                loader.Use(store.Space, model);
                return await RecordAsync(store, before.Version, cancellation).ConfigureAwait(false);
            }
            catch (DataException e)
            {
                // Who rolls back needs a model that works, now: the one before this may be.
                damage = $"{before.Version} cannot be used: {e.Message}";
                Damaged(store.Space, damage);
            }
        }
        return damage is null ? null : throw new DataException($"There is no version to roll back to that can be read; {now.Version} stays. {damage}");
    }

    public Task<ModelRecord> PublishAsync(Stream archive, string? space = null, CancellationToken cancellation = default) => DoingAsync("publish", Store(space), async (store, task) =>
    {
        task.Enter("reading the archive");
        var model = await ModelArchive.OpenAsync(archive, limits, cancellation).ConfigureAwait(false);
        await _publishing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var incumbent = await IncumbentAsync(store, cancellation).ConfigureAwait(false);
            var verdict = await new Training(Set.Retrain, Set.Feedback, time).TryAsync(store, model, incumbent.Model, task, cancellation).ConfigureAwait(false);
            return await KeepAsync(store, model, verdict, incumbent, new ModelRecord { Version = "", Model = model.NameOf(), Origin = "published", Events = model.Catalog.Histories.Count }, task, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _publishing.Release();
        }
    });

    public Task<ModelRecord?> RetrainAsync(string? space = null, CancellationToken cancellation = default) => RetrainAsync(Store(space), _ => true, cancellation);

    /// <summary>Trains where nobody else does and, looked at once nobody else can, it is still wanted; else null. A training whose lock is lost ends, for another process may have begun.</summary>
    internal async Task<ModelRecord?> RetrainAsync(IStore store, Func<IReadOnlyList<ModelRecord>, bool> isWanted, CancellationToken cancellation)
    {
        await using var only = await LockAsync(store, cancellation).ConfigureAwait(false);
        if (only is null || !isWanted(await store.ModelsAsync(cancellation).ConfigureAwait(false))) return null;
        using var held = CancellationTokenSource.CreateLinkedTokenSource(cancellation, only.Lost);
        return await DoingAsync("retrain", store, (_, task) => TrainAsync(store, task, anew: null, held.Token)).ConfigureAwait(false);
    }

    // One training of a space at a time, of all processes.
    Task<IStorageLock?> LockAsync(IStore store, CancellationToken cancellation) => storage.TryLockAsync($"train:{store.Space}", cancellation);

    // Anew: in place of that version, which must go whatever the trial says.
    async Task<ModelRecord> TrainAsync(IStore store, ServerTasks.Running task, string? anew, CancellationToken cancellation)
    {
        var incumbent = await IncumbentAsync(store, cancellation).ConfigureAwait(false);
        var (model, verdict, events, last) = await new Training(Set.Retrain, Set.Feedback, time).RunAsync(store, incumbent.Model, anew, task, cancellation).ConfigureAwait(false);
        return await KeepAsync(store, model, verdict, incumbent, new ModelRecord { Version = "", Model = model.NameOf(), Events = events, LastEvent = last }, task, cancellation).ConfigureAwait(false);
    }

    // The model that requests are answered by here, once the store has been asked for it, and the version that is active there: another one where that is damaged.
    async Task<Incumbent> IncumbentAsync(IStore store, CancellationToken cancellation)
    {
        await loader.FollowAsync(store.Space, cancellation).ConfigureAwait(false);
        return new Incumbent(active.Of(store.Space), ActiveOf(await store.ModelsAsync(cancellation).ConfigureAwait(false)));
    }

    async Task<ModelRecord> KeepAsync(IStore store, IRecommender model, Verdict verdict, Incumbent incumbent, ModelRecord facts, ServerTasks.Running task, CancellationToken cancellation)
    {
        task.Enter("storing");
        await using var packed = await ModelArchive.PackAsync(model, time, cancellation).ConfigureAwait(false);
        var records = await store.ModelsAsync(cancellation).ConfigureAwait(false);
        // What people choose is not overruled by a trial that did not know of it.
        if (verdict.IsAccepted && ActiveOf(records) is { } now && now != incumbent.Version)
            verdict = verdict with { IsAccepted = false, Reason = $"Not activated: {now} was activated while this one was made. Its trial said: {verdict.Reason}" };
        var (version, created) = ModelVersion.Next(records, facts.Model, time);
        var record = facts with
        {
            Version = version,
            Created = created,
            Decision = verdict.IsAccepted ? "Stored, and not activated yet." : verdict.Reason,
            Metrics = verdict.Metrics,
            Users = model.Catalog.Users.Count,
            Items = model.Catalog.Items.Count,
            Bytes = packed.Length,
        };
        await store.PutModelAsync(record, packed, cancellation).ConfigureAwait(false);
        // What is stored is whole; the steps that are left are short, and are not left half done.
        if (verdict.IsAccepted && await loader.OpenAsync(store.Space, version, CancellationToken.None).ConfigureAwait(false) is { } stored
            && await store.ActivateModelAsync(version, verdict.Reason, CancellationToken.None).ConfigureAwait(false)) loader.Use(store.Space, stored);
        await ForgetAsync(store, version, CancellationToken.None).ConfigureAwait(false);
        return await RecordAsync(store, version, CancellationToken.None).ConfigureAwait(false) ?? record;
    }

    // The version to roll back to is the last to go, then the newest.
    async Task ForgetAsync(IStore store, string newest, CancellationToken cancellation)
    {
        var records = await store.ModelsAsync(cancellation).ConfigureAwait(false);
        var before = records.Where(m => !m.IsActive).MaxBy(m => m.Activation);
        foreach (var old in records.Where(m => !m.IsActive).OrderByDescending(m => m == before && m.Activation > 0).ThenByDescending(m => m.Version == newest).ThenByDescending(m => m.Created).Skip(Set.Retrain.Kept))
            await store.DeleteModelAsync(old.Version, cancellation).ConfigureAwait(false);
    }

    async Task<ModelRecord> DoingAsync(string name, IStore store, Func<IStore, ServerTasks.Running, Task<ModelRecord>> work)
    {
        var task = tasks.Begin(name, store.Space);
        try
        {
            var record = await work(store, task).ConfigureAwait(false);
            Decided(store.Space, record.Version, record.Decision);
            task.End($"{record.Version}: {record.Decision}");
            return record;
        }
        catch (Exception e)
        {
            task.End(e is OperationCanceledException ? "Stopped; nothing was kept." : $"Failed: {e.Message}");
            throw;
        }
    }

    IStore Store(string? space) => storage.Of(space ?? Set.Space);

    static async Task<ModelRecord?> RecordAsync(IStore store, string version, CancellationToken cancellation) =>
        (await store.ModelsAsync(cancellation).ConfigureAwait(false)).FirstOrDefault(m => m.Version == version);

    static string? ActiveOf(IReadOnlyList<ModelRecord> records) => records.FirstOrDefault(m => m.IsActive)?.Version;

    sealed record Incumbent(ActiveModel? Model, string? Version);

    [LoggerMessage(3, LogLevel.Information, "Space {Space}: {Version}: {Decision}")]
    partial void Decided(string space, string version, string decision);

    [LoggerMessage(4, LogLevel.Error, "Space {Space}: {Damage}")]
    partial void Damaged(string space, string damage);
}

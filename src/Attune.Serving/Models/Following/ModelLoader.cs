using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Attune.Serving;

/// <summary>
/// Brings the active version of each space from the store into <see cref="ActiveModels"/>: the one way by which a model comes to answer. What cannot be read changes
/// nothing for requests: the model that answers stays, and where there is none yet the last good one before it takes its place.
/// </summary>
sealed partial class ModelLoader(IStorage storage, ActiveModels active, ServerTasks tasks, ArchiveLimits limits, ILogger<ModelLoader> log)
{
    readonly ConcurrentDictionary<string, string> _problems = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, string> _damaged = new(StringComparer.Ordinal);
    readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>What is wrong, by space, in a sentence each: the health status.</summary>
    internal IReadOnlyDictionary<string, string> Problems => _problems;

    /// <summary>Looks after every space; an error of one does not keep the others.</summary>
    internal async Task FollowAllAsync(CancellationToken cancellation)
    {
        foreach (var space in await storage.SpacesAsync(cancellation).ConfigureAwait(false))
            await FollowAsync(space, cancellation).ConfigureAwait(false);
    }

    /// <summary>Brings a space's active version into use where another answers; what cannot be read is said, not thrown.</summary>
    internal async Task FollowAsync(string space, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var records = await storage.Of(space).ModelsAsync(cancellation).ConfigureAwait(false);
            if (records.FirstOrDefault(m => m.IsActive) is not { } wanted) active.Withdraw(space);
            else if (active.Of(space)?.Version == wanted.Version) _problems.TryRemove(space, out _);
            else if (_damaged.GetValueOrDefault(space) != wanted.Version) await ReplaceAsync(space, wanted, records, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Reads a version; null where there is none.</summary>
    /// <exception cref="DataException">Its bytes are damaged, or its model cannot run here.</exception>
    internal async Task<ActiveModel?> OpenAsync(string space, string version, CancellationToken cancellation)
    {
        var store = storage.Of(space);
        await using var content = await store.OpenModelAsync(version, cancellation).ConfigureAwait(false);
        if (content is null || (await store.ModelsAsync(cancellation).ConfigureAwait(false)).FirstOrDefault(m => m.Version == version) is not { } record) return null;
        return new ActiveModel(version, await ModelArchive.OpenAsync(content, limits, cancellation).ConfigureAwait(false), record.LastEvent);
    }

    /// <summary>The users whom a version holds; null where there is none.</summary>
    /// <exception cref="DataException">Its bytes are damaged.</exception>
    internal async Task<Vocabulary?> UsersAsync(string space, string version, CancellationToken cancellation)
    {
        await using var content = await storage.Of(space).OpenModelAsync(version, cancellation).ConfigureAwait(false);
        return content is null ? null : await ModelArchive.UsersAsync(content, limits, cancellation).ConfigureAwait(false);
    }

    /// <summary>Puts a model that was read into use.</summary>
    internal void Use(string space, ActiveModel model)
    {
        active.Swap(space, model);
        _problems.TryRemove(space, out _);
        _damaged.TryRemove(space, out _);
        Swapped(space, model.Version);
    }

    async Task ReplaceAsync(string space, ModelRecord wanted, IReadOnlyList<ModelRecord> records, CancellationToken cancellation)
    {
        var task = tasks.Begin("load", space);
        task.Enter($"reading {wanted.Version}");
        try
        {
            if (await TryOpenAsync(space, wanted, cancellation).ConfigureAwait(false) is var (model, why) && model is not null)
            {
                Use(space, model);
                task.End($"{wanted.Version} answers.");
                return;
            }
            _damaged[space] = wanted.Version;
            var stays = active.Of(space) ?? await LastGoodAsync(space, wanted, records, cancellation).ConfigureAwait(false);
            if (stays is not null && active.Of(space) is null) active.Swap(space, stays);
            var problem = $"The active model {wanted.Version} of the space '{space}' cannot be used: {why} {(stays is null ? "Popularity answers" : $"{stays.Version} answers")} in its stead; activate another version, or train again.";
            _problems[space] = problem;
            Unusable(problem);
            task.End(problem);
        }
        catch (Exception e)
        {
            task.End(e is OperationCanceledException ? "Stopped." : $"Failed: {e.Message}");
            throw;
        }
    }

    // The versions that answered before, the latest first.
    async Task<ActiveModel?> LastGoodAsync(string space, ModelRecord damaged, IReadOnlyList<ModelRecord> records, CancellationToken cancellation)
    {
        foreach (var record in records.Where(m => m.Activation > 0 && m.Version != damaged.Version).OrderByDescending(m => m.Activation))
            if (await TryOpenAsync(space, record, cancellation).ConfigureAwait(false) is ({ } good, _)) return good;
        return null;
    }

    async Task<(ActiveModel? Model, string Why)> TryOpenAsync(string space, ModelRecord record, CancellationToken cancellation)
    {
        try
        {
            return await OpenAsync(space, record.Version, cancellation).ConfigureAwait(false) is { } model ? (model, "") : (null, "its bytes are gone.");
        }
        catch (DataException e)
        {
            return (null, e.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Space {Space}: the model {Version} answers from now on")]
    partial void Swapped(string space, string version);

    [LoggerMessage(2, LogLevel.Error, "{Problem}")]
    partial void Unusable(string problem);
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Attune.Serving;

sealed partial class Models
{
    readonly ConcurrentDictionary<string, string> _waiting = new(StringComparer.Ordinal);

    /// <summary>Spaces whose erasures are due and cannot be done here, with the reason in a sentence each: the health status.</summary>
    internal IReadOnlyDictionary<string, string> WaitingErasures => _waiting;

    /// <summary>
    /// Where an erasure is older than <see cref="RetrainOptions.ErasedWithin"/>: forgets every version that holds an erased user. The active one first gives way to one that is
    /// trained anew; where there is too little left to train on, popularity answers. Returns the new version; null where none was needed.
    /// </summary>
    internal async Task<ModelRecord?> EraseAsync(IStore store, CancellationToken cancellation)
    {
        if (!await IsErasureDueAsync(store, cancellation).ConfigureAwait(false)) return null;
        // No training goes on meanwhile that began before the erasure and would be stored after it.
        await using var only = await LockAsync(store, cancellation).ConfigureAwait(false);
        if (only is null) return null;
        using var held = CancellationTokenSource.CreateLinkedTokenSource(cancellation, only.Lost);
        var erasures = await store.ErasuresAsync(held.Token).ConfigureAwait(false);
        if (erasures.Count == 0) return null;
        var users = erasures.Select(e => e.User).ToHashSet(StringComparer.Ordinal);
        var (gone, left, trained) = (new List<string>(), new List<string>(), (ModelRecord?)null);
        foreach (var version in await store.ModelsAsync(held.Token).ConfigureAwait(false))
        {
            if (!await HoldsAsync(store, version, users, held.Token).ConfigureAwait(false)) continue;
            if (version.IsActive) trained = await GiveWayAsync(store, version, held.Token).ConfigureAwait(false);
            (await store.DeleteModelAsync(version.Version, held.Token).ConfigureAwait(false) ? gone : left).Add(version.Version);
        }
        await EndErasuresAsync(store, erasures, gone, left, trained).ConfigureAwait(false);
        return trained;
    }

    async Task<bool> IsErasureDueAsync(IStore store, CancellationToken cancellation) =>
        await store.ErasuresAsync(cancellation).ConfigureAwait(false) is { Count: > 0 } waiting && waiting.Min(e => e.Time) + Set.Retrain.ErasedWithin <= time.GetUtcNow();

    // What cannot be read may hold anybody.
    async Task<bool> HoldsAsync(IStore store, ModelRecord version, HashSet<string> users, CancellationToken cancellation)
    {
        try
        {
            var known = active.Of(store.Space) is { } model && model.Version == version.Version ? model.Model.Catalog.Users : await loader.UsersAsync(store.Space, version.Version, cancellation).ConfigureAwait(false);
            return known is not null && users.Any(u => known.IndexOf(u) >= 0);
        }
        catch (DataException)
        {
            return true;
        }
    }

    // Where the server is told not to train, the version stays until a person has published another: an empty shop window would be no answer to one erasure.
    async Task<ModelRecord?> GiveWayAsync(IStore store, ModelRecord version, CancellationToken cancellation)
    {
        if (!Set.Retrain.IsOn) return null;
        if ((await store.CountsAsync(cancellation).ConfigureAwait(false)).Events >= Set.Retrain.LeastEvents)
            return await DoingAsync("retrain", store, (_, task) => TrainAsync(store, task, anew: version.Version, cancellation)).ConfigureAwait(false);
        if (await store.WithdrawModelAsync($"Withdrawn: it holds people who were erased, and fewer than {Set.Retrain.LeastEvents} events are left to train another on.", cancellation).ConfigureAwait(false))
            await loader.FollowAsync(store.Space, cancellation).ConfigureAwait(false);
        return null;
    }

    async Task EndErasuresAsync(IStore store, IReadOnlyList<Erasure> erasures, List<string> gone, List<string> left, ModelRecord? trained)
    {
        if (left.Count == 0)
        {
            await store.EndErasuresAsync(erasures[^1].Number, CancellationToken.None).ConfigureAwait(false);
            _waiting.TryRemove(store.Space, out _);
        }
        else if (!Set.Retrain.IsOn)
        {
            var problem = $"The active model {left[0]} of the space '{store.Space}' holds people who were erased, and this server does not train: publish a model that was trained without them.";
            if (_waiting.GetValueOrDefault(store.Space) != problem) StillHeld(_waiting[store.Space] = problem);
        }
        if (gone.Count == 0) return;
        var done = $"deleted {string.Join(", ", gone)}{(trained is null ? "" : $"; trained {trained.Version} in place of the active one")}";
        await store.AuditAsync(new AuditEntry(time.GetUtcNow(), "attune", "models.erase", $"{erasures.Count} erased users", done), CancellationToken.None).ConfigureAwait(false);
        Erased(store.Space, erasures.Count, done);
    }

    [LoggerMessage(8, LogLevel.Information, "Space {Space}: no version of the model holds the {Users} users who were erased any more: {Done}")]
    partial void Erased(string space, int users, string done);

    [LoggerMessage(9, LogLevel.Warning, "{Problem}")]
    partial void StillHeld(string problem);
}

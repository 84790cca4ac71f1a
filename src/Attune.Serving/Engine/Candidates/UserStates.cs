using System.Collections.Concurrent;

namespace Attune.Serving;

/// <summary>
/// What a recurrent model has read of the users who asked lately, so that a new event costs one step. A state holds for the items that it has read: where the history no longer begins with them
/// (something was deleted or taken back), it is read anew. Kept in two generations: when the younger is full the elder is forgotten. Safe for use from many threads.
/// </summary>
sealed class UserStates(IRecurrent model)
{
    // Of each generation.
    const long Most = 32L << 20;

    // A history that is cut loses its oldest items as new ones come: so many between two requests are looked for.
    const int Shifts = 16;

    // A request steps through so many items at most: reading the history in one pass takes as long as a few steps (bench: mixers).
    const int Few = 4;

    readonly ConcurrentDictionary<string, Task> _reading = new(StringComparer.Ordinal);
    readonly Lock _gate = new();
    volatile ConcurrentDictionary<string, Entry> _young = new(StringComparer.Ordinal), _old = new(StringComparer.Ordinal);
    long _bytes;

    /// <summary>Ends when no history is being read.</summary>
    internal Task Idle => Task.WhenAll(_reading.Values);

    /// <summary>The query of a user with the state in place of the history; the query as it is where much is still to be read, which the background then does for the next request.</summary>
    internal Query Of(string user, Query query)
    {
        var history = query.History as int[] ?? [.. query.History!];
        if (history.Length == 0) return query;
        var entry = _young.TryGetValue(user, out var young) ? young : _old.GetValueOrDefault(user);
        var (state, rest) = entry is not null && NewIn(history, entry.Read) is { } from ? (entry.State, history[from..]) : (model.Start, history.Length > model.Longest ? history[^model.Longest..] : history);
        if (rest.Length > Few)
        {
            _reading.GetOrAdd(user, _ => Task.Run(() => Read(user, history, state, rest)));
            return query;
        }
        if (rest.Length > 0 || young is null) Keep(user, new Entry(history, state = model.Step(state, rest)));
        return query with { State = state, History = [] };
    }

    void Read(string user, int[] history, UserState state, int[] rest)
    {
        try
        {
            Keep(user, new Entry(history, model.Step(state, rest)));
        }
        finally
        {
            _reading.TryRemove(user, out _);
        }
    }

    // Where in the history begins what the state has not read; null where the state has read something else.
    static int? NewIn(int[] history, int[] read)
    {
        for (var shift = 0; shift < Math.Min(Shifts, read.Length); shift++)
            if (history.AsSpan().StartsWith(read.AsSpan(shift))) return read.Length - shift;
        return null;
    }

    void Keep(string user, Entry entry)
    {
        _young[user] = entry;
        if (Interlocked.Add(ref _bytes, entry.State.Bytes + sizeof(int) * entry.Read.Length) <= Most) return;
        lock (_gate)
        {
            if (Volatile.Read(ref _bytes) <= Most) return;
            (_old, _young) = (_young, new(StringComparer.Ordinal));
            Volatile.Write(ref _bytes, 0);
        }
    }

    sealed record Entry(int[] Read, UserState State);
}

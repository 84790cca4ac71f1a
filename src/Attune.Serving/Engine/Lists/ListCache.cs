using System.Collections.Concurrent;

namespace Attune.Serving;

/// <summary>
/// Lists of one space that are kept for requests that come again. What a list depends on is a stamp; a list whose stamp is no longer that of now is made anew. Lists live in two
/// generations: when the younger is full the elder is forgotten, so that what is asked for again stays. Safe for use from many threads.
/// </summary>
/// <param name="options">How much is kept.</param>
/// <param name="longest">How long a list is kept.</param>
/// <param name="time">The clock.</param>
sealed class ListCache(CacheOptions options, TimeSpan longest, TimeProvider time)
{
    // Roughly what a list takes, and each of its items and of the ids in the request.
    const int BytesOfList = 600, BytesOfItem = 120;

    static readonly RequestComparer SameRequest = new();

    readonly Lock _gate = new();
    volatile ConcurrentDictionary<RecommendationRequest, Entry> _young = new(SameRequest), _old = new(SameRequest);
    long _bytes;

    internal bool IsOn => options.Megabytes > 0 && longest > TimeSpan.Zero;

    /// <summary>How many lists are kept.</summary>
    internal int Count => _young.Count + _old.Count;

    /// <summary>The list for such a request, where one is kept that still holds.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">What lists depend on, as it is now.</param>
    internal RecommendationList? Find(RecommendationRequest request, Stamp now)
    {
        if (!IsOn) return null;
        var isYoung = _young.TryGetValue(request, out var entry);
        if (!isYoung && !_old.TryGetValue(request, out entry)) return null;
        if (!entry!.Stamp.Holds(now) || time.GetElapsedTime(entry.Made) >= longest) return null;
        if (!isYoung) Add(request, entry);
        return entry.List;
    }

    /// <summary>Keeps a list.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="list">The list.</param>
    /// <param name="stamp">What it depends on, as it was before the list was made.</param>
    internal void Keep(RecommendationRequest request, RecommendationList list, Stamp stamp)
    {
        if (IsOn) Add(request, new Entry(list, stamp, time.GetTimestamp()));
    }

    void Add(RecommendationRequest request, Entry entry)
    {
        _young[request] = entry;
        var ids = entry.List.Items.Count + request.Exclude.Count + request.Promote.Count + (request.Items?.Count ?? 0) + (request.Include?.Count ?? 0);
        if (Interlocked.Add(ref _bytes, BytesOfList + (long)BytesOfItem * ids) <= (long)options.Megabytes << 19) return;
        lock (_gate)
        {
            if (Volatile.Read(ref _bytes) <= (long)options.Megabytes << 19) return;
            (_old, _young) = (_young, new(SameRequest));
            Volatile.Write(ref _bytes, 0);
        }
    }

    /// <summary>What a list depends on.</summary>
    /// <param name="Model">The model.</param>
    /// <param name="Items">Counts changes of items.</param>
    /// <param name="User">Counts events of the user.</param>
    /// <param name="Popular">Counts changes of popularity; −1 in a list that has no popular items.</param>
    internal readonly record struct Stamp(ServedModel? Model, long Items, long User, long Popular)
    {
        internal bool Holds(Stamp now) => ReferenceEquals(Model, now.Model) && Items == now.Items && User == now.User && (Popular < 0 || Popular == now.Popular);
    }

    sealed record Entry(RecommendationList List, Stamp Stamp, long Made);
}

using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Attune.Serving;

/// <summary>The way of the feed's events into the stores of the spaces that the server has.</summary>
sealed class FeedStore(Func<string, IStore> stores, AttuneOptions options)
{
    // SQLITE_TOOBIG and SQLITE_MISMATCH: what was to be written is at fault, not the file.
    const int TooBig = 18, Mismatch = 20;

    readonly HashSet<string> _spaces = [options.Space, .. options.Api.Keys.Select(k => k.Space).OfType<string>()];

    /// <summary>Why events of this space cannot be taken; null where they can. A misspelled space would otherwise be made, and its events found by nobody.</summary>
    internal string? Refuses(string? space) => space is null || _spaces.Contains(space)
        ? null
        : $"There is no space '{space}' here; known are {string.Join(", ", _spaces.Order(StringComparer.Ordinal))}. A space is made known by a key for it (Attune:Api:Keys).";

    /// <summary>Stores messages that go together in one write; returns how many events were new.</summary>
    internal Task<int> AddAsync(IReadOnlyList<FeedDelivery> run)
    {
        var first = run[0].Message!;
        IReadOnlyList<StoredEvent> events = run.Count == 1 ? first.Events : [.. run.SelectMany(d => d.Message!.Events)];
        // Not cancelled when the server stops: a write that has begun is short, and left half-way it would only be done again by another.
        return stores(first.Space ?? options.Space).AddEventsAsync(events, first.Mode, first.AddMissing, CancellationToken.None);
    }

    /// <summary>Whether the events themselves are at fault, so that trying again is no use.</summary>
    internal static bool IsOfTheEvents(Exception e) => e switch
    {
        DataException or ArgumentException => true,
        SqliteException sqlite => sqlite.SqliteErrorCode is TooBig or Mismatch,
        // Class 22 of the SQL standard is "data exception"; all else (no connection, no space on the disk, a lock) passes.
        DbException { SqlState: { } state } => state.StartsWith("22", StringComparison.Ordinal),
        _ => false,
    };
}

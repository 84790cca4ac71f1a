using System.CommandLine;
using System.Globalization;
using Attune.Numerics;

namespace Attune.Cli;

/// <summary>How long the stretches are that histories are cut into, and which file holds the events.</summary>
static class ChunkOption
{
    internal static Argument<string?> File() => new("FILE") { Description = "The events, with times.", Arity = ArgumentArity.ZeroOrOne };

    internal static Option<string> Data() => new("--data") { HelpName = "FILE", Description = "The same as FILE." };

    internal static Option<int> Length() => new("--chunk") { HelpName = "N", Description = "Histories are cut into stretches of so many events.", DefaultValueFactory = _ => 50 };

    /// <summary>The file, named in one of the two ways.</summary>
    internal static string PathOf(Call call, Argument<string?> file, Option<string> data) => (call.Value(file), call.Value(data)) switch
    {
        ({ }, { }) => throw new UsageException("FILE and --data are two ways to name the events; write one of them."),
        ({ } path, _) => path,
        (_, { } path) => path,
        _ => throw new UsageException("FILE is missing: name the events, as in events.csv."),
    };

    /// <summary>The chunks of a stretch of time; what stands alone is told, a stretch without any is an error.</summary>
    /// <param name="call">Hears the note.</param>
    /// <param name="data">Whose histories.</param>
    /// <param name="length">Events of a chunk.</param>
    /// <param name="from">Where the stretch begins; null for all.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="what">What its events are, in a word.</param>
    internal static HistoryChunks Cut(Call call, Dataset data, int length, DateTimeOffset? from, DateTimeOffset end, string what)
    {
        var chunks = HistoryChunks.Of(data, length, from, end);
        if (chunks.LeftOut > 0) call.Note($"{chunks.LeftOut} {what} events stand alone at the end of a history, in stretches of fewer than 2, and are left out.");
        return chunks.Count > 0 ? chunks : throw new DataException($"{data.Name}: no history has two {what} events {(from is { } begin ? $"from {Day(begin)} " : "")}until {Day(end)}; take a longer stretch.");
    }

    /// <summary>So many of them, drawn by the seed.</summary>
    internal static HistoryChunks Drawn(HistoryChunks chunks, int most, int seed)
    {
        var (keys, reference) = (new double[chunks.Count], ((Seed)seed).Derive("reference"));
        for (var c = 0; c < keys.Length; c++) keys[c] = Draws.Unit(reference, c);
        return chunks.Take(Draws.Largest(keys, Math.Min(keys.Length, most)));
    }

    /// <summary>A time as a day.</summary>
    internal static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static int Checked(Call call, Option<int> length) => call.Value(length) is >= 2 and var events ? events
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--chunk is {call.Value(length)}; it must be 2 or more."));
}

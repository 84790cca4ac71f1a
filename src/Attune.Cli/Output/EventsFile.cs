using System.Globalization;

namespace Attune.Cli;

/// <summary>Events as delimited text with a header of the roles that the reader knows: what is written here is read without options.</summary>
static class EventsFile
{
    /// <summary>Whether the path names a file of delimited text rather than a folder.</summary>
    internal static bool IsFile(string path) => Separator(path) is not null;

    /// <summary>Whether the path ends as files of other formats do, so that a folder of that name is hardly meant.</summary>
    internal static bool LooksLikeFile(string path) =>
        path.AsSpan().IsWhiteSpace() || Path.GetExtension(path).ToLowerInvariant() is ".gz" or ".zip" or ".txt" or ".dat" or ".json" or ".jsonl" or ".inter" or ".parquet" or ".xlsx" or ".xml";

    internal static void Write(string path, Dataset data, Call call)
    {
        if (data.ItemFeatures is not null || data.UserFeatures is not null) call.Note("A text file holds events only, without titles and other features: keep them in a folder (--out DIR).");
        var separator = Separator(path)!;
        var columns = Columns(data).ToArray();
        OutputFile.Write(path, output =>
        {
            output.WriteLine(string.Join(separator, columns.Select(c => c.Name)));
            for (var e = 0; e < data.Count; e++)
            {
                if (e % 65536 == 0) call.Cancellation.ThrowIfCancellationRequested();
                output.WriteLine(string.Join(separator, columns.Select(c => Quoted(c.Text(e), separator))));
            }
        });
    }

    static IEnumerable<(string Name, Func<int, string?> Text)> Columns(Dataset data)
    {
        var events = data.Events;
        var rated = events.Kinds.Count == 1 && data.HasRatings;
        yield return ("user", e => data.Users[events.Users[e]]);
        yield return ("item", e => data.Items[events.Items[e]]);
        if (data.HasTimes) yield return ("time", e => events.TimeOf(e)!.Value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture));
        if (!rated && events.Kinds is not [EventKind.Interaction]) yield return ("kind", events.KindOf);
        if (!events.Values.IsEmpty) yield return (rated ? "rating" : "value", e => Number(events.Values[e]));
        if (!events.Prices.IsEmpty) yield return ("price", e => Number(events.Prices[e]));
        if (!events.Slots.IsEmpty) yield return ("slot", e => events.Slots[e] == 0 ? "" : events.Slots[e].ToString(CultureInfo.InvariantCulture));
        if (!events.Requests.IsEmpty) yield return ("request", e => events.Requests[e]);
        if (!events.Contexts.IsEmpty) yield return ("context", e => events.Contexts[e]);
    }

    static string Number(float value) => float.IsNaN(value) ? "" : value.ToString(CultureInfo.InvariantCulture);

    static string Quoted(string? text, string separator) =>
        text is null ? "" : text.Contains(separator, StringComparison.Ordinal) || text.AsSpan().ContainsAny("\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    static string? Separator(string path) => Path.GetExtension(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path).ToLowerInvariant() switch
    {
        ".csv" => ",",
        ".tsv" => "\t",
        _ => null,
    };
}

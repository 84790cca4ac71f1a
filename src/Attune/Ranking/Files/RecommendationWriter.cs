using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Writes the lists of many users one after another, so that no more than one is held. A file appears under its name only on
/// <see cref="Complete"/>; disposal before that leaves an older one as it was. Not thread-safe.
/// </summary>
public sealed class RecommendationWriter : IDisposable
{
    readonly StreamWriter _text;
    readonly PendingFile? _file;
    readonly ListFormat _format;
    readonly string _name;
    bool _complete;

    /// <summary>Writes to a stream, which stays open; <see cref="Complete"/> flushes what is left.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="format">The form.</param>
    /// <param name="name">Who made the lists; the last column of a TREC run.</param>
    public RecommendationWriter(Stream stream, ListFormat format, string name = "attune") : this(stream, null, format, name, true)
    {
        if (format == ListFormat.Trec) CheckWord("name", name);
    }

    RecommendationWriter(Stream stream, PendingFile? file, ListFormat format, string name, bool leaveOpen)
    {
        (_file, _format, _name) = (file, format, name);
        _text = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen) { NewLine = "\n" };
        if (format == ListFormat.Csv) _text.WriteLine("user,item,rank,score");
    }

    /// <summary>Writes to a file; the format is that of <see cref="FormatOf"/> unless given, and a name that ends in .gz is compressed.</summary>
    public static RecommendationWriter Create(string path, ListFormat? format = null, string name = "attune")
    {
        var form = format ?? FormatOf(path);
        try
        {
            if (form == ListFormat.Trec) CheckWord("name", name);
            var file = new PendingFile(path);
            var zipped = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
            return new RecommendationWriter(zipped ? new GZipStream(file.Stream, CompressionLevel.Fastest, true) : file.Stream, file, form, name, !zipped);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} cannot be written: {e.Message} Name a file in a folder that exists and that you may write to.", e);
        }
    }

    /// <summary>The format that a file's ending names: .csv, .jsonl or .ndjson, .run or .trec; .gz may follow. Any other is a <see cref="DataException"/>.</summary>
    public static ListFormat FormatOf(string path)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".csv" => ListFormat.Csv,
            ".jsonl" or ".ndjson" => ListFormat.JsonLines,
            ".run" or ".trec" => ListFormat.Trec,
            var other => throw new DataException($"{path}: the ending '{other}' names no format for lists; use .csv, .jsonl or .run, with .gz behind it to compress."),
        };
    }

    /// <summary>
    /// Writes one user's list, best first. In a TREC run equal and unknown (NaN) scores are lowered by the least step of a 32-bit float, because
    /// trec_eval orders by score alone and would otherwise turn ties round. A user without items leaves no trace in CSV and TREC.
    /// </summary>
    public void Add(string user, IEnumerable<(string Item, float Score)> list)
    {
        switch (_format)
        {
            case ListFormat.Csv: AddRows(user, list); break;
            case ListFormat.JsonLines: AddLine(user, list); break;
            default: AddRun(user, list); break;
        }
    }

    /// <summary>Ends the file and moves it into its place.</summary>
    public void Complete()
    {
        _complete = true;
        _text.Dispose();
        _file?.Complete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            if (!_complete) _text.Dispose();
        }
        finally
        {
            _file?.Dispose();
        }
    }

    void AddRows(string user, IEnumerable<(string Item, float Score)> list)
    {
        var rank = 0;
        foreach (var (item, score) in list) _text.WriteLine($"{Quoted(user)},{Quoted(item)},{Text(++rank)},{(float.IsNaN(score) ? "" : Text(score))}");
    }

    void AddLine(string user, IEnumerable<(string Item, float Score)> list)
    {
        _text.Write($"{{\"user\":{Json(user)},\"items\":[");
        var separator = "";
        foreach (var (item, score) in list)
        {
            _text.Write($"{separator}{{\"item\":{Json(item)}{(float.IsFinite(score) ? $",\"score\":{Text(score)}" : "")}}}");
            separator = ",";
        }
        _text.WriteLine("]}");
    }

    void AddRun(string user, IEnumerable<(string Item, float Score)> list)
    {
        CheckWord("user", user);
        var (rank, last) = (0, float.PositiveInfinity);
        foreach (var (item, score) in list)
        {
            CheckWord("item", item);
            last = score < last ? score : rank == 0 ? 0 : Math.Min(MathF.BitDecrement(last), float.IsNaN(score) ? last - 1 : last);
            _text.WriteLine($"{user} Q0 {item} {Text(++rank)} {Text(last)} {_name}");
        }
    }

    static void CheckWord(string what, string text)
    {
        if (text.Length == 0 || text.Any(char.IsWhiteSpace))
            throw new DataException($"The {what} '{text}' is empty or holds white space, which a TREC run cannot express. Write .csv or .jsonl instead.");
    }

    static string Text(float number) => number.ToString(CultureInfo.InvariantCulture);

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    static string Json(string text) => JsonSerializer.Serialize(text, SavedFolder.Json);

    static string Quoted(string text) => text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

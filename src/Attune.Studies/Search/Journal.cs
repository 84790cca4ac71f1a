using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Attune.Studies;

/// <summary>
/// The file that keeps a search: one line that says which search it is, then one line of JSON for every finished trial, each on the disk before the next
/// trial begins. A last line that was cut off in the middle is dropped when the file is opened again. One process at a time.
/// </summary>
sealed class Journal : IDisposable
{
    const string Format = "attune-search";
    const int Version = 1;

    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    readonly FileStream _file;

    Journal(FileStream file, List<Trial> trials) => (_file, Trials) = (file, trials);

    /// <summary>The finished trials that were in the file when it was opened.</summary>
    internal IReadOnlyList<Trial> Trials { get; }

    /// <summary>Whether a line was cut off and dropped.</summary>
    internal bool WasTorn { get; private init; }

    /// <summary>Opens the journal of a search, or begins it.</summary>
    /// <param name="path">The file; its folder must be there.</param>
    /// <param name="search">What tells this search from others.</param>
    /// <exception cref="DataException">The file is something else, or another search's, or open elsewhere.</exception>
    internal static Journal Open(string path, JsonObject search)
    {
        var file = Opened(path);
        try
        {
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
            var lines = Encoding.UTF8.GetString(bytes, 0, whole).Split('\n')[..^1];
            if (lines.Length == 0 && bytes.Length > 0 && !LooksLikeHeader(bytes)) throw Alien(path);
            if (lines.Length > 0) Check(path, lines[0], search);
            var trials = lines.Skip(1).Select((line, l) => Read(path, line, l + 2)).ToList();
            file.SetLength(whole);
            file.Position = whole;
            var journal = new Journal(file, trials) { WasTorn = whole < bytes.Length };
            if (lines.Length == 0) journal.Append(Header(search));
            return journal;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Keeps a finished trial.</summary>
    internal void Append(Trial trial) => Append(JsonSerializer.Serialize(trial, Json));

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    void Append(string line)
    {
        _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        _file.Flush(flushToDisk: true);
    }

    static FileStream Opened(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The journal {path} cannot be opened: {e.Message.TrimEnd('.')}. End another search that writes it, or name a file in a folder that is there and may be written.", e);
        }
    }

    static string Header(JsonObject search) => new JsonObject { ["format"] = Format, ["formatVersion"] = Version, ["search"] = search.DeepClone() }.ToJsonString();

    // Of a header that was cut off the beginning is left.
    static bool LooksLikeHeader(byte[] bytes) => "{\"format\":\""u8 is var begin && bytes.AsSpan(0, Math.Min(bytes.Length, begin.Length)).SequenceEqual(begin[..Math.Min(bytes.Length, begin.Length)]);

    static void Check(string path, string line, JsonObject search)
    {
        JsonObject? header;
        try
        {
            header = JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            throw Alien(path);
        }
        if (header?["format"]?.ToString() != Format || header["search"] is not JsonObject there) throw Alien(path);
        if (header["formatVersion"]?.ToString() != $"{Version}") throw new DataException($"The journal {path} has format version {header["formatVersion"]}; this version of Attune reads {Version}. Name another file.");
        string[] differences = [.. search.Select(p => p.Key).Where(key => !JsonNode.DeepEquals(there[key], search[key])).Select(key => $"{key} is {Text(there[key])} there and {Text(search[key])} here")];
        if (differences.Length > 0) throw new DataException($"The journal {path} is that of another search: {string.Join("; ", differences)}. Name another file for this search, or ask for that one again.");
    }

    static string Text(JsonNode? node) => node?.ToString().ReplaceLineEndings(" ") ?? "none";

    static Trial Read(string path, string line, int number)
    {
        try
        {
            if (JsonSerializer.Deserialize<Trial>(line, Json) is { Settings: not null } trial && trial.Number == number - 1) return trial;
        }
        catch (JsonException)
        {
            // Said below, as for a line that is JSON and no trial.
        }
        throw new DataException($"The journal {path}, line {number}, is not trial {number - 1}: the file was changed or is damaged. Delete that line and all after it to go on from there.");
    }

    static DataException Alien(string path) => new($"{path} is not the journal of a search; name a new file, or one that attune tune has written.");
}

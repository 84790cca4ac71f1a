using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// A folder that Attune wrote: a JSON header that names the format, its version and its files, and those files. It is written beside its
/// place and then moved there, so that a folder of that name is always a whole one.
/// </summary>
sealed class SavedFolder
{
    /// <summary>The version that is written, and the newest that can be read.</summary>
    internal const int Version = 1;

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    static readonly JsonSerializerOptions Indented = new(Json) { WriteIndented = true };
    readonly string _directory;

    SavedFolder(string directory, JsonElement header) => (_directory, Header) = (directory, header);

    /// <summary>What the header states.</summary>
    internal JsonElement Header { get; }

    /// <summary>The header's file: <c>attune-model</c> → <c>model.json</c>.</summary>
    internal static string HeaderName(string format) => $"{format["attune-".Length..]}.json";

    /// <summary>Whether the folder says of itself that it has this format.</summary>
    internal static bool Is(string directory, string format)
    {
        var header = Path.Combine(directory, HeaderName(format));
        if (!File.Exists(header)) return false;
        try
        {
            using var stream = File.OpenRead(header);
            return JsonNode.Parse(stream) is JsonObject json && json["format"]?.ToString() == format;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Writes a folder whole, in the place of an earlier one of the same format.</summary>
    /// <param name="directory">Where to; a folder with anything but a saved noun of this format in it is refused.</param>
    /// <param name="format">"attune-model" or "attune-data".</param>
    /// <param name="facts">What the header states beside format, versions and files.</param>
    /// <param name="time">The clock for the time of saving; null leaves it out, so that equal nouns give equal bytes.</param>
    /// <param name="files">The files by name; each action is given the path to write.</param>
    internal static void Save(string directory, string format, JsonObject facts, TimeProvider? time, IReadOnlyList<(string Name, Action<string> Write)> files)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        target = (Directory.Exists(target) ? Directory.ResolveLinkTarget(target, true)?.FullName : null) ?? target;
        Refuse(target, format, [HeaderName(format), .. files.Select(f => f.Name)]);
        var temporary = PendingFile.Beside(target);
        try
        {
            Directory.CreateDirectory(temporary);
            foreach (var (name, write) in files) write(Path.Combine(temporary, name));
            WriteHeader(temporary, format, facts, time, files.Select(f => f.Name));
            Swap(temporary, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{directory} cannot be written: {e.Message} Choose a folder on a disk with room, to which you may write and which is not itself a mount point.", e);
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, true);
        }
    }

    static void WriteHeader(string temporary, string format, JsonObject facts, TimeProvider? time, IEnumerable<string> files)
    {
        var version = typeof(SavedFolder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        var header = new JsonObject { ["format"] = format, ["formatVersion"] = Version, ["library"] = $"Attune {version}" };
        if (time is not null) header["savedAt"] = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (name, value) in facts) header[name] = value?.DeepClone();
        header["files"] = new JsonObject(files.Select(f => KeyValuePair.Create(f, (JsonNode?)new FileInfo(Path.Combine(temporary, f)).Length)));
        File.WriteAllText(Path.Combine(temporary, HeaderName(format)), header.ToJsonString(Indented) + "\n");
    }

    static void Refuse(string target, string format, IReadOnlyList<string> ours)
    {
        if (File.Exists(target)) throw new DataException($"{target} is a file; name a folder to save into.");
        if (!Directory.Exists(target) || !Directory.EnumerateFileSystemEntries(target).Any()) return;
        if (!Is(target, format))
            throw new DataException($"{target} is not empty and holds no {format} ({HeaderName(format)} is missing or of another format), so it is not replaced. Name a new folder, or empty this one.");
        // What was saved there before may have had a file more.
        var earlier = FilesOf(target, format);
        var foreign = Directory.EnumerateFileSystemEntries(target).Select(Path.GetFileName).FirstOrDefault(name => !ours.Contains(name) && !earlier.Contains(name));
        if (foreign is not null) throw new DataException($"{target} also holds '{foreign}', which Attune did not write and would delete. Move it away, or name another folder.");
    }

    static HashSet<string?> FilesOf(string directory, string format) =>
        JsonNode.Parse(File.ReadAllBytes(Path.Combine(directory, HeaderName(format)))) is JsonObject header && header["files"] is JsonObject files ? [.. files.Select(f => f.Key)] : [];

    static void Swap(string temporary, string target)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(temporary, target);
            return;
        }
        var old = PendingFile.Beside(target);
        Directory.Move(target, old);
        try
        {
            Directory.Move(temporary, target);
        }
        catch
        {
            Directory.Move(old, target);
            throw;
        }
        Directory.Delete(old, true);
    }

    /// <summary>Opens a folder: the header must be there, of this format, of a version that is known, and its files as long as it says.</summary>
    internal static SavedFolder Open(string directory, string format)
    {
        var path = Path.Combine(directory, HeaderName(format));
        if (!Directory.Exists(directory)) throw new DataException($"There is no folder {directory}. Save one there first, or check the path.");
        if (!File.Exists(path)) throw new DataException($"{directory} holds no {format}: {HeaderName(format)} is missing. Name a folder that Attune saved.");
        return Guard(path, () =>
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var header = document.RootElement.Clone();
            if (header.GetProperty("format").GetString() != format) throw new DataException($"{path} states the format '{header.GetProperty("format")}' where {format} is needed. Name a folder that Attune saved.");
            var version = header.GetProperty("formatVersion").GetInt32();
            if (version is < 1 or > Version)
                throw new DataException($"{path} has format version {version}; this version of Attune reads 1 to {Version}. Install a newer Attune, or save it again with this one.");
            foreach (var file in header.GetProperty("files").EnumerateObject()) CheckLength(directory, file.Name, file.Value.GetInt64());
            return new SavedFolder(directory, header);
        });
    }

    static void CheckLength(string directory, string name, long length)
    {
        var file = new FileInfo(Path.Combine(directory, name));
        if (!file.Exists) throw new DataException($"{directory} lacks its file {name}. The folder is incomplete: copy it whole, or save it again.");
        if (file.Length != length) throw new DataException($"{file.FullName} has {file.Length} bytes where the header states {length}. The folder is damaged: copy it whole, or save it again.");
    }

    /// <summary>Whether the header lists this file.</summary>
    internal bool Has(string name) => Header.GetProperty("files").TryGetProperty(name, out _);

    /// <summary>Reads one of the files; whatever is wrong with its content becomes one <see cref="DataException"/>.</summary>
    internal T Read<T>(string name, Func<string, T> read)
    {
        var path = Path.Combine(_directory, name);
        return Guard(path, () => read(path));
    }

    static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (DataException or OutOfMemoryException or OperationCanceledException or DllNotFoundException))
        {
            var what = e.Message.TrimEnd('.');
            throw new DataException($"{(what.Contains(path, StringComparison.Ordinal) ? "" : $"{path}: ")}{what}. The folder is damaged or incomplete: copy it whole, or save it again.", e);
        }
    }
}

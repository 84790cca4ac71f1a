using System.Globalization;
using System.IO.Compression;

namespace Attune.Studies;

/// <summary>The folder that holds a study's data, plain or in archives; what is taken out of these lies in a folder of its own until the study is closed.</summary>
sealed class DataFolder(string folder) : IDisposable
{
    const string Zip = ".zip/";
    readonly Dictionary<string, string> _unpacked = [];
    (string Name, Dataset Data)? _whole;
    readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("attune-study-");

    /// <summary>The names that a name in braces stands for: <c>day_{0-2}.txt</c> for three files, <c>{train|test}.csv</c> for two; itself without braces.</summary>
    internal static IReadOnlyList<string> All(string name)
    {
        if (name.IndexOf('{', StringComparison.Ordinal) is not (>= 0 and var begin) || name.IndexOf('}', begin) is not (>= 0 and var end)) return [name];
        var inner = name[(begin + 1)..end];
        var parts = inner.Split('-') is [var first, var last] && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from) && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to) && to >= from && to - from < 1000
            ? Enumerable.Range(from, to - from + 1).Select(i => i.ToString(CultureInfo.InvariantCulture)) : inner.Split('|');
        return [.. parts.Select(p => $"{name[..begin]}{p}{name[(end + 1)..]}")];
    }

    /// <summary>The path of a file to read.</summary>
    /// <param name="name">As a study writes it: <c>folder/file.txt</c> or <c>archive.zip/folder/file.txt</c>.</param>
    /// <exception cref="DataException">It is not there.</exception>
    internal string Find(string name)
    {
        if (_unpacked.TryGetValue(name, out var known)) return known;
        var path = Path.GetFullPath(Path.Combine(folder, name));
        if (name.IndexOf(Zip, StringComparison.Ordinal) is not (>= 0 and var end)) return File.Exists(path) ? path : throw Missing(name, path);
        var archive = Path.GetFullPath(Path.Combine(folder, name[..(end + Zip.Length - 1)]));
        if (!File.Exists(archive)) throw Missing(name, archive);
        using var zip = Opened(archive);
        var entry = zip.GetEntry(name[(end + Zip.Length)..]) ?? throw new DataException($"{archive} holds no '{name[(end + Zip.Length)..]}'; it holds {string.Join(", ", zip.Entries.Select(e => e.FullName).Where(e => !e.EndsWith('/')).Take(9))}.");
        var place = Directory.CreateDirectory(Path.Combine(_temporary.FullName, _unpacked.Count.ToString(CultureInfo.InvariantCulture)));
        entry.ExtractToFile(_unpacked[name] = Path.Combine(place.FullName, entry.Name));
        return _unpacked[name];
    }

    /// <summary>Data of which several sizes follow each other: the last that was read is kept.</summary>
    internal Dataset Whole(string name, Func<Dataset> read)
    {
        if (_whole?.Name != name) _whole = (name, read());
        return _whole.Value.Data;
    }

    /// <summary>Removes what was unpacked.</summary>
    public void Dispose() => _temporary.Delete(recursive: true);

    static ZipArchive Opened(string path)
    {
        try
        {
            return ZipFile.OpenRead(path);
        }
        catch (InvalidDataException e)
        {
            throw new DataException($"{path} is not a zip archive, or damaged: {e.Message}", e);
        }
    }

    static DataException Missing(string name, string path) => new($"The study's data {name} is not here: there is no {path}. Name the folder that holds it (--data, or ATTUNE_DATA).");
}

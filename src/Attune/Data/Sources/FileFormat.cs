using System.Globalization;
using System.Text.Json;

namespace Attune;

/// <summary>
/// Tells what a file is, from its name and its first lines, and hands it to its loader. By name: u.data, ratings.dat and ratings.csv with their titles beside
/// them are MovieLens, .inter is RecBole, .jsonl and .ndjson are JSON lines, .qrels are judgements, .libfm and .libsvm what they say. By content: a line that is one JSON object makes JSON lines, a JSON object of lists
/// baskets; four columns of which the second is always 0 are judgements; a number and then pairs of numbers with colons are libFM; lines of ids of many lengths are sequences (baskets where '|' stands among
/// them); all else is delimited text.
/// </summary>
static class FileFormat
{
    static readonly string[] s_known = ["delimited", "movielens", "jsonl", "recbole", "sequences", "baskets", "qrels", "libfm", "calendar", "attune"];

    /// <summary>The file's name without folder and .gz.</summary>
    internal static string BareName(string path)
    {
        var name = Path.GetFileName(path);
        return name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
    }

    /// <summary>The format of a file that is no folder.</summary>
    internal static string Of(Import run, string path)
    {
        if (run.Options.Format is { } named) return Checked(named);
        return ByName(path) ?? ByContent(Sample.Of(run, path), path);
    }

    /// <summary>The name of a format, if there is one of that name.</summary>
    internal static string Checked(string format) => s_known.Contains(format) ? format
        : throw new DataException($"The format '{format}' is not known; use one of {string.Join(", ", s_known)}.");

    /// <summary>The event file of a folder.</summary>
    internal static string EventsIn(string folder)
    {
        if (MovieLens.EventsIn(folder) is { } movieLens) return movieLens;
        var inter = Directory.EnumerateFiles(folder).Where(f => BareName(f).EndsWith(".inter", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        return inter switch
        {
            [var one] => one,
            [] => throw new DataException($"The folder '{folder}' holds no file that Attune knows by name (u.data, ratings.dat, ratings.csv, one *.inter, or a saved data set); name the file itself."),
            _ => throw new DataException($"The folder '{folder}' holds several .inter files ({string.Join(", ", inter.Select(Path.GetFileName))}); name the one to read."),
        };
    }

    /// <summary>Reads the events of a file; gives its format.</summary>
    internal static string Read(Import run, string path)
    {
        var format = Of(run, path);
        switch (format)
        {
            case "movielens": MovieLens.Read(run, path); break;
            case "jsonl": JsonLines.Read(run, path); break;
            case "recbole": RecBole.Read(run, path); break;
            case "sequences": ReadLists(run, path, baskets: false); break;
            case "baskets": ReadLists(run, path, baskets: true); break;
            case "qrels": Qrels.Read(run, path); break;
            case "libfm": LibFm.Read(run, path); break;
            case "calendar": Calendar.Read(run, path); break;
            case "attune": throw new DataException($"{path} is a file, but a saved data set is a folder; name the folder.");
            default: Delimited.Read(run, path); break;
        }
        return format;
    }

    static void ReadLists(Import run, string path, bool baskets)
    {
        if (Sample.Of(run, path).Text.AsSpan().TrimStart() is ['{', ..]) Baskets.Read(run, path);
        else Sequences.Read(run, path, baskets);
    }

    static string? ByName(string path)
    {
        if (MovieLens.Is(path)) return "movielens";
        var name = BareName(path).ToLowerInvariant();
        return Path.GetExtension(name) switch
        {
            ".inter" => "recbole",
            ".jsonl" or ".ndjson" => "jsonl",
            ".qrels" or ".qrel" => "qrels",
            ".libfm" or ".libsvm" or ".svm" => "libfm",
            ".csv" or ".tsv" => "delimited",
            _ => null,
        };
    }

    static string ByContent(Sample sample, string path)
    {
        var lines = sample.Lines();
        var first = lines.FirstOrDefault(l => !string.IsNullOrWhiteSpace(l))?.Trim() ?? "";
        if (first.StartsWith('{')) return IsJsonRow(first) ? "jsonl" : "baskets";
        if (first.StartsWith('['))
            throw new DataException($"{path}, line 1: a JSON list is not a form that Attune reads; write one object per line (JSON lines), or {{\"user\": [[\"item\", …], …]}} for baskets.");
        if (first.Contains(":token", StringComparison.Ordinal)) return "recbole";
        var words = sample.Split(" ");
        if (words.TrueForAll(IsJudgement)) return "qrels";
        if (LibFm.Is(words)) return "libfm";
        if (!AreLists(words) || !IsUneven(sample, sample.Separator())) return "delimited";
        return words.Exists(w => w.Contains("|")) ? "baskets" : "sequences";
    }

    static bool IsJsonRow(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.EnumerateObject().Any(p => p.Value.ValueKind != JsonValueKind.Array);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    static bool IsJudgement(string[] row) => row is [_, "0" or "Q0", _, var grade]
        && int.TryParse(grade, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var g) && g is > -1000 and < 1000;

    // Rows of a table that are short by accident must not pass for lists: those have many lengths, or more fields than a table without a header.
    static bool AreLists(List<string[]> words) => words.Exists(w => w.Contains("|")) || words.Select(w => w.Length).Distinct().Count() > 2 || (words.Max(w => w.Length) > 4 && words.Select(w => w.Length).Distinct().Count() > 1);

    static bool IsUneven(Sample sample, string separator) => separator is " " or "|" || sample.Split(separator) is var rows && rows.Exists(r => r.Length != rows[0].Length) && separator != ",";
}

using System.Globalization;
using System.Text;

namespace Attune.Studies;

/// <summary>
/// Reads from a delimited file what belongs to each id: the age of users, the labels of items. The separator is told from the first line; columns are asked for by the names of the header, or by number where
/// there is none; files of MovieLens need neither. UTF-8, else Latin-1. An id may have several rows; blanks around fields do not count.
/// </summary>
static class AttributeTable
{
    internal const string Text = "text", Numbers = "numbers";

    static readonly string[] s_separators = ["::", "\t", "|", ";", ","], s_missing = ["", "null", "nan", "na", "n/a", "\\n", "(no genres listed)"];

    static readonly Dictionary<string, string[]> s_movieLens = new(StringComparer.OrdinalIgnoreCase)
    {
        ["u.user"] = ["user", "age", "gender", "occupation", "zip"],
        ["users.dat"] = ["user", "gender", "age", "occupation", "zip"],
        ["movies.dat"] = ["item", "title", "genres"],
    };

    /// <summary>The id as it is compared.</summary>
    internal static string Id(string id, string ids) => ids == Numbers && id.Trim() is { Length: > 0 } number ? number.TrimStart('0') is { Length: > 0 } left ? left : "0" : id.Trim();

    /// <summary>The values of each id, in the order of the rows; missing ones are left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The column of the id; null for one named like an id of a user, else the first.</param>
    /// <param name="column">The column of the value.</param>
    /// <param name="ids">How ids are compared.</param>
    /// <exception cref="DataException">No such column, or nothing in it.</exception>
    internal static Dictionary<string, List<string>> Read(string path, string? key, string column, string ids)
    {
        using var lines = Lines(path).GetEnumerator();
        if (!lines.MoveNext() || lines.Current.Length == 0) throw new DataException($"{path} is empty, or its first line is; it is to hold ids and what belongs to them.");
        var separator = s_separators.FirstOrDefault(s => lines.Current.Contains(s, StringComparison.Ordinal)) ?? throw new DataException($"{path}, line 1: there is only one column; an id and what belongs to it are needed, parted by a tab, comma, semicolon, | or ::.");
        var known = s_movieLens.GetValueOrDefault(Path.GetFileName(path));
        var header = known ?? [.. Fields(lines.Current, separator).Select(f => f.Split(':')[0])];
        var (at, from) = (Column(path, header, column), key is null ? Math.Max(0, HeaderNames.Find(ColumnRole.User, header)) : Column(path, header, key));
        var table = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        // Numbers as columns: there is no header to skip.
        var more = known is not null || IsNumber(column) || lines.MoveNext();
        for (var line = 2; more; more = lines.MoveNext(), line++)
        {
            if (lines.Current.Length == 0) continue;
            var fields = Fields(lines.Current, separator);
            if (fields.Count <= Math.Max(at, from)) throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{path}, line {line}: there are {fields.Count} columns, and column {Math.Max(at, from) + 1} is needed."));
            if (s_missing.Contains(fields[at], StringComparer.OrdinalIgnoreCase)) continue;
            var id = Id(fields[from], ids);
            if (!table.TryGetValue(id, out var values)) table[id] = values = [];
            values.Add(fields[at]);
        }
        return table.Count > 0 ? table : throw new DataException($"{path} has nothing in the column {column}.");
    }

    static int Column(string path, string[] header, string name)
    {
        if (IsNumber(name)) return int.Parse(name, CultureInfo.InvariantCulture);
        var at = Array.FindIndex(header, h => h.Equals(name, StringComparison.OrdinalIgnoreCase));
        return at >= 0 ? at : throw new DataException($"{path} has no column '{name}'; it has {string.Join(", ", header.Where(h => h.Length > 0))}.");
    }

    static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    static IEnumerable<string> Lines(string path)
    {
        var bytes = File.ReadAllBytes(path);
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            text = Encoding.Latin1.GetString(bytes);
        }
        return text.TrimStart('\uFEFF').Split('\n').Select(l => l.TrimEnd('\r'));
    }

    // Quotes may hold the separator, doubled they are themselves.
    static List<string> Fields(string line, string separator)
    {
        if (!line.Contains('"', StringComparison.Ordinal) || separator is not ("," or ";")) return [.. line.Split(separator).Select(f => f.Trim())];
        var (fields, field, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[i++]);
            else if (line[i] == '"') quoted = !quoted;
            else if (line[i] == separator[0] && !quoted) (fields, field) = ([.. fields, field.ToString().Trim()], new StringBuilder());
            else field.Append(line[i]);
        return [.. fields, field.ToString().Trim()];
    }
}

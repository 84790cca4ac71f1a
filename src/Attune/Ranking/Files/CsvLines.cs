using System.Globalization;
using System.Text;

namespace Attune;

/// <summary>Rows under a header that names user, item and perhaps rank and score; others are passed over.</summary>
sealed class CsvLines : IListLines
{
    readonly char _separator;
    readonly int _user, _item, _rank, _score, _columns;

    CsvLines(char separator, List<string> header)
    {
        (_separator, _columns) = (separator, header.Count);
        (_user, _item, _rank, _score) = (Find("user", "userid"), Find("item", "itemid"), Find("rank"), Find("score"));

        int Find(params string[] names) => header.FindIndex(h => names.Contains(h.Trim().Split(':')[0].Replace("_", "", StringComparison.Ordinal).ToLowerInvariant()));
    }

    public ListOrder Order => _rank >= 0 ? ListOrder.ByRank : _score >= 0 ? ListOrder.ByScore : ListOrder.AsGiven;

    internal static CsvLines? FromHeader(string row)
    {
        foreach (var separator in ",\t;")
            if (new CsvLines(separator, Split(row, separator)) is { _user: >= 0, _item: >= 0 } lines) return lines;
        return null;
    }

    /// <summary>Whether a quoted field goes on in the next line.</summary>
    internal static bool IsOpen(string row) => row.AsSpan().Count('"') % 2 == 1;

    public void Add(string row, long line, ListBuilder lists)
    {
        var fields = Split(row, _separator);
        if (fields.Count != _columns) throw new FormatException($"has {fields.Count} fields where the header has {_columns}");
        if (fields[_user].Length == 0 || fields[_item].Length == 0) throw new FormatException($"has no {(fields[_user].Length == 0 ? "user" : "item")}");
        var (rank, score) = (0, float.NaN);
        if (_rank >= 0 && !int.TryParse(fields[_rank], NumberStyles.Integer, CultureInfo.InvariantCulture, out rank))
            throw new FormatException($"has the rank '{fields[_rank]}', which is not a whole number");
        if (_score >= 0 && !TryScore(fields[_score], out score))
            throw new FormatException($"has the score '{fields[_score]}', which is not a finite number");
        lists.Add(fields[_user], fields[_item], score, line, rank);
    }

    // Without a score only a rank can say where a row belongs.
    bool TryScore(string text, out float score)
    {
        score = float.NaN;
        return (_rank >= 0 && text.Length == 0) || (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out score) && float.IsFinite(score));
    }

    static List<string> Split(string row, char separator)
    {
        if (!row.Contains('"', StringComparison.Ordinal)) return [.. row.Split(separator)];
        var (fields, field, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < row.Length; i++)
            if (row[i] == '"' && quoted && i + 1 < row.Length && row[i + 1] == '"') field.Append(row[i++]);
            else if (row[i] == '"') quoted = !quoted;
            else if (row[i] == separator && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else field.Append(row[i]);
        fields.Add(field.ToString());
        return fields;
    }
}

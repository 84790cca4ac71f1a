using System.Globalization;

namespace Attune;

/// <summary>Rows under a header that names user, item and perhaps rank and score; other columns are passed over.</summary>
sealed class CsvRows : IListForm
{
    readonly string _separator;
    readonly int _user, _item, _rank, _score, _columns;

    CsvRows(string path, string separator, string header)
    {
        var columns = Rows(new StringReader(header), path, separator);
        if (columns.Read()) _columns = columns.Count;
        _separator = separator;
        (_user, _item, _rank, _score) = (Find("user", "userid"), Find("item", "itemid"), Find("rank"), Find("score"));

        int Find(params string[] names) => Enumerable.Range(0, _columns)
            .FirstOrDefault(c => names.Contains(columns[c].ToString().Trim().Split(':')[0].Replace("_", "", StringComparison.Ordinal).ToLowerInvariant()), -1);
    }

    public ListOrder Order => _rank >= 0 ? ListOrder.ByRank : _score >= 0 ? ListOrder.ByScore : ListOrder.AsGiven;

    internal static CsvRows? FromHeader(string row, string path) =>
        new[] { ",", "\t", ";" }.Select(separator => new CsvRows(path, separator, row)).FirstOrDefault(rows => rows is { _user: >= 0, _item: >= 0 });

    /// <summary>Reads the whole text, header included; <paramref name="line"/> is where it is, for messages.</summary>
    internal void Read(TextReader text, string path, ListBuilder lists, ref long line)
    {
        var rows = Rows(text, path, _separator);
        rows.Read();
        while (rows.Read())
        {
            line = rows.Line;
            if (rows.Fault is { } fault) throw new FormatException($"cannot be read: {fault}");
            Add(rows, lists);
        }
    }

    void Add(DelimitedReader row, ListBuilder lists)
    {
        if (row.Count != _columns) throw new FormatException($"has {row.Count} fields where the header has {_columns}");
        if (row[_user].IsEmpty || row[_item].IsEmpty) throw new FormatException($"has no {(row[_user].IsEmpty ? "user" : "item")}");
        var (rank, score) = (0, float.NaN);
        if (_rank >= 0 && !int.TryParse(row[_rank], NumberStyles.Integer, CultureInfo.InvariantCulture, out rank))
            throw new FormatException($"has the rank '{row[_rank]}', which is not a whole number");
        if (_score >= 0 && !TryScore(row[_score], out score))
            throw new FormatException($"has the score '{row[_score]}', which is not a finite number");
        lists.Add(row[_user], row[_item], score, row.Line, rank);
    }

    // Without a score only a rank can say where a row belongs.
    bool TryScore(ReadOnlySpan<char> text, out float score)
    {
        score = float.NaN;
        return (_rank >= 0 && text.IsEmpty) || (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out score) && float.IsFinite(score));
    }

    static DelimitedReader Rows(TextReader text, string path, string separator) => new((into, _) => text.Read(into), path, separator);
}

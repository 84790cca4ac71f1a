using System.Globalization;
using System.Text;

namespace Attune;

/// <summary>
/// libSVM and libFM files: a label and then features, <c>index:value</c>. The first feature of a row is the user and the second the item (or those that the column map
/// counts, from 0); all others are the circumstances. Ids are the indices as they stand. <c>1 0:1 957:1 5040:1</c>
/// </summary>
static class LibFm
{
    internal static void Read(Import run, string path)
    {
        var (user, item) = Positions(path, run.Options.Columns);
        var isBinary = Sample.Of(run, path).Split(" ", quotes: false).TrueForAll(row => Number(row[0]) is 1 or 0 or -1);
        using var text = SourceText.Open(path, run);
        var reader = DelimitedReader.Of(text, " ", quotes: false);
        var sink = new EventSink(run.Builder, role => $"column {(role == ColumnRole.User ? user : role == ColumnRole.Item ? item : -1) + 2}");
        var row = new Row(user, item, isBinary);
        var rows = 0L;
        for (; reader.Read(); rows++)
            if ((row.Parse(reader) ?? sink.Add(row.Fields)) is { } reason) run.Bad(path, reader.Line, reason);
        if (rows == 0) throw new DataException($"{path} is empty: it holds no rows. Check how it was made.");
    }

    /// <summary>Whether rows of words are a label and features each.</summary>
    internal static bool Is(List<string[]> rows) => rows.Count > 0 && rows.TrueForAll(row => row.Length > 1 && Number(row[0]) is not null && row.Skip(1).TakeWhile(f => f[0] != '#').All(f => IsFeature(f)));

    internal static bool IsFeature(ReadOnlySpan<char> text) =>
        text.IndexOf(':') is > 0 and var colon && text[..colon].IndexOfAnyExceptInRange('0', '9') < 0 && TextValues.TryNumber(text[(colon + 1)..], out _);

    static float? Number(ReadOnlySpan<char> text) => TextValues.TryNumber(text, out var number) ? number : null;

    static (int User, int Item) Positions(string path, ColumnMap? map)
    {
        if (map is not null && map != new ColumnMap { User = map.User, Item = map.Item })
            throw new DataException($"{path}: the column mapping '{map}' names more than user and item, and a libFM file has only a label and features; write user=0,item=1 for the first two features.");
        return (At(map?.User, 0), At(map?.Item, 1));

        int At(string? text, int otherwise) => text is null ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at
            : throw new DataException($"{path}: the column mapping '{map}' names '{text}', but a libFM file has no names; number the features of a row from 0, as in user=0,item=1.");
    }

    /// <summary>One row at a time. Labels of −1, 0 and 1 tell a true event from one that only was shown; any others are ratings.</summary>
    sealed class Row(int user, int item, bool isBinary)
    {
        readonly StringBuilder _context = new();
        string _user = "", _item = "", _rating = "", _kind = "";

        internal EventFields Fields => new() { User = _user, Item = _item, Rating = _rating, Kind = _kind, Context = _context.ToString() };

        /// <summary>Reads the row; where it is none, says why.</summary>
        internal string? Parse(DelimitedReader reader)
        {
            _context.Clear();
            if (Number(reader[0]) is not { } label) return $"column 1: the label '{DelimitedReader.Shorten(reader[0])}' is not a finite number";
            if (isBinary && label is not (1 or 0 or -1)) return $"column 1: the label '{DelimitedReader.Shorten(reader[0])}' is none of -1, 0 and 1, which the first rows have";
            _rating = isBinary ? "" : reader[0].ToString();
            _kind = !isBinary ? EventKind.Rating : label == 1 ? EventKind.Interaction : EventKind.Impression;
            var field = 1;
            for (; field < reader.Count && reader[field][0] != '#'; field++)
                if (Feature(field, reader[field]) is { } reason) return reason;
            return field > Math.Max(user, item) + 1 ? null
                : $"column {field + 1} is missing: the row has {field - 1} feature{(field == 2 ? "" : "s")}, but user and item are features {user + 1} and {item + 1}";
        }

        string? Feature(int field, ReadOnlySpan<char> text)
        {
            if (!IsFeature(text)) return $"column {field + 1}: '{DelimitedReader.Shorten(text)}' is not of the form index:value, as in 957:1";
            var colon = text.IndexOf(':');
            var isOne = Number(text[(colon + 1)..]) == 1;
            if (field - 1 == user || field - 1 == item)
            {
                if (!isOne) return $"column {field + 1}: '{DelimitedReader.Shorten(text)}' has another value than 1, so it does not name a user or an item; say which features do (--columns user=0,item=1)";
                if (field - 1 == user) _user = text[..colon].ToString();
                else _item = text[..colon].ToString();
            }
            else _context.Append(_context.Length > 0 ? " " : "").Append(isOne ? text[..colon] : text);
            return null;
        }
    }
}

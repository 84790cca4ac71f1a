using System.Globalization;

namespace Attune;

/// <summary>Which field of a row plays which role, decided once per file; −1 where there is none.</summary>
sealed class Columns
{
    static readonly ColumnRole[] s_roles = Enum.GetValues<ColumnRole>();
    static readonly ColumnRole[] s_byPosition = [ColumnRole.User, ColumnRole.Item, ColumnRole.Rating, ColumnRole.Time];
    readonly int[] _at = new int[s_roles.Length];
    readonly string[]? _header;

    Columns(int width, string[]? header, Func<ColumnRole, int> find)
    {
        (Width, _header) = (width, header);
        foreach (var role in s_roles) _at[(int)role] = find(role);
    }

    /// <summary>Number of fields in every row.</summary>
    internal int Width { get; }

    internal bool HasHeader => _header is not null;

    internal int this[ColumnRole role] => _at[(int)role];

    /// <summary>What messages call a column.</summary>
    internal string Label(ColumnRole role)
    {
        var at = this[role];
        var name = role.ToString().ToLowerInvariant();
        return at < 0 ? name : _header is null ? $"column {at + 1} ({name})" : $"column '{_header[at]}'";
    }

    /// <summary>The header's columns that are not read.</summary>
    internal IEnumerable<string> Unread => _header?.Where((_, i) => !_at.Contains(i)) ?? [];

    /// <summary>Decides from the first rows of a file.</summary>
    internal static Columns Of(string file, IReadOnlyList<string[]> first, ColumnMap? map, bool? header)
    {
        var names = header ?? IsHeader(first, map) ? first[0] : null;
        return names is not null ? Named(file, names, map) : map is not null ? Numbered(file, first[0], map) : Positional(file, first[0]);
    }

    static bool IsHeader(IReadOnlyList<string[]> first, ColumnMap? map)
    {
        if (first[0].Any(IsNumber)) return false;
        if (map is not null && s_roles.Any(r => map.Column(r) is { } name && first[0].Contains(name, StringComparer.OrdinalIgnoreCase))) return true;
        if (map is not null && s_roles.Any(r => map.Column(r) is { } name && !IsNumber(name))) return true;
        if (HeaderNames.Find(ColumnRole.User, first[0]) >= 0 || HeaderNames.Find(ColumnRole.Item, first[0]) >= 0) return true;
        return first.Count > 1 && first.Skip(1).All(row => row.All(IsNumber));
    }

    static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    internal static Columns Named(string file, string[] header, ColumnMap? map)
    {
        return new Columns(header.Length, header, Find);

        int Find(ColumnRole role)
        {
            var needed = role is ColumnRole.User or ColumnRole.Item;
            if (map?.Column(role) is { } name)
            {
                var at = Array.FindIndex(header, h => h.Equals(name, StringComparison.OrdinalIgnoreCase));
                if (at < 0 && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < header.Length) at = number;
                return at >= 0 ? at : throw NoColumn(file, header, $"'{name}' for the {role.ToString().ToLowerInvariant()}");
            }
            if (map is not null && !needed) return -1;
            var found = HeaderNames.Find(role, header);
            return found >= 0 || !needed ? found : throw NoColumn(file, header, $"for the {role.ToString().ToLowerInvariant()}");
        }
    }

    static Columns Numbered(string file, string[] row, ColumnMap map) => new(row.Length, null, role =>
    {
        if (map.Column(role) is not { } text)
            return role is not (ColumnRole.User or ColumnRole.Item) ? -1
                : throw new DataException($"{file}: the column mapping '{map}' does not say which column is the {role.ToString().ToLowerInvariant()}; write user=0,item=1 for the first two.");
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var at))
            throw new DataException($"{file}: the column mapping '{map}' names '{text}', but the file has no header; number the columns from 0, as in user=0,item=1.");
        return at < row.Length ? at : throw new DataException($"{file}, line 1: there is no column {at} for the {role.ToString().ToLowerInvariant()}; the row has {row.Length} columns, numbered 0 to {row.Length - 1}.");
    });

    static Columns Positional(string file, string[] row)
    {
        if (row.Length < 2)
            throw new DataException($"{file}, line 1: there is only one column ('{DelimitedReader.Shorten(row[0])}'), but user and item are needed. Name the separator (--separator) or the format (--format).");
        if (row.Length > 4)
            throw new DataException($"{file}, line 1: there are {row.Length} columns and no header that names a user and an item; say which is which (--columns user=0,item=1,…).");
        if (row.Length == 3 && float.TryParse(row[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var third) && third >= 1e8f)
            throw new DataException($"{file}, line 1, column 3: '{row[2]}' looks like a time, but the third column is the rating where there is no header; write --columns user=0,item=1,time=2.");
        return new Columns(row.Length, null, role => Array.IndexOf(s_byPosition, role) is var at && at < row.Length ? at : -1);
    }

    static DataException NoColumn(string file, string[] header, string what) =>
        new($"{file}, line 1: there is no column {what}; the columns are {string.Join(", ", header)}. Name it (--columns user=NAME,item=NAME).");
}

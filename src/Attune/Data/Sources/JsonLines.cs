using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Attune;

/// <summary>JSON lines: one flat object per line, fields by name. <c>{"user":"ann","item":"tea","rating":5,"time":1323434000}</c></summary>
static class JsonLines
{
    internal static void Read(Import run, string path)
    {
        using var text = SourceText.Open(path, run);
        var lines = DelimitedReader.Lines(text);
        var row = new JsonRow(run.Options.Columns);
        var sink = new EventSink(run.Builder, row.Label);
        while (lines.Read())
        {
            if (lines[0].IsWhiteSpace()) continue;
            var reason = row.Parse(lines[0]) ?? sink.Add(row.Fields);
            if (reason is null) continue;
            if (run.Options.BadRows == BadRows.Fail) row.CheckIds(path, lines.Line, run);
            run.Bad(path, lines.Line, reason);
        }
        row.CheckIds(path, lines.Line, run);
        if (row.Unread.Count > 0) run.Note($"{path}: fields not read: {string.Join(", ", row.Unread)}.");
    }

    /// <summary>One object at a time, its fields copied into a buffer that is used again.</summary>
    sealed class JsonRow(ColumnMap? map)
    {
        readonly Dictionary<string, ColumnRole?> _roles = [];
        readonly (int From, int Length)[] _at = new (int, int)[Enum.GetValues<ColumnRole>().Length];
        readonly string[] _names = Enum.GetNames<ColumnRole>();
        byte[] _json = new byte[1 << 12];
        char[] _text = new char[1 << 12];
        int _used;

        internal SortedSet<string> Unread { get; } = new(StringComparer.Ordinal);

        internal string Label(ColumnRole role) => $"column '{_names[(int)role].ToLowerInvariant()}'";

        internal EventFields Fields
        {
            get
            {
                var fields = new EventFields();
                for (var role = 0; role < _at.Length; role++)
                    if (_at[role].Length > 0) fields.Set((ColumnRole)role, _text.AsSpan(_at[role].From, _at[role].Length));
                return fields;
            }
        }

        /// <summary>Reads the line's object; where it is none, says why.</summary>
        internal string? Parse(ReadOnlySpan<char> line)
        {
            Array.Clear(_at);
            _used = 0;
            var size = Encoding.UTF8.GetMaxByteCount(line.Length);
            if (_json.Length < size) _json = new byte[size];
            if (_text.Length < size) _text = new char[size];
            var reader = new Utf8JsonReader(_json.AsSpan(0, Encoding.UTF8.GetBytes(line, _json)));
            try
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return $"column 1: '{DelimitedReader.Shorten(line)}' is not a JSON object";
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                    if (Property(ref reader) is { } reason) return reason;
                return reader.Read() ? $"column {reader.TokenStartIndex + 1}: there is text after the object" : null;
            }
            catch (JsonException e)
            {
                return $"column {(e.BytePositionInLine ?? 0) + 1}: '{DelimitedReader.Shorten(line)}' is not valid JSON";
            }
        }

        string? Property(ref Utf8JsonReader reader)
        {
            var name = reader.GetString()!;
            var role = RoleOf(name);
            reader.Read();
            if (role is null)
            {
                reader.Skip();
                return null;
            }
            switch (reader.TokenType)
            {
                case JsonTokenType.Null: return null;
                case JsonTokenType.String or JsonTokenType.Number: break;
                default: return $"column '{name}': a {reader.TokenType} stands where a text or a number is expected";
            }
            _names[(int)role] = name;
            var length = reader.TokenType == JsonTokenType.String ? reader.CopyString(_text.AsSpan(_used)) : Encoding.UTF8.GetChars(reader.ValueSpan, _text.AsSpan(_used));
            _at[(int)role] = (_used, length);
            _used += length;
            return null;
        }

        ColumnRole? RoleOf(string name)
        {
            if (_roles.TryGetValue(name, out var role)) return role;
            role = map is null ? HeaderNames.RoleOf(name) : Mapped(name);
            if (role is null) Unread.Add(name);
            return _roles[name] = role;
        }

        ColumnRole? Mapped(string name)
        {
            foreach (var role in Enum.GetValues<ColumnRole>())
                if (name.Equals(map!.Column(role), StringComparison.OrdinalIgnoreCase)) return role;
            return HeaderNames.RoleOf(name) is (ColumnRole.User or ColumnRole.Item) and { } id && map!.Column(id) is null ? id : null;
        }

        /// <summary>A file in which no row names a user or an item has other names for them.</summary>
        internal void CheckIds(string path, long line, Import run)
        {
            foreach (var role in (ColumnRole[])[ColumnRole.User, ColumnRole.Item])
                if (!_roles.ContainsValue(role) && _roles.Count > 0 && run.Builder.Count == 0)
                    throw new DataException($"{path}, line {line}: there is no field for the {role.ToString().ToLowerInvariant()}; the fields are {string.Join(", ", _roles.Keys)}. Name it (--columns user=NAME,item=NAME).");
        }
    }
}

using System.Text.Json;

namespace Attune.Serving;

/// <summary>
/// The labels of items as feature columns: free JSON, flattened. An object's parts become columns "a.b"; a text, a truth value or a list of texts is tokens, a
/// number a number where it is one for every item. Lists of numbers or objects have no form as a feature and are left out, and so are rare columns beyond the
/// limit: an item with keys of its own must not cost a column of the whole catalog.
/// </summary>
sealed class LabelColumns
{
    /// <summary>The most columns.</summary>
    internal const int Most = 32;

    const int Deepest = 8;
    readonly Dictionary<string, Column> _columns = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Items with labels that could not be read to the end.</summary>
    internal int Unreadable { get; private set; }

    /// <summary>Values that have no form as a feature.</summary>
    internal int Formless { get; private set; }

    /// <summary>Columns beyond <see cref="Most"/>.</summary>
    internal int Rare => Math.Max(0, _columns.Count - Most);

    /// <summary>A value that does not come from labels; of labels of the same name it is the one that counts.</summary>
    internal void Add(string item, string column, string value, FeatureKind kind)
    {
        if (value.Length > 0) Of(column, kind).Values[item] = value;
    }

    /// <summary>The labels of an item.</summary>
    internal void Add(string item, string? labels)
    {
        if (string.IsNullOrWhiteSpace(labels)) return;
        try
        {
            using var json = JsonDocument.Parse(labels);
            Walk(item, "", json.RootElement, 0);
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is JSON and can be stored, but is no text.
            Unreadable++;
        }
    }

    /// <summary>Puts the columns that most items have into the data.</summary>
    internal void AddTo(DatasetBuilder data)
    {
        foreach (var (name, column) in _columns.OrderByDescending(c => c.Value.Values.Count).ThenBy(c => c.Key, StringComparer.Ordinal).Take(Most))
            foreach (var (item, value) in column.Values) data.ItemFeature(item, name, value, column.Kind);
    }

    void Walk(string item, string path, JsonElement value, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when depth < Deepest:
                foreach (var part in value.EnumerateObject()) Walk(item, path.Length == 0 ? part.Name : $"{path}.{part.Name}", part.Value, depth + 1);
                break;
            case JsonValueKind.Array when value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String):
                Put(item, path, string.Join('|', value.EnumerateArray().Select(v => Token(v.GetString()!))), FeatureKind.Tokens);
                break;
            case JsonValueKind.String:
                Put(item, path, Token(value.GetString()!), FeatureKind.Tokens);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Put(item, path, value.GetBoolean() ? "true" : "false", FeatureKind.Tokens);
                break;
            case JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number):
                Put(item, path, number.ToString("R", System.Globalization.CultureInfo.InvariantCulture), FeatureKind.Number);
                break;
            case JsonValueKind.Null:
                break;
            default:
                Formless++;
                break;
        }
    }

    void Put(string item, string path, string value, FeatureKind kind)
    {
        if (value.Length == 0) return;
        var column = Of(path.Length == 0 ? "labels" : path, kind);
        if (column.Kind == FeatureKind.Number) column.Kind = kind;
        column.Values.TryAdd(item, value);
    }

    Column Of(string name, FeatureKind kind)
    {
        if (!_columns.TryGetValue(name, out var column)) _columns.Add(name, column = new Column { Kind = kind });
        return column;
    }

    // '|' separates the tokens of a feature.
    internal static string Token(string text) => text.Replace('|', '/').Trim();

    sealed class Column
    {
        internal FeatureKind Kind { get; set; }

        internal Dictionary<string, string> Values { get; } = new(StringComparer.Ordinal);
    }
}

using System.Text.Json;

namespace Attune.Serving;

/// <summary>A value of an item's labels, or of a filter, with its type.</summary>
/// <param name="kind">The type.</param>
/// <param name="number">The number; seconds since 1970 of a time; 1 or 0 of a boolean.</param>
/// <param name="text">The text.</param>
/// <param name="list">The values of a list.</param>
/// <param name="fields">The values of an object.</param>
readonly struct LabelValue(LabelKind kind, double number = 0, string? text = null, LabelValue[]? list = null, Dictionary<string, LabelValue>? fields = null)
{
    // Deeper labels than the API takes; anything deeper counts as missing.
    const int DeepestLabels = 64;

    internal LabelKind Kind => kind;

    internal double Number => number;

    internal string Text => text ?? "";

    internal LabelValue[] List => list ?? [];

    internal static LabelValue Of(double number) => new(LabelKind.Number, number);

    internal static LabelValue Of(string text) => new(LabelKind.Text, text: text);

    internal static LabelValue Of(bool value) => new(LabelKind.Boolean, value ? 1 : 0);

    internal static LabelValue Of(DateTimeOffset time) => new(LabelKind.Time, time.ToUnixTimeMilliseconds() / 1000.0);

    internal static LabelValue Of(LabelValue[] list) => new(LabelKind.List, list: list);

    /// <summary>A field of an object; missing where there is none.</summary>
    internal LabelValue Field(string name) => fields is not null && fields.TryGetValue(name, out var value) ? value : default;

    /// <summary>Whether two values are the same; values of different types never are.</summary>
    internal bool Is(LabelValue other) => kind == other.Kind && kind switch
    {
        LabelKind.Text => string.Equals(Text, other.Text, StringComparison.Ordinal),
        LabelKind.Number or LabelKind.Boolean or LabelKind.Time => number == other.Number,
        _ => false,
    };

    /// <summary>Reads labels; text that is no JSON gives none.</summary>
    internal static LabelValue Read(string? json)
    {
        if (json is null) return default;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DeepestLabels });
            return Of(document.RootElement);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    static LabelValue Of(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Number: return Of(element.GetDouble());
            case JsonValueKind.String: return Of(element.GetString()!);
            case JsonValueKind.True or JsonValueKind.False: return Of(element.GetBoolean());
            case JsonValueKind.Array: return Of([.. element.EnumerateArray().Select(Of)]);
            case JsonValueKind.Object:
                var fields = new Dictionary<string, LabelValue>(StringComparer.Ordinal);
                foreach (var field in element.EnumerateObject()) fields[field.Name] = Of(field.Value);
                return new LabelValue(LabelKind.Fields, fields: fields);
            default: return default;
        }
    }
}

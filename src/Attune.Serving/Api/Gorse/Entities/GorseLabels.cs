using System.Text.Json;
using System.Text;

namespace Attune.Serving;

/// <summary>What labels may be: a string, a number, an array of only strings or only numbers, or an object of these; as deep as configured.</summary>
static class GorseLabels
{
    static readonly JsonWriterOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads labels and checks them; null where there are none. The reader ends on their last token.</summary>
    /// <exception cref="RequestException">They are of another kind, or too deep.</exception>
    internal static string? Read(ref Utf8JsonReader json, ReadOnlySpan<byte> all, int deepest)
    {
        if (json.TokenType == JsonTokenType.Null) return null;
        var start = (int)json.TokenStartIndex;
        Check(ref json, deepest);
        var raw = all[start..(int)json.BytesConsumed];
        return raw.IndexOfAnyInRange((byte)0, (byte)' ') < 0 ? Encoding.UTF8.GetString(raw) : WithoutSpaces(raw);
    }

    /// <summary>Reads labels that stand alone.</summary>
    /// <exception cref="RequestException">As above.</exception>
    internal static string? Read(ReadOnlySpan<byte> all, int deepest)
    {
        var json = new Utf8JsonReader(all, new JsonReaderOptions { MaxDepth = GorseReader.DeepestJson });
        return json.Read() ? Read(ref json, all, deepest) : null;
    }

    static void Check(ref Utf8JsonReader json, int deepest, int depth = 1)
    {
        if (depth > deepest) throw RequestException.Bad($"Labels are deeper than {deepest} levels, which Api.DeepestLabels allows.");
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                CheckText(ref json);
                break;
            case JsonTokenType.Number or JsonTokenType.Null:
                break;
            case JsonTokenType.StartArray:
                CheckArray(ref json);
                break;
            case JsonTokenType.StartObject:
                while (json.Read() && json.TokenType != JsonTokenType.EndObject)
                {
                    CheckText(ref json);
                    json.Read();
                    Check(ref json, deepest, depth + 1);
                }
                break;
            default:
                throw RequestException.Bad("unsupported type in labels: bool. Labels are strings, numbers, arrays of either, and objects of these.");
        }
    }

    static void CheckArray(ref Utf8JsonReader json)
    {
        var kind = JsonTokenType.None;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (kind == JsonTokenType.None) kind = json.TokenType;
            if (json.TokenType != kind || kind is not (JsonTokenType.String or JsonTokenType.Number))
                throw RequestException.Bad("unsupported labels: an array holds only strings or only numbers.");
            if (kind == JsonTokenType.String) CheckText(ref json);
        }
    }

    // What is not Unicode throws here rather than in a store; U+0000 is what PostgreSQL does not take.
    static void CheckText(ref Utf8JsonReader json)
    {
        if (!json.ValueIsEscaped && System.Text.Unicode.Utf8.IsValid(json.ValueSpan)) return;
        if (json.GetString()!.Contains('\0')) throw RequestException.Bad("Labels contain the character U+0000, which cannot be stored.");
    }

    static string WithoutSpaces(ReadOnlySpan<byte> raw)
    {
        using var buffer = new MemoryStream(raw.Length);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            var reader = new Utf8JsonReader(raw, new JsonReaderOptions { MaxDepth = GorseReader.DeepestJson });
            using var document = JsonDocument.ParseValue(ref reader);
            document.WriteTo(writer);
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}

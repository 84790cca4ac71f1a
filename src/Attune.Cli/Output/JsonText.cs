using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attune.Cli;

/// <summary>Answers as JSON: names as written in code, words in kebab-case, and null for every number that is undefined.</summary>
static class JsonText
{
    static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new DoubleOrNull(), new FloatOrNull(), new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    static readonly JsonSerializerOptions OneLine = new(Format) { WriteIndented = false };

    /// <summary>On one line, for who reads a program's output line by line while it runs.</summary>
    internal static string LineOf(object value) => JsonSerializer.Serialize(value, value.GetType(), OneLine);

    internal static string Of(object value) => JsonSerializer.Serialize(value, value.GetType(), Format);

    sealed class DoubleOrNull : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value)) writer.WriteNumberValue(value);
            else writer.WriteNullValue();
        }
    }

    sealed class FloatOrNull : JsonConverter<float>
    {
        public override float Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetSingle();

        public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options)
        {
            if (float.IsFinite(value)) writer.WriteNumberValue(value);
            else writer.WriteNullValue();
        }
    }
}

using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Attune.Numerics;

/// <summary>The JSON header of a safetensors file, read with every check that the format allows and written in its canonical order.</summary>
sealed record SafetensorsHeader(IReadOnlyDictionary<string, TensorEntry> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    const string MetadataName = "__metadata__";

    internal static int SizeOf(string type) => type switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "F8_E4M3" or "F8_E5M2" or "I8" or "U8" or "BOOL" => 1,
        _ => 0,
    };

    /// <summary>Reads a header over <paramref name="dataLength"/> bytes of data; <see cref="FormatException"/> says what is wrong with it.</summary>
    internal static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, long dataLength)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw new FormatException("the header is not a JSON object");
        var tensors = new Dictionary<string, TensorEntry>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in document.RootElement.EnumerateObject())
            if (property.Name != MetadataName) tensors.Add(property.Name, Entry(property.Name, property.Value, dataLength));
            else foreach (var fact in property.Value.EnumerateObject()) metadata.Add(fact.Name, fact.Value.GetString() ?? "");
        CheckCover(tensors, dataLength);
        return new SafetensorsHeader(tensors, metadata);
    }

    static TensorEntry Entry(string name, JsonElement value, long dataLength)
    {
        var type = value.GetProperty("dtype").GetString() ?? "";
        var shape = value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()).ToArray();
        var offsets = value.GetProperty("data_offsets").EnumerateArray().Select(d => d.GetInt64()).ToArray();
        if (SizeOf(type) == 0) throw new FormatException($"the tensor '{name}' has the unknown type '{type}'");
        if (shape.Any(d => d < 0)) throw new FormatException($"the tensor '{name}' has a negative dimension");
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > dataLength)
            throw new FormatException(Invariant($"the tensor '{name}' lies at [{string.Join(", ", offsets)}], outside the {dataLength} bytes of data"));
        var bytes = shape.Contains(0) ? 0 : shape.Aggregate((long)SizeOf(type), (a, d) => checked(a * d));
        if (bytes != offsets[1] - offsets[0])
            throw new FormatException(Invariant($"the tensor '{name}' of type {type} and shape [{string.Join(", ", shape)}] takes {bytes} bytes, but its offsets span {offsets[1] - offsets[0]}"));
        return new TensorEntry(type, shape, offsets[0], offsets[1]);
    }

    // The format leaves neither holes nor overlaps: whoever could put bytes there could hide another file in this one.
    static void CheckCover(Dictionary<string, TensorEntry> tensors, long dataLength)
    {
        var at = 0L;
        foreach (var (name, tensor) in tensors.OrderBy(t => t.Value.Begin).ThenBy(t => t.Value.End))
        {
            if (tensor.Begin != at) throw new FormatException(Invariant($"the tensor '{name}' begins at {tensor.Begin} where the one before ends at {at}"));
            at = tensor.End;
        }
        if (at != dataLength) throw new FormatException(Invariant($"its tensors end at {at} but there are {dataLength} bytes of data"));
    }

    /// <summary>The header's bytes, padded with spaces so that the data after the 8-byte length and the header begins at a multiple of 8.</summary>
    internal byte[] ToBytes()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (Metadata.Count > 0) WriteMetadata(json);
            foreach (var (name, tensor) in Tensors) WriteTensor(json, name, tensor);
            json.WriteEndObject();
        }
        var bytes = new byte[(buffer.WrittenCount + 7) / 8 * 8];
        buffer.WrittenSpan.CopyTo(bytes);
        bytes.AsSpan(buffer.WrittenCount).Fill((byte)' ');
        return bytes;
    }

    void WriteMetadata(Utf8JsonWriter json)
    {
        json.WriteStartObject(MetadataName);
        foreach (var (name, value) in Metadata) json.WriteString(name, value);
        json.WriteEndObject();
    }

    static void WriteTensor(Utf8JsonWriter json, string name, TensorEntry tensor)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype", tensor.Type);
        json.WriteStartArray("shape");
        foreach (var d in tensor.Shape) json.WriteNumberValue(d);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(tensor.Begin);
        json.WriteNumberValue(tensor.End);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

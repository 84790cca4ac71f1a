using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Attune.Serving;

/// <summary>
/// Writes lists. The bytes of the items are left with a list that the engine keeps, so that one that is asked for again is copied and not written anew.
/// </summary>
static class ListWriter
{
    [ThreadStatic]
    static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? t_writer;

    internal static ValueTask WriteAsync(HttpContext context, RecommendationList list)
    {
        var response = context.Response;
        var items = ItemsOf(list);
        var (buffer, json) = Writer();
        Head(json, list);
        var head = buffer.WrittenSpan;
        // The head ends before the brace that closes the object.
        var length = head.Length + ItemsName.Length + items.Length + 1;
        (response.ContentType, response.ContentLength) = ("application/json; charset=utf-8", length);
        var body = response.BodyWriter;
        var span = body.GetSpan(length);
        head.CopyTo(span);
        ItemsName.CopyTo(span[head.Length..]);
        items.CopyTo(span[(head.Length + ItemsName.Length)..]);
        span[length - 1] = (byte)'}';
        body.Advance(length);
        return Sent(body.FlushAsync(context.RequestAborted));
    }

    static async ValueTask Sent(ValueTask<System.IO.Pipelines.FlushResult> flushed) => await flushed;

    /// <summary>Writes one of several lists.</summary>
    internal static void Write(Utf8JsonWriter json, RecommendationList list)
    {
        json.WriteStartObject();
        Names(json, list);
        json.WritePropertyName("items");
        json.WriteRawValue(ItemsOf(list), skipInputValidation: true);
        json.WriteEndObject();
    }

    static ReadOnlySpan<byte> ItemsName => ",\"items\":"u8;

    static void Head(Utf8JsonWriter json, RecommendationList list)
    {
        json.WriteStartObject();
        Names(json, list);
        json.Flush();
    }

    static void Names(Utf8JsonWriter json, RecommendationList list)
    {
        json.WriteString("requestId"u8, list.RequestId);
        json.WriteString("placement"u8, list.Placement);
        json.WriteString("modelVersion"u8, list.ModelVersion);
        json.WriteString("fallback"u8, list.Fallback);
    }

    static byte[] ItemsOf(RecommendationList list) => list.Bytes is { } kept ? kept.Native ??= Items(list.Items) : Items(list.Items);

    static byte[] Items(IReadOnlyList<RecommendedItem> items)
    {
        var buffer = new ArrayBufferWriter<byte>(48 * items.Count + 16);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var item in items) Item(json, item);
            json.WriteEndArray();
        }
        return buffer.WrittenSpan.ToArray();
    }

    static void Item(Utf8JsonWriter json, RecommendedItem item)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, item.Id);
        Number(json, "score"u8, item.Score);
        if (item.Reasons is { } reasons)
        {
            json.WriteStartObject("reasons"u8);
            json.WriteString("recommender"u8, reasons.Recommender);
            json.WriteString("modelVersion"u8, reasons.ModelVersion);
            json.WriteStartArray("because"u8);
            foreach (var because in reasons.Because)
            {
                json.WriteStartObject();
                json.WriteString("id"u8, because.Id);
                Number(json, "contribution"u8, because.Contribution);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    // JSON has no word for what is undefined or infinite.
    static void Number(Utf8JsonWriter json, ReadOnlySpan<byte> name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }

    static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) Writer()
    {
        if (t_writer is not { } writer)
        {
            var buffer = new ArrayBufferWriter<byte>(512);
            t_writer = writer = (buffer, new Utf8JsonWriter(buffer));
        }
        writer.Buffer.ResetWrittenCount();
        writer.Json.Reset();
        return writer;
    }
}

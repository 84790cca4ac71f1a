using System.Buffers;
using System.Text.Json;

namespace Attune.Serving;

/// <summary>Writes messages that <see cref="FeedReader"/> reads: the envelope, then events until the message is full.</summary>
static class FeedWriter
{
    // A message is cut well below what a server takes by default (16 MiB), because one event may be large and the cut comes after it.
    const int FullBytes = 1 << 20;

    /// <summary>Writes the events from <paramref name="start"/> on, as many as one message may hold; returns the place of the next.</summary>
    internal static int Write(IBufferWriter<byte> output, string? space, EventMode mode, IReadOnlyList<StoredEvent> events, int start, int largestCount)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        if (space is not null) json.WriteString("space"u8, space);
        if (mode == EventMode.Overwrite) json.WriteString("mode"u8, "overwrite"u8);
        json.WriteStartArray("events"u8);
        var next = start;
        while (next < events.Count && next - start < largestCount && json.BytesCommitted + json.BytesPending < FullBytes) Write(json, events[next++]);
        json.WriteEndArray();
        json.WriteEndObject();
        return next;
    }

    static void Write(Utf8JsonWriter json, StoredEvent e)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, e.Type);
        json.WriteString("user"u8, e.User);
        json.WriteString("item"u8, e.Item);
        if (e.Value != 0) json.WriteNumber("value"u8, e.Value);
        if (e.Time != default) json.WriteString("time"u8, e.Time.UtcDateTime);
        if (e.Labels is not null)
        {
            json.WritePropertyName("labels"u8);
            json.WriteRawValue(e.Labels);
        }
        if (e.Comment.Length > 0) json.WriteString("comment"u8, e.Comment);
        if (e.EventId is not null) json.WriteString("eventId"u8, e.EventId);
        if (e.RequestId is not null) json.WriteString("requestId"u8, e.RequestId);
        json.WriteEndObject();
    }
}

using System.Text;
using System.Text.Json;

namespace Attune.Serving;

/// <summary>
/// Reads a message of the feed: a JSON array of events, or an object around one (docs/formats.md). It is read token by token, because a thousand events are an
/// ordinary message; a name that nobody knows is an error, so that a misspelled one does not lose what it was to say.
/// </summary>
sealed class FeedReader(FeedLimits limits)
{
    // Levels around the labels of an event: the object of the message, the array and the event.
    const int LevelsAround = 3;

    /// <param name="body">The message's bytes, UTF-8.</param>
    /// <param name="messageId">The message's own id, from which events without one get theirs; null for none.</param>
    /// <param name="sent">The time of events that bear none.</param>
    /// <exception cref="DataException">It cannot be taken; the message says why.</exception>
    internal FeedMessage Read(ReadOnlySpan<byte> body, string? messageId, DateTimeOffset sent)
    {
        if (body.Length > limits.LargestBody) throw new DataException($"The message has {body.Length} bytes; at most {limits.LargestBody} are taken (Attune:Api:LargestBody). Send its events in several.");
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = limits.DeepestLabels + LevelsAround });
        try
        {
            var message = json.Read() && json.TokenType == JsonTokenType.StartArray
                ? new FeedMessage(null, EventMode.Accumulate, true, Events(ref json, body, sent))
                : Envelope(ref json, body, sent);
            if (json.Read()) throw new DataException("The message goes on after its end; one message holds one JSON value.");
            return message with { Events = Identified(message.Events, messageId) };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new DataException($"The message is no JSON that can be read: {e.Message}", e);
        }
    }

    FeedMessage Envelope(ref Utf8JsonReader json, ReadOnlySpan<byte> body, DateTimeOffset sent)
    {
        if (json.TokenType != JsonTokenType.StartObject) throw new DataException("The message is neither an array of events nor an object {space, mode, addMissing, events}.");
        var message = new FeedMessage(null, EventMode.Accumulate, true, []);
        var found = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString();
            json.Read();
            message = name switch
            {
                "space" => message with { Space = Text(ref json, "space") },
                "mode" => message with { Mode = Mode(Text(ref json, "mode")) },
                "addMissing" => message with { AddMissing = json.TokenType is JsonTokenType.True or JsonTokenType.False ? json.GetBoolean() : throw new DataException("addMissing must be true or false.") },
                "events" => message with { Events = Events(ref json, body, sent) },
                _ => throw new DataException($"The message has an unknown member '{name}'; known are space, mode, addMissing and events."),
            };
            found |= name == "events";
        }
        return found ? message : throw new DataException("The message has no member 'events'.");
    }

    List<StoredEvent> Events(ref Utf8JsonReader json, ReadOnlySpan<byte> body, DateTimeOffset sent)
    {
        if (json.TokenType != JsonTokenType.StartArray) throw new DataException("The events must be an array.");
        var events = new List<StoredEvent>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject) throw FeedLimits.Wrong(events.Count, "it must be an object {type, user, item, …}");
            var e = Event(ref json, body, sent, events.Count);
            limits.Check(e, events.Count);
            events.Add(e);
        }
        return events;
    }

    static StoredEvent Event(ref Utf8JsonReader json, ReadOnlySpan<byte> body, DateTimeOffset sent, int position)
    {
        string? type = null, user = null, item = null, labels = null, comment = null, eventId = null, requestId = null;
        var (value, time) = (0.0, sent);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("type"u8)) type = Next(ref json, "type", position);
            else if (json.ValueTextEquals("user"u8)) user = Next(ref json, "user", position);
            else if (json.ValueTextEquals("item"u8)) item = Next(ref json, "item", position);
            else if (json.ValueTextEquals("value"u8)) value = Number(ref json, position);
            else if (json.ValueTextEquals("time"u8)) time = Time(ref json, position);
            else if (json.ValueTextEquals("labels"u8)) labels = Raw(ref json, body);
            else if (json.ValueTextEquals("comment"u8)) comment = Next(ref json, "comment", position);
            else if (json.ValueTextEquals("eventId"u8)) eventId = Next(ref json, "eventId", position);
            else if (json.ValueTextEquals("requestId"u8)) requestId = Next(ref json, "requestId", position);
            else throw FeedLimits.Wrong(position, $"it has an unknown member '{json.GetString()}'; known are type, user, item, value, time, labels, comment, eventId and requestId");
        }
        return new StoredEvent { Type = type!, User = user!, Item = item!, Value = value, Time = time, Labels = labels, Comment = comment ?? "", EventId = eventId, RequestId = requestId };
    }

    // A message that is delivered again bears the same id, so its events do too, and are left out by the store.
    static IReadOnlyList<StoredEvent> Identified(IReadOnlyList<StoredEvent> events, string? messageId)
    {
        if (events.All(e => e.EventId is not null)) return events;
        if (string.IsNullOrEmpty(messageId)) throw new DataException("The message has no message_id and not all of its events have an eventId, so that a second delivery could not be told from the first; give it one or the other.");
        return [.. events.Select((e, i) => e.EventId is null ? e with { EventId = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{messageId}/{i}") } : e)];
    }

    static EventMode Mode(string? word) => word switch
    {
        "accumulate" => EventMode.Accumulate,
        "overwrite" => EventMode.Overwrite,
        _ => throw new DataException($"mode is '{word}'; it must be accumulate or overwrite."),
    };

    static string? Text(ref Utf8JsonReader json, string name) => json.TokenType is JsonTokenType.String or JsonTokenType.Null ? json.GetString() : throw new DataException($"{name} must be a string.");

    static string? Next(ref Utf8JsonReader json, string name, int position)
    {
        json.Read();
        return json.TokenType is JsonTokenType.String or JsonTokenType.Null ? json.GetString() : throw FeedLimits.Wrong(position, $"{name} must be a string");
    }

    static double Number(ref Utf8JsonReader json, int position)
    {
        json.Read();
        return json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var value) ? value : throw FeedLimits.Wrong(position, "value must be a number");
    }

    static DateTimeOffset Time(ref Utf8JsonReader json, int position)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.String || !json.TryGetDateTime(out var time)) throw FeedLimits.Wrong(position, "time must be ISO 8601, as \"2026-03-01T12:30:00Z\"");
        // A time without an offset means UTC, not the time zone of whatever machine the server runs on.
        return time.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(time, TimeSpan.Zero) : new DateTimeOffset(time.ToUniversalTime());
    }

    static string? Raw(ref Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null) return null;
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return Encoding.UTF8.GetString(body[start..(int)json.BytesConsumed]);
    }
}

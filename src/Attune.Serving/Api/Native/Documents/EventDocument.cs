using System.ComponentModel;
using System.Text.Json;

namespace Attune.Serving;

/// <summary>An event in JSON.</summary>
sealed record EventDocument
{
    [Description("What happened, an open word: view, cart, purchase, read, like.")]
    public required string Type { get; init; }

    [Description("The user's id.")]
    public required string User { get; init; }

    [Description("The item's id.")]
    public required string Item { get; init; }

    [Description("How much of it: a rating, a count, seconds.")]
    public double Value { get; init; }

    [Description("When it happened; now where it is absent.")]
    public DateTimeOffset? Time { get; init; }

    [Description("Any JSON about the event.")]
    public JsonElement? Labels { get; init; }

    [Description("Words for people.")]
    public string? Comment { get; init; }

    [Description("The sender's own id of the event: one that is stored already is left out, so that sending again does no harm.")]
    public string? EventId { get; init; }

    [Description("The requestId of the list that it follows from.")]
    public string? RequestId { get; init; }

    internal static EventDocument Of(StoredEvent e) => new()
    {
        Type = e.Type, User = e.User, Item = e.Item, Value = e.Value, Time = e.Time, Labels = RawJson.Of(e.Labels), Comment = e.Comment, EventId = e.EventId, RequestId = e.RequestId,
    };

    internal StoredEvent Stored(ApiLimits limits, string place, DateTimeOffset now) => new()
    {
        Type = limits.Id(Type, place + "type"),
        User = limits.Id(User, place + "user"),
        Item = limits.Id(Item, place + "item"),
        Value = Value,
        Time = Time ?? now,
        Updated = now,
        Labels = limits.Labels(Labels, place + "labels"),
        Comment = Comment ?? "",
        EventId = EventId is null ? null : limits.Id(EventId, place + "eventId"),
        RequestId = RequestId is null ? null : limits.Id(RequestId, place + "requestId"),
    };
}

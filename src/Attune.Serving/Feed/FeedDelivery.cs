using RabbitMQ.Client;

namespace Attune.Serving;

/// <summary>A message that the broker has delivered and that is not settled yet.</summary>
/// <param name="Tag">The broker's number of the delivery.</param>
/// <param name="Properties">What stood on the message.</param>
/// <param name="Body">The bytes, a copy.</param>
/// <param name="Message">What it says; null where it cannot be taken.</param>
/// <param name="Reason">Why it cannot be taken; null where it can.</param>
sealed record FeedDelivery(ulong Tag, BasicProperties Properties, byte[] Body, FeedMessage? Message, string? Reason)
{
    /// <summary>Whether both can go to the store in one write.</summary>
    internal bool GoesWith(FeedDelivery other) => Message is { } a && other.Message is { } b && a.Space == b.Space && a.Mode == b.Mode && a.AddMissing == b.AddMissing;
}

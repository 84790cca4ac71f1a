using RabbitMQ.Client;

namespace Attune.Serving;

/// <summary>
/// The queue of events and the place for what cannot be taken. Both are quorum queues: a message that the broker has confirmed is on the disks of most of its
/// nodes. Publisher and consumer declare the same, so that either may come first.
/// </summary>
/// <param name="Name">The queue's name.</param>
sealed record FeedQueue(string Name)
{
    /// <summary>
    /// How often a message is delivered before the broker itself puts it aside. A store that is away does not count, because the message is held meanwhile; a
    /// server that dies with the message in hand does.
    /// </summary>
    internal const int DeliveryLimit = 50;

    /// <summary>The header that says why a message was put aside.</summary>
    internal const string ReasonHeader = "attune-reason";

    /// <summary>The exchange and the queue for what cannot be taken.</summary>
    internal string Dead => Name + ".dead";

    internal async Task DeclareAsync(IChannel channel, CancellationToken cancellation)
    {
        await channel.ExchangeDeclareAsync(Dead, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellation).ConfigureAwait(false);
        await channel.QueueDeclareAsync(Dead, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancellation).ConfigureAwait(false);
        await channel.QueueBindAsync(Dead, Dead, "", cancellationToken: cancellation).ConfigureAwait(false);
        await channel.QueueDeclareAsync(Name, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>
        {
            ["x-queue-type"] = "quorum",
            ["x-delivery-limit"] = DeliveryLimit,
            ["x-dead-letter-exchange"] = Dead,
            // The broker keeps a message until the dead-letter queue has it; it offers that only with this way of treating a full queue.
            ["x-dead-letter-strategy"] = "at-least-once",
            ["x-overflow"] = "reject-publish",
        }, cancellationToken: cancellation).ConfigureAwait(false);
    }
}

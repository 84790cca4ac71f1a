using System.ComponentModel.DataAnnotations;

namespace Attune.Serving;

/// <summary>The event feed through RabbitMQ; off unless there is an address.</summary>
public sealed class FeedOptions
{
    /// <summary>The broker, as "amqp://user:password@host:5672"; null for none.</summary>
    public string? RabbitMq { get; set; }

    /// <summary>The quorum queue. Default "attune-events".</summary>
    [Required]
    public string Queue { get; set; } = "attune-events";

    /// <summary>Messages that are being worked on at once. Default 16.</summary>
    [Range(1, 10_000)]
    public ushort Prefetch { get; set; } = 16;
}

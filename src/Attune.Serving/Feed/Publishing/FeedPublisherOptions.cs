using System.ComponentModel.DataAnnotations;

namespace Attune.Serving;

/// <summary>How an application sends events into the feed.</summary>
public sealed class FeedPublisherOptions
{
    /// <summary>The broker, as "amqp://user:password@host:5672".</summary>
    [Required]
    public string RabbitMq { get; set; } = "";

    /// <summary>The queue that the servers read. Default "attune-events".</summary>
    [Required]
    public string Queue { get; set; } = "attune-events";

    /// <summary>The space that the events are for; null for the servers' default one.</summary>
    public string? Space { get; set; }

    /// <summary>The most events in one message, from 1 to 10,000. Default 1,000.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 1000;

    /// <summary>How long a single event waits for others, from 0 to 10 seconds. Default 10 ms.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Messages that may be sent and not confirmed yet, from 1 to 10,000. Default 64.</summary>
    [Range(1, 10_000)]
    public int Window { get; set; } = 64;

    /// <summary>How long a message is tried again while the broker does not confirm it. Default one minute.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromMinutes(1);
}

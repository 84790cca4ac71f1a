using Microsoft.Extensions.Logging;

namespace Attune.Serving;

/// <summary>What the feed says. Addresses are written without user and password.</summary>
static partial class FeedLog
{
    [LoggerMessage(EventId = 500, Level = LogLevel.Information, Message = "The feed reads queue {Queue} at {Broker}.")]
    internal static partial void Running(this ILogger logger, string queue, BrokerAddress broker);

    [LoggerMessage(EventId = 501, Level = LogLevel.Warning, Message = "The feed has no connection to {Broker} ({Reason}); it tries again in {Seconds:0.0} s.")]
    internal static partial void Disconnected(this ILogger logger, BrokerAddress broker, string reason, double seconds);

    [LoggerMessage(EventId = 502, Level = LogLevel.Warning, Message = "Message {MessageId} of queue {Queue} cannot be taken and was put into {Dead}: {Reason}")]
    internal static partial void Buried(this ILogger logger, string messageId, string queue, string dead, string reason);

    [LoggerMessage(EventId = 503, Level = LogLevel.Warning, Message = "The store did not take {Events} events of the feed ({Reason}); they are held and tried again in {Seconds:0.0} s.")]
    internal static partial void Retrying(this ILogger logger, int events, string reason, double seconds);

    [LoggerMessage(EventId = 504, Level = LogLevel.Warning, Message = "A message could not be confirmed by {Broker} ({Reason}); it is sent again in {Seconds:0.0} s.")]
    internal static partial void SendingAgain(this ILogger logger, BrokerAddress broker, string reason, double seconds);
}

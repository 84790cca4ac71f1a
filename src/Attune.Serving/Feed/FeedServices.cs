using Microsoft.Extensions.Logging;

namespace Attune.Serving;

/// <summary>What every session of the feed works with.</summary>
sealed record FeedServices(AttuneOptions Options, BrokerAddress Broker, FeedQueue Queue, FeedReader Reader, FeedStore Store, FeedState State, FeedMetrics Metrics, ILogger Log, TimeProvider Time);

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attune.Serving;

/// <summary>Brings events from RabbitMQ into the stores, from start to end of the server: one <see cref="FeedSession"/> after another. Without an address it does nothing.</summary>
sealed class RabbitFeed : BackgroundService
{
    static readonly BackOff ConnectBackOff = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10));

    readonly FeedServices? _services;

    /// <param name="options">How the server is set up.</param>
    /// <param name="stores">The store of a space; what is written through it is seen by the next request.</param>
    /// <param name="state">Where the feed says how it stands.</param>
    /// <param name="metrics">Its instruments.</param>
    /// <param name="log">Its log.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">The address of the broker is none.</exception>
    public RabbitFeed(IOptions<AttuneOptions> options, Func<string, IStore> stores, FeedState state, FeedMetrics metrics, ILogger<RabbitFeed> log, TimeProvider time)
    {
        var set = options.Value;
        if (string.IsNullOrEmpty(set.Feed.RabbitMq)) return;
        _services = new(set, BrokerAddress.Parse(set.Feed.RabbitMq), new FeedQueue(set.Feed.Queue), new FeedReader(FeedLimits.Of(set.Api)), new FeedStore(stores, set), state, metrics, log, time);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_services is null) return;
        for (var failures = 0; !stoppingToken.IsCancellationRequested; failures++)
        {
            string reason;
            _services.State.Set(FeedStatus.Connecting, _services.State.Now.Error, _services.Time.GetUtcNow());
            try
            {
                await using var session = await FeedSession.OpenAsync(_services, stoppingToken).ConfigureAwait(false);
                failures = 0;
                _services.State.Set(FeedStatus.Running, null, _services.Time.GetUtcNow());
                _services.Log.Running(_services.Queue.Name, _services.Broker);
                await session.RunAsync(stoppingToken).ConfigureAwait(false);
                reason = session.Reason;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                reason = e.GetBaseException().Message;
            }
            if (!stoppingToken.IsCancellationRequested) await PauseAsync(reason, ConnectBackOff.After(failures), stoppingToken).ConfigureAwait(false);
        }
    }

    async Task PauseAsync(string reason, TimeSpan wait, CancellationToken stopping)
    {
        _services!.State.Set(FeedStatus.Connecting, reason, _services.Time.GetUtcNow());
        _services.Log.Disconnected(_services.Broker, reason, wait.TotalSeconds);
        await Task.Delay(wait, _services.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

using RabbitMQ.Client;

namespace Attune.Serving;

/// <summary>A publisher's connection to the broker: opened when needed, opened anew after a loss.</summary>
sealed class FeedLink(BrokerAddress broker, FeedQueue queue) : IAsyncDisposable
{
    // A broker that is alive confirms within milliseconds; one that has not in this time is treated as lost.
    static readonly TimeSpan LongestConfirm = TimeSpan.FromSeconds(30);
    static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(2);

    readonly SemaphoreSlim _opening = new(1);
    volatile IChannel? _channel;
    IConnection? _connection;

    /// <summary>Where to.</summary>
    internal BrokerAddress Broker => broker;

    /// <summary>Sends a message and waits until the broker has it on disk.</summary>
    internal async Task SendAsync(string id, ReadOnlyMemory<byte> body, DateTimeOffset now, CancellationToken cancellation)
    {
        var channel = await OpenAsync(cancellation).ConfigureAwait(false);
        var properties = new BasicProperties { MessageId = id, ContentType = "application/json", Persistent = true, Timestamp = new AmqpTimestamp(now.ToUnixTimeSeconds()) };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(LongestConfirm);
        try
        {
            await channel.BasicPublishAsync("", queue.Name, mandatory: true, properties, body, patience.Token).ConfigureAwait(false);
        }
        catch when (!cancellation.IsCancellationRequested)
        {
            // Whatever is wrong (no confirmation, no queue any more), the next attempt begins with a new connection and declares the queue.
            await channel.AbortAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        _opening.Dispose();
    }

    async Task<IChannel> OpenAsync(CancellationToken cancellation)
    {
        if (_channel is { IsOpen: true } open) return open;
        await _opening.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_channel is { IsOpen: true } opened) return opened;
            await CloseAsync().ConfigureAwait(false);
            _connection = await broker.ConnectAsync("attune publisher", cancellation).ConfigureAwait(false);
            // The publisher's own window bounds what is under way, so the client library need not.
            var channel = await _connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null), cancellation).ConfigureAwait(false);
            await queue.DeclareAsync(channel, cancellation).ConfigureAwait(false);
            return _channel = channel;
        }
        finally
        {
            _opening.Release();
        }
    }

    async Task CloseAsync()
    {
        if (_connection is not { } connection) return;
        (_channel, _connection) = (null, null);
        await connection.CloseAsync(Constants.ReplySuccess, "Goodbye", LongestGoodbye, abort: true).ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }
}

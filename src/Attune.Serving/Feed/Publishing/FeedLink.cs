using RabbitMQ.Client;

namespace Attune.Serving;

/// <summary>A publisher's connection to the broker: opened when needed, opened anew after a loss.</summary>
sealed class FeedLink(BrokerAddress broker, FeedQueue queue) : IAsyncDisposable
{
    // A broker that is alive confirms within milliseconds; one that has not in this time is treated as lost.
    static readonly TimeSpan LongestConfirm = TimeSpan.FromSeconds(30);
    static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(2);

    readonly SemaphoreSlim _opening = new(1);
    volatile Line? _line;

    /// <summary>Where to.</summary>
    internal BrokerAddress Broker => broker;

    /// <summary>Sends a message and waits until the broker has it on disk.</summary>
    internal async Task SendAsync(string id, ReadOnlyMemory<byte> body, DateTimeOffset now, CancellationToken cancellation)
    {
        var line = await OpenAsync(cancellation).ConfigureAwait(false);
        var properties = new BasicProperties { MessageId = id, ContentType = "application/json", Persistent = true, Timestamp = new AmqpTimestamp(now.ToUnixTimeSeconds()) };
        // A message that is sent while the connection breaks may wait for its confirmation forever, so the loss is watched for here as well.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation, line.Lost.Token);
        patience.CancelAfter(LongestConfirm);
        try
        {
            await line.Channel.BasicPublishAsync("", queue.Name, mandatory: true, properties, body, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // Whatever is wrong (no confirmation, no queue any more), the next attempt begins with a new connection and declares the queue.
            await line.Lost.CancelAsync().ConfigureAwait(false);
            throw e is OperationCanceledException ? new TimeoutException("the connection was lost, or no confirmation came", e) : e;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_line is { } line) await line.DisposeAsync().ConfigureAwait(false);
        _opening.Dispose();
    }

    async Task<Line> OpenAsync(CancellationToken cancellation)
    {
        if (_line is { Lost.IsCancellationRequested: false } open) return open;
        await _opening.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_line is { Lost.IsCancellationRequested: false } opened) return opened;
            if (_line is { } old) await old.DisposeAsync().ConfigureAwait(false);
            _line = null;
            var connection = await broker.ConnectAsync("attune publisher", cancellation).ConfigureAwait(false);
            // The publisher's own window bounds what is under way, so the client library need not.
            var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null), cancellation).ConfigureAwait(false);
            var line = _line = new Line(connection, channel);
            await queue.DeclareAsync(channel, cancellation).ConfigureAwait(false);
            return line;
        }
        catch
        {
            if (_line is { } half) await half.Lost.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            _opening.Release();
        }
    }

    sealed class Line : IAsyncDisposable
    {
        internal Line(IConnection connection, IChannel channel)
        {
            (Connection, Channel) = (connection, channel);
            connection.ConnectionShutdownAsync += (_, _) => Lost.CancelAsync();
            channel.ChannelShutdownAsync += (_, _) => Lost.CancelAsync();
        }

        internal IConnection Connection { get; }

        internal IChannel Channel { get; }

        internal CancellationTokenSource Lost { get; } = new();

        public async ValueTask DisposeAsync()
        {
            await Connection.CloseAsync(Constants.ReplySuccess, "Goodbye", LongestGoodbye, abort: true).ConfigureAwait(false);
            await Connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}

using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Attune.Serving;

/// <summary>
/// The feed from one connection to its loss. Messages are read as they come, at most <see cref="FeedOptions.Prefetch"/> ahead, and stored in their order by one
/// loop: what has come in during a write goes into the next one. A message is acknowledged when its events are stored, or when the dead-letter queue has
/// confirmed it. Whatever is not settled at the end of the session is delivered again, and left out by the store where it was stored already.
/// </summary>
sealed class FeedSession : IAsyncDisposable
{
    // One write takes so many events at most, so that a transaction stays short however much waits.
    const int LargestWrite = 20_000;

    static readonly BackOff StoreBackOff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10));
    static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(2);

    readonly FeedServices _services;
    readonly IConnection _connection;
    readonly IChannel _consuming, _telling;
    readonly Channel<FeedDelivery> _deliveries = Channel.CreateUnbounded<FeedDelivery>(new UnboundedChannelOptions { SingleReader = true });
    readonly CancellationTokenSource _lost = new();
    string _reason = "the connection was closed";

    FeedSession(FeedServices services, IConnection connection, IChannel consuming, IChannel telling)
    {
        (_services, _connection, _consuming, _telling) = (services, connection, consuming, telling);
        _connection.ConnectionShutdownAsync += (_, e) => Lose(e.ReplyText);
        _consuming.ChannelShutdownAsync += (_, e) => Lose(e.ReplyText);
        _telling.ChannelShutdownAsync += (_, e) => Lose(e.ReplyText);
    }

    /// <summary>Why the session ended.</summary>
    internal string Reason => _reason;

    internal static async Task<FeedSession> OpenAsync(FeedServices services, CancellationToken cancellation)
    {
        var connection = await services.Broker.ConnectAsync("attune feed", cancellation).ConfigureAwait(false);
        try
        {
            var telling = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellation).ConfigureAwait(false);
            await services.Queue.DeclareAsync(telling, cancellation).ConfigureAwait(false);
            var consuming = await connection.CreateChannelAsync(cancellationToken: cancellation).ConfigureAwait(false);
            await consuming.BasicQosAsync(0, services.Options.Feed.Prefetch, global: false, cancellation).ConfigureAwait(false);
            var session = new FeedSession(services, connection, consuming, telling);
            var consumer = new AsyncEventingBasicConsumer(consuming);
            consumer.ReceivedAsync += session.ReceiveAsync;
            consumer.UnregisteredAsync += (_, _) => session.Lose("the broker ended the delivery, perhaps because the queue was deleted");
            await consuming.BasicConsumeAsync(services.Queue.Name, autoAck: false, consumer, cancellation).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes messages until the connection is lost or the server stops.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, _lost.Token);
        var watching = WatchAsync(ending.Token);
        try
        {
            while (await _deliveries.Reader.WaitToReadAsync(ending.Token).ConfigureAwait(false))
                while (!ending.IsCancellationRequested && TakeRun() is { Count: > 0 } run) await SettleAsync(run, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _connection.CloseAsync(Constants.ReplySuccess, "Goodbye", LongestGoodbye, abort: true).ConfigureAwait(false);
        }
        finally
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    // The body is only lent until this ends, so it is read here, on the connection's own thread, while the store writes what came before.
    Task ReceiveAsync(object sender, BasicDeliverEventArgs e)
    {
        var properties = new BasicProperties(e.BasicProperties);
        var delivery = new FeedDelivery(e.DeliveryTag, properties, [], null, null);
        try
        {
            var message = _services.Reader.Read(e.Body.Span, properties.MessageId, properties.IsTimestampPresent() ? DateTimeOffset.FromUnixTimeSeconds(properties.Timestamp.UnixTime) : _services.Time.GetUtcNow());
            var refusal = _services.Store.Refuses(message.Space);
            delivery = delivery with { Message = refusal is null ? message : null, Reason = refusal, Body = e.Body.ToArray() };
        }
        catch (Exception poison) when (poison is DataException or ArgumentException)
        {
            delivery = delivery with { Reason = poison.Message, Body = e.Body.ToArray() };
        }
        return _deliveries.Writer.WriteAsync(delivery).AsTask();
    }

    List<FeedDelivery> TakeRun()
    {
        var run = new List<FeedDelivery>();
        var events = 0;
        while (_deliveries.Reader.TryPeek(out var next) && (run.Count == 0 || (run[0].GoesWith(next) && events + next.Message!.Events.Count <= LargestWrite)))
        {
            _deliveries.Reader.TryRead(out _);
            run.Add(next);
            events += next.Message?.Events.Count ?? 0;
        }
        return run;
    }

    async Task SettleAsync(IReadOnlyList<FeedDelivery> run, CancellationToken ending)
    {
        if (run[0].Reason is { } reason) await BuryAsync(run[0], reason, ending).ConfigureAwait(false);
        else await StoreAsync(run, ending).ConfigureAwait(false);
    }

    async Task StoreAsync(IReadOnlyList<FeedDelivery> run, CancellationToken ending)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                var taken = await _services.Store.AddAsync(run).ConfigureAwait(false);
                await StoredAsync(run, taken).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (FeedStore.IsOfTheEvents(e))
            {
                // One message of several may be at fault: each is tried by itself, and only the bad one is put aside.
                if (run.Count == 1) await BuryAsync(run[0], e.Message, ending).ConfigureAwait(false);
                else foreach (var one in run) await StoreAloneAsync(one, ending).ConfigureAwait(false);
                return;
            }
            catch (Exception e)
            {
                await HoldAsync(run, e, StoreBackOff.After(failures), ending).ConfigureAwait(false);
            }
        }
    }

    // Once the session is lost nothing more may be acknowledged: an acknowledgement covers all messages before it, and one of them may not be settled.
    Task StoreAloneAsync(FeedDelivery delivery, CancellationToken ending)
    {
        ending.ThrowIfCancellationRequested();
        return StoreAsync([delivery], ending);
    }

    async Task StoredAsync(IReadOnlyList<FeedDelivery> run, int taken)
    {
        var now = _services.Time.GetUtcNow();
        _services.Metrics.Stored(run.Count, taken, run.Sum(d => d.Message!.Events.Count) - taken);
        if (run[^1].Properties is { } last && last.IsTimestampPresent()) _services.Metrics.Lag(now - DateTimeOffset.FromUnixTimeSeconds(last.Timestamp.UnixTime));
        _services.State.Set(FeedStatus.Running, null, now);
        await AcknowledgeAsync(run[^1]).ConfigureAwait(false);
    }

    // The messages are kept in hand: given back, each attempt would count against their limit of deliveries, and they would lose their order.
    async Task HoldAsync(IReadOnlyList<FeedDelivery> run, Exception e, TimeSpan wait, CancellationToken ending)
    {
        _services.Metrics.Retried();
        _services.State.Set(FeedStatus.Waiting, e.Message, _services.Time.GetUtcNow());
        _services.Log.Retrying(run.Sum(d => d.Message!.Events.Count), e.Message, wait.TotalSeconds);
        await Task.Delay(wait, _services.Time, ending).ConfigureAwait(false);
    }

    // A copy goes to the dead-letter queue, because a message that is merely rejected takes no reason with it.
    async Task BuryAsync(FeedDelivery delivery, string reason, CancellationToken ending)
    {
        var properties = new BasicProperties(delivery.Properties) { Persistent = true, Expiration = null };
        properties.Headers = new Dictionary<string, object?>(delivery.Properties.Headers ?? new Dictionary<string, object?>()) { [FeedQueue.ReasonHeader] = reason };
        try
        {
            await _telling.BasicPublishAsync(_services.Queue.Dead, "", mandatory: true, properties, delivery.Body, ending).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await Lose($"the dead-letter queue did not take a message: {e.Message}").ConfigureAwait(false);
            return;
        }
        _services.Metrics.Buried();
        _services.Log.Buried(delivery.Properties.MessageId ?? "without id", _services.Queue.Name, _services.Queue.Dead, reason);
        await AcknowledgeAsync(delivery).ConfigureAwait(false);
    }

    // All before it are settled as well, since they are settled in order.
    async Task AcknowledgeAsync(FeedDelivery last)
    {
        try
        {
            await _consuming.BasicAckAsync(last.Tag, multiple: true).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            await Lose($"a message could not be acknowledged: {e.Message}").ConfigureAwait(false);
        }
    }

    async Task WatchAsync(CancellationToken ending)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), _services.Time);
        try
        {
            do _services.Metrics.Waiting(await _telling.MessageCountAsync(_services.Queue.Name, ending).ConfigureAwait(false));
            while (await timer.WaitForNextTickAsync(ending).ConfigureAwait(false));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            if (!ending.IsCancellationRequested) await Lose(e.Message).ConfigureAwait(false);
        }
    }

    Task Lose(string reason)
    {
        if (_lost.IsCancellationRequested) return Task.CompletedTask;
        _reason = reason;
        return _lost.CancelAsync();
    }
}

using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Serving;

/// <summary>
/// Sends events to the servers through RabbitMQ instead of over HTTP. A task that has completed means that the broker has the events on disk; a message that
/// may not have arrived is sent again under the same id, so that its events count once. One publisher serves a whole application; it is safe for use from many
/// threads. Events sent by tasks that run at the same time may be stored in any order.
/// </summary>
public sealed class FeedPublisher : IAsyncDisposable
{
    static readonly BackOff SendBackOff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));

    readonly FeedPublisherOptions _options;
    readonly TimeProvider _time;
    readonly ILogger _log;
    readonly FeedLink _link;
    readonly SemaphoreSlim _window, _room;
    readonly Lock _gate = new();
    Batch? _open;

    /// <summary>Connects with the first event.</summary>
    /// <param name="options">Where to, and how.</param>
    /// <param name="log">Where it says that it sends again; null for nowhere.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public FeedPublisher(FeedPublisherOptions options, ILogger<FeedPublisher>? log = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.BatchSize is < 1 or > 10_000) throw new ArgumentException($"BatchSize is {options.BatchSize}; it must be from 1 to 10,000.", nameof(options));
        if (options.Window is < 1 or > 10_000) throw new ArgumentException($"Window is {options.Window}; it must be from 1 to 10,000.", nameof(options));
        if (options.Linger < TimeSpan.Zero || options.Linger > TimeSpan.FromSeconds(10)) throw new ArgumentException($"Linger is {options.Linger}; it must be from 0 to 10 seconds.", nameof(options));
        (_options, _time, _log) = (options, time ?? TimeProvider.System, log ?? (ILogger)NullLogger.Instance);
        _link = new FeedLink(BrokerAddress.Parse(options.RabbitMq), new FeedQueue(options.Queue));
        _window = new SemaphoreSlim(options.Window);
        _room = new SemaphoreSlim(options.Window * options.BatchSize);
    }

    /// <summary>Sends one event, together with others that come within <see cref="FeedPublisherOptions.Linger"/>. Ends when the broker has it.</summary>
    /// <exception cref="DataException">The event may not be taken: an id is empty or too long, the value is no finite number.</exception>
    /// <exception cref="TimeoutException">The broker has not confirmed it within <see cref="FeedPublisherOptions.GiveUpAfter"/>.</exception>
    public async Task PublishAsync(StoredEvent feedback, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        FeedLimits.Default.Check(feedback, 0);
        await _room.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await Join(feedback).WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>Sends events at once, in messages of at most <see cref="FeedPublisherOptions.BatchSize"/>, one after the other. Ends when the broker has them all.</summary>
    /// <exception cref="DataException">An event may not be taken: nothing was sent.</exception>
    /// <exception cref="TimeoutException">The broker has not confirmed them within <see cref="FeedPublisherOptions.GiveUpAfter"/>; those before the failed message were sent.</exception>
    public async Task PublishAsync(IReadOnlyList<StoredEvent> events, EventMode mode = EventMode.Accumulate, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        for (var i = 0; i < events.Count; i++) FeedLimits.Default.Check(events[i], i);
        for (var start = 0; start < events.Count;) start = await SendAsync(mode, events, start, cancellation).ConfigureAwait(false);
    }

    /// <summary>Sends what still waits for others, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        Batch? last;
        lock (_gate) (last, _open) = (_open, null);
        if (last is not null) await DispatchAsync(last).ConfigureAwait(false);
        // Whoever has sent is still waiting inside the window; when all of it is free, nothing is under way any more.
        for (var i = 0; i < _options.Window; i++) await _window.WaitAsync().ConfigureAwait(false);
        await _link.DisposeAsync().ConfigureAwait(false);
        _window.Dispose();
        _room.Dispose();
    }

    Task Join(StoredEvent e)
    {
        Batch batch;
        bool first, full;
        lock (_gate)
        {
            first = _open is null;
            batch = _open ??= new Batch();
            batch.Events.Add(e);
            full = batch.Events.Count == _options.BatchSize;
            if (full) _open = null;
        }
        if (full) _ = DispatchAsync(batch);
        else if (first) _ = LingerAsync(batch);
        return batch.Sent.Task;
    }

    async Task LingerAsync(Batch batch)
    {
        await Task.Delay(_options.Linger, _time).ConfigureAwait(false);
        lock (_gate)
        {
            if (_open != batch) return;
            _open = null;
        }
        await DispatchAsync(batch).ConfigureAwait(false);
    }

    async Task DispatchAsync(Batch batch)
    {
        try
        {
            for (var start = 0; start < batch.Events.Count;) start = await SendAsync(EventMode.Accumulate, batch.Events, start, CancellationToken.None).ConfigureAwait(false);
            batch.Sent.SetResult();
        }
        catch (Exception e)
        {
            batch.Sent.SetException(e);
        }
    }

    async Task<int> SendAsync(EventMode mode, IReadOnlyList<StoredEvent> events, int start, CancellationToken cancellation)
    {
        await _window.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var body = new ArrayBufferWriter<byte>(16 << 10);
            var next = FeedWriter.Write(body, _options.Space, mode, events, start, _options.BatchSize);
            await ConfirmAsync(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), body.WrittenMemory, cancellation).ConfigureAwait(false);
            return next;
        }
        finally
        {
            _window.Release();
        }
    }

    async Task ConfirmAsync(string id, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var start = _time.GetTimestamp();
        for (var failures = 0; ; failures++)
        {
            try
            {
                await _link.SendAsync(id, body, _time.GetUtcNow(), cancellation).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                var (wait, reason) = (SendBackOff.After(failures), e.GetBaseException().Message);
                if (_time.GetElapsedTime(start) + wait > _options.GiveUpAfter)
                    throw new TimeoutException($"{_link.Broker} has not confirmed a message to queue {_options.Queue} within {_options.GiveUpAfter} ({reason}). Send its events again when the broker answers; give them an EventId each, so that none counts twice.", e);
                _log.SendingAgain(_link.Broker, reason, wait.TotalSeconds);
                await Task.Delay(wait, _time, cancellation).ConfigureAwait(false);
            }
        }
    }

    // Events that go together, and the one task that all who sent them wait for.
    sealed class Batch
    {
        internal List<StoredEvent> Events { get; } = [];

        internal TaskCompletionSource Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

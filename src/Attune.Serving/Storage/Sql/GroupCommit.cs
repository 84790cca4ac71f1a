using System.Threading.Channels;

namespace Attune.Serving;

/// <summary>
/// Writes, one after another on one connection; those that wait together share a transaction, and with it the one wait for the disk. Each is done as a whole or not at all: where one of a group fails,
/// the group is rolled back and its writes are done again one by one. So a write may run more than once before it counts; it must not remember anything itself, and says with
/// <see cref="SqlSession.AfterCommit"/> what is to be remembered.
/// </summary>
sealed class GroupCommit : IAsyncDisposable
{
    const int LargestGroup = 64;
    const int Tries = 4;

    readonly SqlStorage _storage;
    readonly Channel<Write> _queue = Channel.CreateUnbounded<Write>(new UnboundedChannelOptions { SingleReader = true });
    readonly Task _loop;

    internal GroupCommit(SqlStorage storage)
    {
        _storage = storage;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Ends when what was written is durable. A write that has begun is not cancelled any more.</summary>
    internal Task<T> RunAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellation)
    {
        var write = new Write<T>(work, cancellation);
        if (!_queue.Writer.TryWrite(write)) throw new ObjectDisposedException(nameof(SqlStorage), "The store is closed; nothing is written any more.");
        return write.Result;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    async Task LoopAsync()
    {
        var group = new List<Write>();
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            group.Clear();
            while (group.Count < LargestGroup && _queue.Reader.TryRead(out var write))
                if (!write.WasCancelled()) group.Add(write);
            await CommitAsync(group).ConfigureAwait(false);
        }
    }

    async Task CommitAsync(IReadOnlyList<Write> group)
    {
        if (group.Count == 0) return;
        var error = await TryAsync(group).ConfigureAwait(false);
        // Trouble of the database is everybody's; any other error belongs to one of the group.
        if (error is null || group.Count == 1 || error is IOException)
        {
            foreach (var write in group) write.End(error);
            return;
        }
        foreach (var write in group) write.End(await TryAsync([write]).ConfigureAwait(false));
    }

    // What is lost before the commit was sent was rolled back by the database, and can be done again without harm.
    async Task<Exception?> TryAsync(IReadOnlyList<Write> group)
    {
        for (var attempt = 1; ; attempt++)
        {
            SqlSession? session = null;
            var (isCommitting, isDone) = (false, false);
            try
            {
                session = await _storage.OpenWriterAsync().ConfigureAwait(false);
                await session.BeginAsync().ConfigureAwait(false);
                foreach (var write in group) await write.RunAsync(session).ConfigureAwait(false);
                await session.SaveSpacesAsync().ConfigureAwait(false);
                isCommitting = true;
                await session.CommitAsync().ConfigureAwait(false);
                isDone = true;
                return null;
            }
            catch (Exception error)
            {
                if (session is not null) await session.RollBackAsync().ConfigureAwait(false);
                if (isCommitting || attempt == Tries || !_storage.IsPassing(error)) return _storage.Explained(error);
            }
            finally
            {
                session?.Forget(isDone);
                if (session is not null) await _storage.ReturnWriterAsync(session).ConfigureAwait(false);
            }
            await Task.Delay(SqlStorage.Pause(attempt)).ConfigureAwait(false);
        }
    }

    abstract class Write
    {
        internal abstract bool WasCancelled();

        internal abstract Task RunAsync(SqlSession session);

        internal abstract void End(Exception? error);
    }

    sealed class Write<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellation) : Write
    {
        readonly TaskCompletionSource<T> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T? _result;

        internal Task<T> Result => _end.Task;

        internal override bool WasCancelled() => cancellation.IsCancellationRequested && _end.TrySetCanceled(cancellation);

        internal override async Task RunAsync(SqlSession session) => _result = await work(session).ConfigureAwait(false);

        internal override void End(Exception? error)
        {
            if (error is null) _end.TrySetResult(_result!);
            else _end.TrySetException(error);
        }
    }
}

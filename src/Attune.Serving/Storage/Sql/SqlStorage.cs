using System.Collections.Concurrent;
using System.Data.Common;

namespace Attune.Serving;

/// <summary>Everything in a relational database. What differs between databases stands in <see cref="Dialect"/> and in the two classes below this one.</summary>
abstract class SqlStorage(TimeProvider time) : IStorage
{
    const int Tries = 4;

    readonly ConcurrentDictionary<string, SqlStore> _stores = new(StringComparer.Ordinal);

    public abstract bool IsShared { get; }

    internal TimeProvider Time { get; } = time;

    public abstract Task StartAsync(CancellationToken cancellation = default);

    public IStore Of(string space) => _stores.GetOrAdd(StoredLimits.Space(space), name => new SqlStore(this, name));

    public Task<IReadOnlyList<string>> SpacesAsync(CancellationToken cancellation = default) => ReadAsync<IReadOnlyList<string>>(async s => await s.ListAsync(
        "SELECT name FROM spaces WHERE last_event > 0 OR last_change > 0 OR users > 0 ORDER BY name", r => r.GetString(0), [], cancellation).ConfigureAwait(false), cancellation);

    public Task CheckAsync(CancellationToken cancellation = default) => ReadAsync(s => s.NumberAsync("SELECT COUNT(*) FROM migrations", [], cancellation), cancellation);

    public abstract Task<IStorageLock?> TryLockAsync(string name, CancellationToken cancellation = default);

    public abstract ValueTask DisposeAsync();

    /// <summary>Does one write into a space, durable when the task ends.</summary>
    internal Task<T> WriteAsync<T>(string space, Func<SqlSession, Task<T>> work, CancellationToken cancellation) => WriterOf(space).RunAsync(work, cancellation);

    /// <summary>Reads on a connection of its own; a lost connection is replaced and the reading done again.</summary>
    internal async Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            SqlSession? session = null;
            var isSound = false;
            try
            {
                session = await OpenReaderAsync(cancellation).ConfigureAwait(false);
                var result = await work(session).ConfigureAwait(false);
                isSound = true;
                return result;
            }
            catch (DbException error)
            {
                if (attempt == Tries || !IsPassing(error)) throw Explained(error);
            }
            finally
            {
                if (session is not null) await ReturnReaderAsync(session, isSound).ConfigureAwait(false);
            }
            await Task.Delay(Pause(attempt), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>How long to wait after a failed attempt: 50, 200 and 800 milliseconds.</summary>
    internal static TimeSpan Pause(int attempt) => TimeSpan.FromMilliseconds(50 << (2 * (attempt - 1)));

    /// <summary>The connection for the next transaction.</summary>
    internal abstract Task<SqlSession> OpenWriterAsync();

    internal abstract ValueTask ReturnWriterAsync(SqlSession session);

    /// <summary>Whether trying again may help: the connection was lost, the database is starting.</summary>
    internal abstract bool IsPassing(Exception error);

    /// <summary>An error in words that say what happened and what to do; trouble of the database is an <see cref="IOException"/>.</summary>
    internal abstract Exception Explained(Exception error);

    protected abstract GroupCommit WriterOf(string space);

    protected abstract Task<SqlSession> OpenReaderAsync(CancellationToken cancellation);

    protected abstract ValueTask ReturnReaderAsync(SqlSession session, bool isSound);
}

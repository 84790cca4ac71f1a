using Npgsql;

namespace Attune.Serving;

/// <summary>
/// An advisory lock of a PostgreSQL session on a connection of its own. The server gives it back when the connection ends; the one who holds it learns of that at once where the connection is closed,
/// and within half a minute where the network is silent.
/// </summary>
sealed class PostgresLock : IStorageLock
{
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    readonly NpgsqlConnection _connection;
    readonly CancellationTokenSource _lost = new();
    readonly CancellationTokenSource _ending = new();
    readonly Task _watch;

    PostgresLock(NpgsqlConnection connection)
    {
        _connection = connection;
        _watch = Task.Run(WatchAsync);
    }

    public CancellationToken Lost => _lost.Token;

    /// <summary>Takes a lock; null where another session has it.</summary>
    internal static async Task<IStorageLock?> TryAsync(string database, long key, CancellationToken cancellation)
    {
        // Not from the pool: the end of the connection must be the end of the session.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false, CommandTimeout = 15, MaxAutoPrepare = 0 }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection) { Parameters = { new NpgsqlParameter { Value = key } } };
            if (await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is true) return new PostgresLock(connection);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        await connection.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _watch.ConfigureAwait(false);
        if (!_lost.IsCancellationRequested) await UnlockAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
        _ending.Dispose();
        _lost.Dispose();
    }

    // The server notices the end of a connection a little later than the one who ends it: who asks next is to find the lock free.
    async Task UnlockAsync()
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", _connection);
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException or IOException)
        {
            // The end of the connection gives it back.
        }
    }

    // Waits for the server to say something, which it does only when the connection ends, and asks it now and then.
    async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                if (await _connection.WaitAsync(Silence, _ending.Token).ConfigureAwait(false)) continue;
                await using var command = new NpgsqlCommand("SELECT 1", _connection);
                await command.ExecuteScalarAsync(_ending.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException or IOException or OperationCanceledException)
        {
            await _lost.CancelAsync().ConfigureAwait(false);
        }
    }
}

using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Attune.Serving;

/// <summary>
/// Everything in one SQLite file of a folder: nothing to set up. Writes go through one connection in groups and are on the disk when their tasks end; reads go through connections of their own and never
/// wait for a write. One server at a time has the folder; a reader may look at it while the server runs.
/// </summary>
/// <param name="folder">The folder; made where it is not there.</param>
/// <param name="time">The clock.</param>
/// <param name="isReadOnly">Whether it is only looked at: no server's lock, no migrations, and writing is an error.</param>
sealed class SqliteStorage(string folder, TimeProvider time, bool isReadOnly = false) : SqlStorage(time)
{
    // Connections that are kept for reading; more are opened when more read at once, and closed after.
    const int KeptReaders = 16;

    readonly string _file = Path.Combine(folder, "attune.db");
    readonly ConcurrentBag<SqlSession> _readers = [];
    readonly ConcurrentDictionary<string, Held> _locks = new(StringComparer.Ordinal);
    FileStream? _guard;
    SqlSession? _writer;
    GroupCommit? _writes;

    public override bool IsShared => false;

    public override async Task StartAsync(CancellationToken cancellation = default)
    {
        try
        {
            if (isReadOnly)
            {
                if (!File.Exists(_file)) throw new DataException($"There is no store in '{folder}': {Path.GetFileName(_file)} is missing. 'attune serve --store {folder}' makes one.");
                await ReadAsync(s => Migrations.VersionAsync(s, _file), cancellation).ConfigureAwait(false);
                return;
            }
            Directory.CreateDirectory(folder);
            _guard = Guard();
            _writer = await OpenAsync(isReader: false).ConfigureAwait(false);
            await MigrateAsync(_writer).ConfigureAwait(false);
            _writes = new GroupCommit(this);
        }
        catch (SqliteException error)
        {
            throw Explained(error);
        }
    }

    /// <summary>One process has the folder, so a lock within the process is enough.</summary>
    public override Task<IStorageLock?> TryLockAsync(string name, CancellationToken cancellation = default)
    {
        var held = new Held(this, name);
        return Task.FromResult<IStorageLock?>(_locks.TryAdd(name, held) ? held : null);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_writes is not null) await _writes.DisposeAsync().ConfigureAwait(false);
        while (_readers.TryTake(out var reader)) await reader.DisposeAsync().ConfigureAwait(false);
        if (_writer is not null) await _writer.DisposeAsync().ConfigureAwait(false);
        if (_guard is not null) await _guard.DisposeAsync().ConfigureAwait(false);
        (_writes, _writer, _guard) = (null, null, null);
    }

    internal override Task<SqlSession> OpenWriterAsync() => Task.FromResult(_writer!);

    internal override ValueTask ReturnWriterAsync(SqlSession session) => default;

    internal override bool IsPassing(Exception error) => error is SqliteException { SqliteErrorCode: 5 or 6 };

    internal override Exception Explained(Exception error) => error is not SqliteException sqlite ? error : sqlite.SqliteErrorCode switch
    {
        5 or 6 => new IOException($"Another program holds '{_file}'; nothing of this was done. Try again when it is ready.", error),
        8 or 23 => new IOException($"'{_file}' cannot be written: the file or its folder is read-only.", error),
        11 or 26 => new IOException($"'{_file}' is damaged ({sqlite.Message}). Restore it from a copy; its -wal file belongs to it.", error),
        13 => new IOException($"The disk of '{_file}' is full: nothing of this write was stored, and all that was acknowledged before is there. Make room; writing goes on without a restart.", error),
        10 or 14 => new IOException($"'{_file}' cannot be read or written ({sqlite.Message}).", error),
        _ => error,
    };

    protected override GroupCommit WriterOf(string space) => _writes
        ?? throw new InvalidOperationException(isReadOnly ? $"'{_file}' was opened for reading only." : "The store is not open.");

    protected override async Task<SqlSession> OpenReaderAsync(CancellationToken cancellation) => _readers.TryTake(out var reader) ? reader : await OpenAsync(isReader: true).ConfigureAwait(false);

    protected override async ValueTask ReturnReaderAsync(SqlSession session, bool isSound)
    {
        if (isSound && _readers.Count < KeptReaders) _readers.Add(session);
        else await session.DisposeAsync().ConfigureAwait(false);
    }

    async Task<SqlSession> OpenAsync(bool isReader)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _file,
            Mode = isReader ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = 10,
        }.ConnectionString);
        var session = new SqliteSession(connection);
        try
        {
            await connection.OpenAsync().ConfigureAwait(false);
            string[] settings = isReader
                ? ["busy_timeout = 5000", "cache_size = -8192", "query_only = ON"]
                : ["busy_timeout = 5000", "journal_mode = WAL", "synchronous = FULL", "cache_size = -65536", "wal_autocheckpoint = 4000", "journal_size_limit = 67108864", "secure_delete = ON"];
            foreach (var setting in settings) await session.ExecuteAsync($"PRAGMA {setting}").ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    async Task MigrateAsync(SqlSession session)
    {
        await session.BeginAsync().ConfigureAwait(false);
        try
        {
            await Migrations.ApplyAsync(session, Time, $"'{_file}'").ConfigureAwait(false);
            await session.CommitAsync().ConfigureAwait(false);
        }
        catch
        {
            await session.RollBackAsync().ConfigureAwait(false);
            throw;
        }
    }

    // The operating system gives the lock back when the process ends, however it ends.
    FileStream Guard()
    {
        var path = Path.Combine(folder, "attune.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new IOException($"Another server has the store in '{folder}' open ('{path}' is locked). Stop it, or use PostgreSQL, which several servers can share.", error);
        }
    }

    sealed class Held(SqliteStorage storage, string name) : IStorageLock
    {
        public CancellationToken Lost => CancellationToken.None;

        public ValueTask DisposeAsync()
        {
            storage._locks.TryRemove(KeyValuePair.Create(name, this));
            return default;
        }
    }
}

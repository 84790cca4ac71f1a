using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Attune.Serving;

/// <summary>Everything in the schema "attune" of a PostgreSQL database, which any number of servers share. Each server writes a space in groups, one after another; servers take turns by the row of the space.</summary>
/// <param name="connection">A connection string of Npgsql. Its password is never shown.</param>
/// <param name="time">The clock.</param>
sealed class PostgresStorage(string connection, TimeProvider time) : SqlStorage(time)
{
    /// <summary>Events of one partition, by number: so many that an index of one still fits into memory.</summary>
    internal long PartitionSize { get; init; } = 1 << 24;

    readonly NpgsqlDataSource _source = Source(connection);
    readonly ConcurrentDictionary<string, Lazy<GroupCommit>> _writers = new(StringComparer.Ordinal);
    readonly SemaphoreSlim _partitioning = new(1);
    long _partitions;

    public override bool IsShared => true;

    public override async Task StartAsync(CancellationToken cancellation = default)
    {
        try
        {
            await using var session = await OpenAsync(cancellation).ConfigureAwait(false);
            await session.BeginAsync().ConfigureAwait(false);
            // The lock makes servers that start together take turns.
            await session.ListAsync("SELECT pg_advisory_xact_lock($1)", _ => 0, [Key("migrations")], cancellation).ConfigureAwait(false);
            if (await session.NumberAsync("SELECT COUNT(*) FROM pg_namespace WHERE nspname = 'attune'", [], cancellation).ConfigureAwait(false) == 0) await session.ExecuteAsync("CREATE SCHEMA attune").ConfigureAwait(false);
            await Migrations.ApplyAsync(session, Time, $"in database '{_source.CreateConnection().Database}'").ConfigureAwait(false);
            await session.CommitAsync().ConfigureAwait(false);
            await EnsurePartitionAsync(1).ConfigureAwait(false);
        }
        catch (DbException error)
        {
            throw Explained(error);
        }
    }

    public override async Task<IStorageLock?> TryLockAsync(string name, CancellationToken cancellation = default)
    {
        try
        {
            return await PostgresLock.TryAsync(connection, Key("lock " + name), cancellation).ConfigureAwait(false);
        }
        catch (DbException error)
        {
            throw Explained(error);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers.Values) await writer.Value.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
        _partitioning.Dispose();
    }

    /// <summary>Sees to it that there are partitions for events up to a number and for as many again, so that one is never waited for.</summary>
    internal async Task EnsurePartitionAsync(long number)
    {
        var needed = (number + PartitionSize / 2) / PartitionSize + 1;
        if (Volatile.Read(ref _partitions) >= needed) return;
        await _partitioning.WaitAsync().ConfigureAwait(false);
        try
        {
            // A table of its own that is attached when it is ready: making it a partition at once would wait for every reader and keep all others out meanwhile.
            await using var session = await OpenAsync(default).ConfigureAwait(false);
            await session.BeginAsync().ConfigureAwait(false);
            await session.ListAsync("SELECT pg_advisory_xact_lock($1)", _ => 0, [Key("partitions")]).ConfigureAwait(false);
            for (var i = _partitions; i < needed; i++)
            {
                if (await session.NumberAsync("SELECT COUNT(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'attune' AND c.relname = $1", [$"events_{i}"]).ConfigureAwait(false) > 0) continue;
                await session.ExecuteAsync($"CREATE TABLE events_{i} (LIKE events INCLUDING ALL)").ConfigureAwait(false);
                await session.ExecuteAsync($"ALTER TABLE events ATTACH PARTITION events_{i} FOR VALUES FROM ({i * PartitionSize}) TO ({(i + 1) * PartitionSize})").ConfigureAwait(false);
            }
            await session.CommitAsync().ConfigureAwait(false);
            Volatile.Write(ref _partitions, needed);
        }
        finally
        {
            _partitioning.Release();
        }
    }

    internal override Task<SqlSession> OpenWriterAsync() => OpenAsync(default);

    internal override ValueTask ReturnWriterAsync(SqlSession session) => session.DisposeAsync();

    internal override bool IsPassing(Exception error) => error is PostgresException postgres
        ? postgres.SqlState is "57P01" or "57P02" or "57P03" or "40001" or "40P01" || postgres.SqlState.StartsWith("08", StringComparison.Ordinal)
        : error is NpgsqlException { IsTransient: true };

    internal override Exception Explained(Exception error) => error switch
    {
        PostgresException { SqlState: "53100" } => new IOException("The disk of the PostgreSQL server is full: nothing of this write was stored, and all that was acknowledged before is there. Make room; writing goes on without a restart.", error),
        PostgresException { SqlState: "28P01" or "28000" } => new IOException($"PostgreSQL at {Where} refuses this user or password.", error),
        PostgresException { SqlState: "3D000" } => new IOException($"PostgreSQL at {Where} has no such database: create it, or name another in the connection string.", error),
        PostgresException { SqlState: "42501" } => new IOException($"PostgreSQL at {Where} does not allow this user to do that ({((PostgresException)error).MessageText}).", error),
        _ when IsPassing(error) => new IOException($"PostgreSQL at {Where} does not answer ({error.Message}). What was acknowledged is there; send the rest again. The server goes on when it is back.", error),
        _ => error,
    };

    protected override GroupCommit WriterOf(string space) => _writers.GetOrAdd(space, _ => new Lazy<GroupCommit>(() => new GroupCommit(this))).Value;

    protected override Task<SqlSession> OpenReaderAsync(CancellationToken cancellation) => OpenAsync(cancellation);

    protected override ValueTask ReturnReaderAsync(SqlSession session, bool isSound) => session.DisposeAsync();

    // The host and port, without anything secret.
    string Where => new NpgsqlConnectionStringBuilder(connection) is var parts ? $"{parts.Host}:{parts.Port}" : "";

    async Task<SqlSession> OpenAsync(CancellationToken cancellation) => new PostgresSession(await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false), this);

    // Advisory locks have numbers; a name's is the beginning of its hash.
    static long Key(string name) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes("attune " + name)));

    // A partitioned table has no statistics of its own, and without them a page of feedback would be made by grouping everything: so rows are taken in the order of an index wherever there is one.
    const string Settings = "-c jit=off -c enable_hashagg=off -c enable_sort=off";

    static NpgsqlDataSource Source(string connection) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection)
    {
        Options = new NpgsqlConnectionStringBuilder(connection).Options is { Length: > 0 } own ? $"{own} {Settings}" : Settings,
        SearchPath = "attune",
        NoResetOnClose = true,
        MaxAutoPrepare = 64,
        AutoPrepareMinUsages = 2,
        ApplicationName = "attune",
        IncludeErrorDetail = false,
    });
}

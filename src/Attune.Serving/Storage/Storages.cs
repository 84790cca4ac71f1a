using Npgsql;

namespace Attune.Serving;

/// <summary>From the words of <see cref="AttuneOptions.Store"/> to a storage.</summary>
static class Storages
{
    /// <summary>A storage, not started yet.</summary>
    /// <param name="store">"memory", "sqlite:FOLDER" or "postgres:CONNECTION STRING".</param>
    /// <param name="time">The clock.</param>
    /// <param name="isReadOnly">Whether it will only be read, as by a tool beside a server that runs.</param>
    /// <exception cref="ArgumentException">None of these. The message never repeats a connection string, which may hold a password.</exception>
    internal static IStorage Parse(string store, TimeProvider time, bool isReadOnly = false)
    {
        var (kind, rest) = store.Split(':', 2) is [var k, var r] ? (k, r.Trim()) : (store, "");
        return (kind.Trim(), rest) switch
        {
            ("memory", "") => new MemoryStorage(time),
            ("sqlite", not "") => new SqliteStorage(Path.GetFullPath(rest), time, isReadOnly),
            ("postgres", not "") => Postgres(rest, time, isReadOnly),
            ("sqlite", _) => throw new ArgumentException("A store 'sqlite:' needs a folder, as in 'sqlite:/var/lib/attune'.", nameof(store)),
            ("postgres", _) => throw new ArgumentException("A store 'postgres:' needs a connection string, as in 'postgres:Host=localhost;Database=attune;Username=attune'.", nameof(store)),
            _ => throw new ArgumentException("A store is 'memory', 'sqlite:FOLDER' or 'postgres:CONNECTION STRING'; what is given begins with none of these words.", nameof(store)),
        };
    }

    static PostgresStorage Postgres(string connection, TimeProvider time, bool isReadOnly)
    {
        try
        {
            if (string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(connection).Host)) throw new ArgumentException("no host");
            return new PostgresStorage(connection, time, isReadOnly);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            // Neither the text nor the error is passed on: both may hold the password.
            throw new ArgumentException("The connection string after 'postgres:' cannot be read: it is 'Name=value' pairs between semicolons, as in 'Host=localhost;Port=5432;Database=attune;Username=attune;Password=…', and names a host.", nameof(connection));
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: AssemblyFixture(typeof(Attune.Serving.Tests.PostgresServer))]

namespace Attune.Serving.Tests;

/// <summary>
/// A PostgreSQL server of the tests' own, on a free port with a data folder of its own: one for the whole assembly, started by the first test that asks for a database. A test that stops it makes one for itself.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>What a test that is skipped says.</summary>
    public const string Missing = "PostgreSQL is not installed: apt-get install postgresql-15.";

    static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).OrderDescending(StringComparer.Ordinal).FirstOrDefault()
        : null;

    readonly SemaphoreSlim _gate = new(1);
    string? _folder;
    int _port;
    int _databases;

    /// <summary>Whether the programs are there.</summary>
    public static bool IsInstalled => Programs is not null;

    /// <summary>A new empty database; the connection string.</summary>
    public async Task<string> DatabaseAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_folder is null) await CreateAsync();
            var name = string.Create(CultureInfo.InvariantCulture, $"test{++_databases}");
            await using var connection = new NpgsqlConnection(Connection("postgres"));
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
            await command.ExecuteNonQueryAsync();
            return Connection(name);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Starts the server again after <see cref="CrashAsync"/>.</summary>
    public Task StartAsync() => RunAsync("pg_ctl", "-D", Data, "-w", "-t", "60", "-l", Path.Combine(_folder!, "log"), "-o", $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder}", "start");

    /// <summary>Stops the server as a crash does: nobody is told, nothing is written.</summary>
    public Task CrashAsync() => RunAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            NpgsqlConnection.ClearAllPools();
            if (File.Exists(Path.Combine(Data, "postmaster.pid"))) await CrashAsync();
            Directory.Delete(_folder, recursive: true);
        }
        _gate.Dispose();
    }

    string Data => Path.Combine(_folder!, "data");

    string Connection(string database) => new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = _port, Username = "attune", Database = database }.ConnectionString;

    async Task CreateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("attune-postgres-").FullName;
        if (Environment.IsPrivilegedProcess) await RunAsync(["chown", "postgres", folder]);
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            _port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        _folder = folder;
        await RunAsync("initdb", "-D", Data, "-U", "attune", "--auth=trust", "-E", "UTF8", "--no-locale", "-N");
        await StartAsync();
    }

    // PostgreSQL refuses to run as root: then it runs as its own user.
    static Task RunAsync(string program, params string[] arguments)
    {
        string[] line = [Path.Combine(Programs!, program), .. arguments];
        return RunAsync(Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--", .. line] : line);
    }

    // The server inherits the streams of whoever starts it, so they lead nowhere.
    static async Task RunAsync(string[] line)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", .. line]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{line[^1]} of {string.Join(' ', line.Take(6))} … ended with {process.ExitCode}");
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RabbitMQ.Client;

namespace Attune.Serving.Tests;

/// <summary>The tests that share one broker; they run one after the other, because some of them kill it.</summary>
[CollectionDefinition(Name)]
public sealed class RabbitCollection : ICollectionFixture<RabbitServer>
{
    internal const string Name = "RabbitMQ";
}

/// <summary>A broker of the tests' own: node name, ports and folder of its own, gone with the process of the tests.</summary>
public sealed class RabbitServer : IAsyncLifetime
{
    const string Server = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    // Ends when the tests' process does, however that ends: its standard input closes then.
    const string Watch = """
        setsid "$0" > "$RABBITMQ_BASE/out" 2>&1 &
        read -r _
        kill -9 $(cat "$RABBITMQ_PID_FILE") $!
        epmd -kill
        """;

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("attune-rabbit-");
    readonly int _port = FreePort(), _distribution = FreePort(), _mapper = FreePort();
    Process? _process;

    internal static bool IsInstalled => File.Exists(Server);

    internal string Address => string.Create(CultureInfo.InvariantCulture, $"amqp://guest:guest@127.0.0.1:{_port}");

    internal static void SkipUnlessInstalled() => Assert.SkipUnless(IsInstalled, "RabbitMQ is missing: apt-get install rabbitmq-server.");

    internal static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public async ValueTask InitializeAsync()
    {
        if (!IsInstalled) return;
        await File.WriteAllTextAsync(In("rabbitmq.conf"), string.Create(CultureInfo.InvariantCulture, $"""
            listeners.tcp.1 = 127.0.0.1:{_port}
            log.console = false
            log.file.level = warning
            vm_memory_high_watermark.absolute = 512MB
            disk_free_limit.absolute = 200MB

            """));
        await File.WriteAllTextAsync(In("enabled_plugins"), "[].");
        await StartAsync();
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Starts it on the data that it had.</summary>
    internal async Task StartAsync()
    {
        var start = new ProcessStartInfo("bash", ["-c", Watch, Server]) { RedirectStandardInput = true, RedirectStandardError = true };
        foreach (var (name, value) in Settings()) start.Environment[name] = value;
        _process = Process.Start(start)!;
        for (var tries = 0; ; tries++)
        {
            try
            {
                await using var connection = await ConnectAsync();
                return;
            }
            catch (Exception e) when (tries < 300)
            {
                if (_process.HasExited) Assert.Fail($"The broker ended at its start: {e.Message} {(File.Exists(In("out")) ? await File.ReadAllTextAsync(In("out")) : "")}");
                await Task.Delay(200);
            }
        }
    }

    /// <summary>Kills it, by kill -9, and starts it again. A queue that was declared in the last two seconds may be forgotten by that: the broker writes them down no sooner.</summary>
    internal async Task CrashAsync()
    {
        await Task.Delay(3000);
        Kill();
        await StartAsync();
    }

    /// <summary>Kills it.</summary>
    internal void Kill()
    {
        if (_process is null) return;
        _process.StandardInput.Close();
        _process.WaitForExit(10_000);
        _process.Dispose();
        _process = null;
    }

    internal Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = new Uri(Address), AutomaticRecoveryEnabled = false }.CreateConnectionAsync();

    string In(string name) => Path.Combine(_folder.FullName, name);

    Dictionary<string, string> Settings() => new()
    {
        ["HOME"] = _folder.FullName,
        ["RABBITMQ_BASE"] = _folder.FullName,
        ["RABBITMQ_NODENAME"] = $"attune{_port}@localhost",
        ["RABBITMQ_DIST_PORT"] = _distribution.ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_PORT"] = _mapper.ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["ERL_EPMD_RELAXED_COMMAND_CHECK"] = "1",
        ["RABBITMQ_CONFIG_FILE"] = In("rabbitmq.conf"),
        ["RABBITMQ_MNESIA_BASE"] = In("mnesia"),
        ["RABBITMQ_LOG_BASE"] = In("log"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = In("enabled_plugins"),
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
        ["RABBITMQ_PID_FILE"] = In("pid"),
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+S 2:2 -kernel inet_dist_use_interface {127,0,0,1}",
    };
}

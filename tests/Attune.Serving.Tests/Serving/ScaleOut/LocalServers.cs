using System.Diagnostics;
using System.Globalization;

namespace Attune.Serving.Tests;

/// <summary>Three servers behind nginx on one PostgreSQL and one RabbitMQ, as deploy/local.sh starts them for anybody.</summary>
public sealed class LocalServers : IAsyncLifetime
{
    static readonly string Script = Path.Combine(Root(), "deploy", "local.sh");

    readonly List<string> _said = [];
    Process? _process;

    internal static bool IsPossible => RabbitServer.IsInstalled && PostgresServer.IsInstalled && File.Exists("/usr/sbin/nginx") && File.Exists("/bin/bash");

    /// <summary>The address of nginx.</summary>
    internal string Url => Said("url").Single();

    /// <summary>The addresses of the servers themselves.</summary>
    internal string[] Servers => [.. Said("server").Select(s => s.Split(' ')[0])];

    internal string Postgres => Said("postgres").Single();

    internal string RabbitMq => Said("rabbitmq").Single();

    internal static void SkipUnlessPossible() => Assert.SkipUnless(IsPossible, "PostgreSQL, RabbitMQ or nginx is missing: apt-get install postgresql-15 rabbitmq-server nginx-light.");

    public async ValueTask InitializeAsync()
    {
        if (!IsPossible) return;
        var start = new ProcessStartInfo("bash", [Script, "--replicas", "3", "--stdin", "--", "--retrain-every", "24h", "--set", "factors=8"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ATTUNE"] = $"{Environment.ProcessPath switch { { } p when Path.GetFileNameWithoutExtension(p) == "dotnet" => p, _ => "dotnet" }} {Path.Combine(AppContext.BaseDirectory, "Attune.Cli.dll")}";
        _process = Process.Start(start)!;
        var errors = _process.StandardError.ReadToEndAsync();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("ready", StringComparison.Ordinal)) return;
            _said.Add(line);
        }
        Assert.Fail($"{Script} ended before it was ready: {await errors}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        // The end of its input ends it, and everything that it has started.
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Kills the last server: kill -9.</summary>
    internal void KillLast()
    {
        using var server = Process.GetProcessById(int.Parse(Said("server").Last().Split(' ')[^1], CultureInfo.InvariantCulture));
        server.Kill();
        server.WaitForExit();
    }

    IEnumerable<string> Said(string name) => _said.Where(s => s.StartsWith(name + " ", StringComparison.Ordinal)).Select(s => s[(name.Length + 1)..]);

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Attune.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests do not lie below the root of the repository.");
    }
}

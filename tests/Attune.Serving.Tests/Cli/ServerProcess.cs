using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Attune.Cli;

namespace Attune.Serving.Tests;

/// <summary><c>attune serve</c> as a process of its own on a free port.</summary>
sealed class ServerProcess : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    readonly Process _process;
    readonly StringBuilder _errors = new();

    ServerProcess(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors) _errors.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
    }

    internal HttpClient Client { get; } = new() { Timeout = Patience };

    internal string Url => Client.BaseAddress!.ToString().TrimEnd('/');

    /// <summary>What it has said on the error stream so far.</summary>
    internal string Errors
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    /// <summary>Starts it and waits until it answers.</summary>
    internal static async Task<ServerProcess> StartAsync(string store, params IReadOnlyList<string> more)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(App).Assembly.Location, "serve", "--store", store, "--urls", "http://127.0.0.1:0", "--json", .. more]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var server = new ServerProcess(Process.Start(start)!);
        var ready = await server._process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        Assert.True(ready is not null, $"the server did not start: {server.Errors}");
        server.Client.BaseAddress = new Uri(JsonDocument.Parse(ready).RootElement.GetProperty("url").GetString()! + "/");
        return server;
    }

    internal async Task<JsonElement> GetAsync(string path) => await JsonOf(await Client.GetAsync(path));

    internal async Task<JsonElement> PostAsync(string path, object? body = null) => await JsonOf(await Client.PostAsJsonAsync(path, body ?? new { }));

    static async Task<JsonElement> JsonOf(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.RequestMessage!.RequestUri} answers {(int)response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Sends a signal and waits for the end; returns the exit code.</summary>
    internal async Task<int> EndAsync(string signal = "TERM")
    {
        using (var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

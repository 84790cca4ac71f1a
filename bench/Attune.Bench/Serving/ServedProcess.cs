using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Attune.Bench;

/// <summary>A server of <see cref="ServingSide"/> in a process of its own, on a free port.</summary>
sealed class ServedProcess : IDisposable
{
    static readonly HttpClient s_client = new() { Timeout = TimeSpan.FromSeconds(5) };
    readonly Process _process;
    bool _isOver;

    internal ServedProcess(string path, params ReadOnlySpan<string> side)
    {
        Url = $"http://127.0.0.1:{FreePort()}";
        var start = Stopwatch.GetTimestamp();
        _process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["serving-side", side[0], Url, .. side[1..]]))!;
        while (!Answers(Url + path))
        {
            if (_process.HasExited) throw new InvalidOperationException($"The server ended with code {_process.ExitCode} before it answered.");
            Thread.Sleep(20);
        }
        StartSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    internal string Url { get; }

    /// <summary>From the start of the process to its first answer that it is ready.</summary>
    internal double StartSeconds { get; }

    /// <summary>Bytes of memory that the process holds now.</summary>
    internal long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    internal static byte[] Body(string address) => s_client.GetByteArrayAsync(address).GetAwaiter().GetResult();

    public void Dispose()
    {
        if (_isOver) return;
        _isOver = true;
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    static bool Answers(string address)
    {
        try
        {
            return s_client.GetAsync(address).GetAwaiter().GetResult().IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

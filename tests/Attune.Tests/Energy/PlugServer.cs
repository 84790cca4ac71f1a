using System.Net;
using System.Net.Sockets;

namespace Attune.Tests;

/// <summary>A plug on this machine: answers HTTP as a test says.</summary>
sealed class PlugServer : IDisposable
{
    readonly HttpListener _listener = new();
    readonly Func<HttpListenerContext, byte[], byte[]?> _answer;

    /// <param name="answer">The body for a request and its body; null for no answer at all.</param>
    internal PlugServer(Func<HttpListenerContext, byte[], byte[]?> answer)
    {
        _answer = answer;
        Host = $"127.0.0.1:{FreePort()}";
        _listener.Prefixes.Add($"http://{Host}/");
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    /// <summary>Its address.</summary>
    internal string Host { get; }

    /// <summary>Requests so far.</summary>
    internal int Asked { get; private set; }

    public void Dispose() => _listener.Close();

    internal static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                Asked++;
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                if (_answer(context, body.ToArray()) is not { } answer) continue;
                context.Response.ContentLength64 = answer.Length;
                await context.Response.OutputStream.WriteAsync(answer);
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // Whoever asked is gone, or the test is over.
            }
        }
    }
}

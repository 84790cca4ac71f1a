using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Attune.Serving.Tests;

/// <summary>A way to the broker that can be cut, as a network does it: without a goodbye.</summary>
sealed class CutConnection : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly ConcurrentBag<TcpClient> _open = [];
    readonly Uri _broker;
    readonly Task _accepting;

    internal CutConnection(string broker)
    {
        _broker = new Uri(broker);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal string Address => string.Create(CultureInfo.InvariantCulture, $"amqp://{_broker.UserInfo}@127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Ends all connections; new ones may be made.</summary>
    internal void Cut()
    {
        while (_open.TryTake(out var client)) client.Client?.Close(0);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Cut();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
    }

    async Task AcceptAsync()
    {
        while (true)
        {
            var (near, far) = (await _listener.AcceptTcpClientAsync(), new TcpClient());
            await far.ConnectAsync(_broker.Host, _broker.Port);
            _open.Add(near);
            _open.Add(far);
            _ = PassAsync(near, far);
            _ = PassAsync(far, near);
        }
    }

    static async Task PassAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
            to.Close();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Attune.Neural.Tests;

/// <summary>Ranks as threads of one process; whole trainings over processes stand in RanksTests.</summary>
public sealed class PeersTests
{
    static readonly TimeSpan Short = TimeSpan.FromSeconds(4);

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    static void Together(int world, TimeSpan timeout, Action<Peers> work)
    {
        var port = FreePort();
        var ranks = Enumerable.Range(0, world).Select(rank => Task.Factory.StartNew(() =>
        {
            using var scope = new Scope();
            using var peers = new Peers("127.0.0.1", port, rank, world, "127.0.0.1", timeout);
            work(peers);
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        Task.WaitAll(ranks);
    }

    [TorchFact]
    public void SumAndBroadcast_OverThreeRanks_GiveAllTheSame() => Together(3, TimeSpan.FromSeconds(30), peers =>
    {
        var (a, b) = (Tensor.Full([5], peers.Rank + 1), Tensor.Full([2, 2], 10 * peers.Rank, DType.Float64));
        peers.Sum(a, b);
        Assert.Equal((30, 120), (a.Sum().Item(), b.Sum().Item()));
        var c = Tensor.Full([3], peers.Rank, DType.Int64);
        peers.Broadcast(2, c);
        Assert.Equal([2L, 2, 2], c.ToArray<long>());
        peers.Barrier();
    });

    [TorchFact]
    public void LostRank_EndsTheOtherWithinItsTimeout()
    {
        var clock = Stopwatch.StartNew();
        Together(2, Short, peers =>
        {
            if (peers.Rank == 1) return;
            var message = Assert.Throws<TorchException>(() => peers.Sum(Tensor.Ones([4]))).Message;
            Assert.Contains("Rank 0 of 2, summing over the ranks: ", message, StringComparison.Ordinal);
            Assert.Contains("last checkpoint", message, StringComparison.Ordinal);
        });
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [TorchFact]
    public void WrongHost_SaysWhere()
    {
        var port = FreePort();
        var message = Assert.Throws<TorchException>(() => new Peers("127.0.0.1", port, 1, 2, "127.0.0.1", Short)).Message;
        Assert.StartsWith($"Rank 1 of 2 could not meet the others at 127.0.0.1:{port}: ", message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void AddressOfAnotherMachine_IsAnError()
    {
        var message = Assert.Throws<TorchException>(() => new Peers("127.0.0.1", FreePort(), 0, 1, "192.0.2.1", Short)).Message;
        Assert.Contains("could not meet the others", message, StringComparison.Ordinal);
    }
}

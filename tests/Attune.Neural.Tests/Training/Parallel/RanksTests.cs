using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Attune.Tests;

namespace Attune.Neural.Tests;

public sealed class RanksTests
{
    static readonly Dataset s_data = TinyTrainer.Circles();

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    static Dictionary<string, object> Child(int port, int rank, int world, int epochs = 4) => new() { ["PORT"] = port, ["RANK"] = rank, ["WORLD"] = world, ["EPOCHS"] = epochs };

    static FitContext Context(int port, int world, string? checkpoints = null, EarlyStopping? stopping = null, int timeout = 20) => new()
    {
        Threads = 1,
        EarlyStopping = stopping,
        Setup = new TrainingSetup
        {
            Checkpoints = checkpoints,
            CheckpointEvery = TimeSpan.Zero,
            Peers = new TrainingPeers("127.0.0.1", port, 0, world) { Address = "127.0.0.1", Timeout = TimeSpan.FromSeconds(timeout) },
        },
    };

    static float[] Numbers(TinyTrainer trainer, FitContext context)
    {
        using var model = (TinyTrainer.Model)trainer.Fit(s_data, context);
        return TinyTrainer.NumbersOf(model);
    }

    static double Difference(float[] a, float[] b)
    {
        Assert.Equal(a.Length, b.Length);
        return a.Zip(b).Max(p => Math.Abs((double)p.First - p.Second));
    }

    [TorchTheory]
    [InlineData(2, false, 0, 0)]
    [InlineData(2, true, 0, 0)]
    [InlineData(3, false, 0, 0)]
    // With dropout the parts are those of micro-batches in one process, masks and all.
    [InlineData(2, false, 20, 0)]
    // Each process counts the targets of all.
    [InlineData(2, false, 0, 100)]
    public async Task Processes_EqualOneOnTheSameGlobalBatch(int world, bool sparse, int dropout, int halfLife)
    {
        using var folder = new TemporaryFolder();
        var port = FreePort();
        var trainer = new TinyTrainer { Epochs = 4, Dropout = dropout / 100.0, Sparse = sparse, HalfLife = halfLife, LearningRate = halfLife > 0 ? 0.01 : 0.5 };
        var children = Enumerable.Range(1, world - 1)
            .Select(r => TrainingChild.Start(new(Child(port, r, world)) { ["SPARSE"] = sparse ? 1 : 0, ["DROPOUT"] = dropout, ["HALFLIFE"] = halfLife, ["OUT"] = folder.At($"rank{r}") })).ToList();
        var first = await Task.Run(() => Numbers(trainer, Context(port, world)));
        foreach (var child in children) await TrainingChild.Finish(child);
        for (var r = 1; r < world; r++) Assert.Equal(first, TrainingChild.Read(folder.At($"rank{r}")));
        var alone = Numbers(trainer with { MicroBatches = dropout > 0 ? world : 1 }, new FitContext { Threads = 1 });
        var difference = Difference(alone, first);
        TestContext.Current.TestOutputHelper!.WriteLine($"largest difference {difference:g2}");
        Assert.InRange(difference, 0, 1e-5);
    }

    [TorchFact]
    public async Task EarlyStopping_OnRank0_EndsAll_AndMayTakeLongerThanTheTimeout()
    {
        var port = FreePort();
        using var child = TrainingChild.Start(Child(port, 1, 2, 50));
        double[] values = [0.5, 0.4];
        var seen = 0;
        var stopping = new EarlyStopping(_ =>
        {
            if (seen == 0) Thread.Sleep(3000);
            return values[seen++];
        }) { Patience = 1 };
        await Task.Run(() => Numbers(new TinyTrainer { Epochs = 50, Dropout = 0 }, Context(port, 2, null, stopping, 2)));
        Assert.Equal(1, stopping.BestEpoch);
        await TrainingChild.Finish(child);
    }

    [TorchTheory]
    // Its connection breaks at once; or it just says nothing more, as behind a network that is gone: then the timeout tells.
    [InlineData("KILL")]
    [InlineData("STOP")]
    public async Task LostPeer_EndsTheOthers_AndTheCheckpointGoesOnWithAnotherWorld(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        using var folder = new TemporaryFolder();
        var port = FreePort();
        using var child = TrainingChild.Start(new(Child(port, 1, 2, 8)) { ["SLOW"] = 20 });
        var trainer = new TinyTrainer { Epochs = 8, Dropout = 0 };
        var clock = new Stopwatch();
        var killing = trainer with
        {
            Before = (part, _) =>
            {
                if (part is not { Epoch: 1, Step: 2 }) return;
                clock.Start();
                using var kill = Process.Start("kill", [$"-{signal}", $"{child.Id}"]);
                kill.WaitForExit();
            },
        };
        var message = (await Assert.ThrowsAsync<TorchException>(() => Task.Run(() => Numbers(killing, Context(port, 2, folder.Path, null, 4))))).Message;
        child.Kill();
        TestContext.Current.TestOutputHelper!.WriteLine($"{clock.Elapsed.TotalSeconds:f1} s: {message}");
        Assert.Contains("Rank 0 of 2, summing over the ranks:", message, StringComparison.Ordinal);
        Assert.Contains("A rank was lost, or is slower than the timeout; training can go on from its last checkpoint.", message, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 40);
        var alone = Numbers(trainer, new FitContext { Threads = 1 });
        Assert.InRange(Difference(alone, Numbers(trainer, new FitContext { Threads = 1, Setup = new TrainingSetup { Checkpoints = folder.Path } })), 0, 1e-5);
    }

    [TorchFact]
    public async Task LostRank0_EndsTheOthers()
    {
        var port = FreePort();
        using var first = TrainingChild.Start(new(Child(port, 0, 2, 8)) { ["SLOW"] = 20 });
        var trainer = new TinyTrainer { Epochs = 8, Dropout = 0, Before = (part, _) => { if (part is { Epoch: 1, Step: 2 }) first.Kill(); } };
        var context = Context(port, 2, null, null, 4);
        context = context with { Setup = context.Setup! with { Peers = context.Setup.Peers! with { Rank = 1, Timeout = TimeSpan.FromSeconds(20) } } };
        Assert.Contains("Rank 1 of 2, summing over the ranks:", (await Assert.ThrowsAsync<TorchException>(() => Task.Run(() => Numbers(trainer, context)))).Message, StringComparison.Ordinal);
    }

    [TorchTheory]
    [InlineData(7, 7, "Rank 1 has 7 epochs of 5 steps where rank 0 has 8 of 5.")]
    [InlineData(8, 9, "Rank 1 has other data or options than rank 0: options: width 8, seed 9; data: 40 sequences")]
    public async Task OtherDataOrOptions_AreRefused(int epochs, int seed, string expected)
    {
        var port = FreePort();
        using var child = TrainingChild.Start(new(Child(port, 1, 2, epochs)) { ["SEED"] = seed });
        var theirs = child.StandardOutput.ReadToEndAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => Task.Run(() => Numbers(new TinyTrainer { Epochs = 8 }, Context(port, 2, null, null, 5))));
        await child.WaitForExitAsync();
        Assert.Contains(expected, await theirs, StringComparison.Ordinal);
    }

    [TorchFact]
    public void NobodyThere_SaysWhoWasAwaited()
    {
        var port = FreePort();
        var message = Assert.Throws<TorchException>(() => new TinyTrainer().Fit(s_data, Context(port, 2, null, null, 2))).Message;
        Assert.Contains($"Rank 0 of 2 could not meet the others at 127.0.0.1:{port}", message, StringComparison.Ordinal);
    }

    [TorchFact]
    public async Task TwoNetworkNamespaces_EqualOneProcess()
    {
        var (a, b) = ($"attune-a{Environment.ProcessId}", $"attune-b{Environment.ProcessId}");
        Assert.SkipUnless(Ip($"netns add {a}"), "Network namespaces need Linux, the ip tool and root.");
        try
        {
            foreach (var words in new[] { $"netns add {b}", $"link add va{Environment.ProcessId} netns {a} type veth peer name vb{Environment.ProcessId} netns {b}" }) Assert.SkipUnless(Ip(words), $"ip {words} is not allowed here.");
            foreach (var (space, device, address) in new[] { (a, "va", "10.77.0.1"), (b, "vb", "10.77.0.2") })
                foreach (var words in new[] { $"addr add {address}/24 dev {device}{Environment.ProcessId}", $"link set {device}{Environment.ProcessId} up", "link set lo up" }) Assert.True(Ip($"-n {space} {words}"), words);
            using var folder = new TemporaryFolder();
            Process Start(int rank, string address, string space) =>
                TrainingChild.Start(new(Child(29400, rank, 2)) { ["HOST"] = "10.77.0.1", ["ADDRESS"] = address, ["OUT"] = folder.At($"rank{rank}") }, space);
            using var second = Start(1, "10.77.0.2", b);
            using var first = Start(0, "10.77.0.1", a);
            await TrainingChild.Finish(first);
            await TrainingChild.Finish(second);
            var alone = Numbers(new TinyTrainer { Epochs = 4, Dropout = 0 }, new FitContext { Threads = 1 });
            for (var rank = 0; rank < 2; rank++) Assert.InRange(Difference(alone, TrainingChild.Read(folder.At($"rank{rank}"))), 0, 1e-5);
        }
        finally
        {
            Ip($"netns del {a}");
            Ip($"netns del {b}");
        }
    }

    static bool Ip(string words)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ip", words) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

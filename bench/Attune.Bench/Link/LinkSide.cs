using System.Diagnostics;
using System.Globalization;
using Attune.Neural;
using Attune.Numerics;

namespace Attune.Bench;

/// <summary>The other sides of <see cref="LinkRun"/>, each a process of its own: an end of the link, or one of the processes that train.</summary>
static class LinkSide
{
    internal const int Items = 8000, Rows = 32, Length = 20, Port = 29_400;

    /// <summary>The model: a table and one layer, so that computing takes some tens of milliseconds and exchanging a few megabytes.</summary>
    internal static Sasrec Trainer { get; } = new() { Width = 64, Layers = 1, Dropout = 0, MaxLength = Length, Epochs = 1 };

    internal static int Relay(string here, string there, string own, string other, string rate)
    {
        EndWithParent();
        LinkRelay.Run(here, there, own, other, Port, double.Parse(rate, CultureInfo.InvariantCulture));
        return 0;
    }

    /// <summary>Trains, and says the median of the seconds of a step; the first steps, which warm up, do not count.</summary>
    internal static int Train(int rank, int world, int accumulate, int steps)
    {
        const int Warming = 2;
        EndWithParent();
        var trainer = Trainer with { BatchSize = Rows * accumulate * world, Accumulate = accumulate };
        var watch = new Watch();
        var peers = world > 1 ? new TrainingPeers(LinkSpaces.Addresses[0], Port, rank, world) { Address = LinkSpaces.Addresses[rank], Timeout = TimeSpan.FromMinutes(1) } : null;
        trainer.Fit(Data((steps + Warming) * trainer.BatchSize), new FitContext { Threads = 1, Progress = watch, Setup = new TrainingSetup { Peers = peers } });
        var seconds = watch.Times.Zip(watch.Times.Skip(1), (a, b) => Stopwatch.GetElapsedTime(a, b).TotalSeconds).Skip(Warming).Order().ToList();
        Console.WriteLine((seconds.Count > 0 ? seconds[seconds.Count / 2] : double.NaN).ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }

    // Whoever started this process holds the other end of its input.
    static void EndWithParent() => new Thread(() =>
    {
        Console.In.ReadToEnd();
        Environment.Exit(1);
    }) { IsBackground = true }.Start();

    // Histories of one length: every batch costs the same.
    static Dataset Data(int users)
    {
        var (builder, stream) = (new DatasetBuilder { Name = "link" }, ((Seed)1).Stream());
        for (var item = 0; item < Items; item++) builder.Add(new("all", $"i{item}") { Time = DateTimeOffset.UnixEpoch.AddSeconds(item) });
        for (var user = 1; user < users; user++)
            for (var t = 0; t <= Length; t++) builder.Add(new($"u{user}", $"i{stream.NextInt(Items)}") { Time = DateTimeOffset.UnixEpoch.AddSeconds(t) });
        return builder.Build();
    }

    sealed class Watch : IProgress<FitProgress>
    {
        internal List<long> Times { get; } = [];

        public void Report(FitProgress value)
        {
            if (value.Stage == "training") Times.Add(Stopwatch.GetTimestamp());
        }
    }
}

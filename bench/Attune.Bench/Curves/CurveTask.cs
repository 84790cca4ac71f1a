using System.Diagnostics;
using System.Text.Json;

namespace Attune.Bench;

/// <summary>One point of a curve, measured in a process of its own so that its peak of memory is its own: prints seconds and bytes as one JSON line.</summary>
static class CurveTask
{
    internal static readonly string[] All = ["read", "als", "bpr", "item-knn", "top-n"];

    static readonly FitContext Two = new() { Threads = 2 };

    internal static int Run(string task, string folder, int factors)
    {
        var seconds = task switch
        {
            "read" => Timed(() => _ = Dataset.FromFile(Path.Combine(folder, "rows.csv")).Preferences),
            "als" => Fitted(folder, new Als { Factors = factors, Iterations = 5 }) / 5,
            "bpr" => Fitted(folder, new Bpr { Factors = factors, Rivals = 1, Epochs = 2 }) / 2,
            "item-knn" => Fitted(folder, new ItemKnn()),
            "top-n" => Lists(folder, factors),
            _ => throw new ArgumentException($"There is no task '{task}'; there are {string.Join(", ", All)}."),
        };
        Console.WriteLine(JsonSerializer.Serialize(new { seconds, bytes = Process.GetCurrentProcess().PeakWorkingSet64 }));
        return 0;
    }

    static double Timed(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    static double Fitted(string folder, ITrainer trainer)
    {
        var data = PowerLaw.Data(RivalFiles.Read(folder));
        _ = data.Preferences;
        return Timed(() => trainer.Fit(data, Two));
    }

    // How good the vectors are does not matter for how long ranking by them takes; one iteration makes them real.
    static double Lists(string folder, int factors)
    {
        var data = PowerLaw.Data(RivalFiles.Read(folder));
        var model = new Als { Factors = factors, Iterations = 1 }.Fit(data, Two);
        return Timed(() => { foreach (var _ in TopN.ForAll(model, n: 10, context: Two)) { } });
    }
}

using System.Diagnostics;
using System.Text.Json;

namespace Attune.Bench;

/// <summary>One choice in a process of its own: invents chunks whose vectors are drawn as they are asked for, represents them, chooses a fifth, and prints a JSON line.</summary>
static class SelectionTask
{
    internal const int Dimension = 64, References = 100;

    internal const long Ceiling = 64L << 20;

    internal static int Run(string sampler, int candidates)
    {
        var all = DrawnChunks.Chunks(candidates + References);
        var (own, reference) = (all.Take([.. Enumerable.Range(0, candidates)]), all.Take([.. Enumerable.Range(candidates, References)]));
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var before = process.WorkingSet64;
        var context = new FitContext { Threads = 2 };
        var (started, used) = (Stopwatch.GetTimestamp(), Busy());
        using var by = Representation.Dense(new DrawnChunks(Dimension), own, reference, Ceiling, context);
        var represent = Busy() - used;
        (started, used) = (Stopwatch.GetTimestamp(), Busy());
        var chosen = SubsetSampler.Parse(sampler).Select(new SubsetTask { Candidates = own, Count = candidates / 5, Representation = by, Context = context });
        var (choose, wall) = (Busy() - used, Stopwatch.GetElapsedTime(started).TotalSeconds);
        if (chosen.Length != candidates / 5) throw new InvalidOperationException($"{sampler} chose {chosen.Length}.");
        process.Refresh();
        Console.WriteLine(JsonSerializer.Serialize(new SelectionPoint(sampler, candidates, represent, choose, wall, before, process.PeakWorkingSet64, by.IsOnDisk)));
        return 0;

        double Busy()
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }
}

using System.Diagnostics;

namespace Attune.Bench;

/// <summary>A command of attune in a process of its own, and what it took.</summary>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="Peak">The most memory that it held, in bytes, as read every twentieth of a second.</param>
readonly record struct CliProcess(double Seconds, long Peak)
{
    internal static CliProcess Run(params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Attune.Cli"), args) { RedirectStandardOutput = true };
        Console.Error.WriteLine($"attune {string.Join(' ', start.ArgumentList)}");
        var (clock, peak) = (Stopwatch.StartNew(), 0L);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        while (!process.WaitForExit(50))
        {
            process.Refresh();
            if (!process.HasExited) peak = Math.Max(peak, process.PeakWorkingSet64);
        }
        var seconds = clock.Elapsed.TotalSeconds;
        output.GetAwaiter().GetResult();
        return process.ExitCode == 0 ? new CliProcess(seconds, peak) : throw new InvalidOperationException($"attune ended with {process.ExitCode}.");
    }
}

using System.Diagnostics;
using System.Globalization;

namespace Attune.Bench;

/// <summary>What h2load saw of one run: answers per second, and how long they took.</summary>
/// <param name="PerSecond">Answers per second.</param>
/// <param name="Median">Milliseconds that half of the answers took at most.</param>
/// <param name="P99">Milliseconds that 99 % of the answers took at most.</param>
/// <param name="Failed">Answers that were no success.</param>
sealed record Load(double PerSecond, double Median, double P99, int Failed)
{
    const int Clients = 8;

    /// <summary>Asks for addresses in turn over HTTP/1.1, as fast as answers come or at a rate.</summary>
    internal static Load Get(string addresses, int seconds, double? rate) => Run(seconds, rate, "-i", addresses);

    /// <summary>Posts one body again and again.</summary>
    internal static Load Post(string address, string body, int seconds) => Run(seconds, null, "-d", body, "-H", "content-type: application/json", address);

    static Load Run(int seconds, double? rate, params string[] what)
    {
        var log = Path.GetTempFileName();
        string[] pace = rate is { } r ? ["--rps", (r / Clients).ToString("F2", CultureInfo.InvariantCulture)] : [];
        var start = new ProcessStartInfo("h2load", ["--h1", "-c", $"{Clients}", "-t", "1", "-D", $"{seconds}", "--warm-up-time", "1", "--log-file", log, .. pace, .. what]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"h2load failed: {text}");
        // Each line: when (µs), status, how long (µs).
        var lines = File.ReadLines(log).Select(l => l.Split('\t')).ToList();
        File.Delete(log);
        var times = lines.Select(l => long.Parse(l[2], CultureInfo.InvariantCulture) / 1e3).Order().ToArray();
        if (times.Length == 0) throw new InvalidOperationException($"h2load logged no answers: {text}");
        return new Load((double)times.Length / seconds, times[times.Length / 2], times[(int)(0.99 * times.Length)], lines.Count(l => !l[1].StartsWith('2')));
    }
}

using System.Diagnostics;
using System.Globalization;
using Attune.Neural;

namespace Attune.Bench;

/// <summary>
/// Two processes that train one SASRec over a link of limited bandwidth, adding up more and more batches before they exchange gradients, beside what <c>attune plan batch</c> says from the bytes,
/// the bandwidth and the time of a batch alone. Rates and accumulations take turns; what counts is the median.
/// </summary>
sealed class LinkRun(string work, int rounds)
{
    static readonly double[] s_rates = [4e6, 16e6, 64e6, double.PositiveInfinity];
    static readonly int[] s_accumulations = [1, 4, 16];

    internal Report Run()
    {
        Directory.CreateDirectory(work);
        var alone = new List<double>();
        var measured = s_rates.SelectMany(r => s_accumulations.Select(a => (r, a))).ToDictionary(c => c, _ => new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            alone.Add(Alone());
            foreach (var ((rate, accumulate), seconds) in measured)
            {
                Console.Error.WriteLine($"round {round + 1} of {rounds}: {Name(rate)}, accumulate {accumulate}");
                seconds.Add(Together(rate, accumulate));
            }
        }
        return ToReport(Median(alone), measured.ToDictionary(m => m.Key, m => Median(m.Value)));
    }

    // Two that do not know each other: each has as much of the machine as it will have together.
    static double Alone()
    {
        using var spaces = new LinkSpaces();
        using var first = spaces.Start(0, "train", "0", "1", "1", "16");
        using var second = spaces.Start(1, "train", "0", "1", "1", "16");
        return (Said(first) + Said(second)) / 2;
    }

    double Together(double rate, int accumulate)
    {
        using var spaces = new LinkSpaces();
        string[] sockets = [Path.Combine(work, $"link-{Environment.ProcessId}-a"), Path.Combine(work, $"link-{Environment.ProcessId}-b")];
        foreach (var socket in sockets) File.Delete(socket);
        var limit = rate.ToString("R", CultureInfo.InvariantCulture);
        using var a = spaces.Start(0, "relay", LinkSpaces.Addresses[0], LinkSpaces.Addresses[1], sockets[0], sockets[1], limit);
        using var b = spaces.Start(1, "relay", LinkSpaces.Addresses[1], LinkSpaces.Addresses[0], sockets[1], sockets[0], limit);
        try
        {
            foreach (var relay in new[] { a, b })
                if (relay.StandardOutput.ReadLine() != "ready") throw new InvalidOperationException("An end of the link could not be set up.");
            var steps = Math.Max(4, 16 / accumulate).ToString(CultureInfo.InvariantCulture);
            var parts = accumulate.ToString(CultureInfo.InvariantCulture);
            using var first = spaces.Start(0, "train", "0", "2", parts, steps);
            using var second = spaces.Start(1, "train", "1", "2", parts, steps);
            var seconds = Said(first);
            second.WaitForExit();
            return seconds;
        }
        finally
        {
            foreach (var relay in new[] { a, b })
            {
                relay.Kill(entireProcessTree: true);
                relay.WaitForExit();
            }
        }
    }

    static double Said(Process process)
    {
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? double.Parse(said, CultureInfo.InvariantCulture) : throw new InvalidOperationException($"A process that trains ended with code {process.ExitCode}.");
    }

    static Report ToReport(double batch, Dictionary<(double Rate, int Accumulate), double> measured)
    {
        var cost = new ExchangeCost(2, GradientBytes(), 1, batch);
        ExchangeCost At(double rate) => cost with { Bandwidth = rate };
        return new Report("Two processes over a slow link")
        {
            Lead = $"SASRec over {LinkSide.Items} items, {cost.Bytes / 1e6:f1} MB of gradients; a process computes a batch of {LinkSide.Rows} histories in {batch * 1e3:f0} ms on one thread, both at once. By the rule accumulation pays below {cost.Threshold / 1e6:f0} MB/s.",
            Sections =
            [
                new Section("Seconds of a step, measured and planned")
                {
                    Text = ["Planned: accumulate · the batch's seconds + the bytes of a link over its bandwidth. The share lost is what of a step is not computing. The link is a relay between two network namespaces that lets so many bytes a second through, each way."],
                    Charts = [new Chart.Bars("Share of a step lost to the exchange, measured", [.. measured.Select(m => new Chart.Bar($"{Name(m.Key.Rate)}, accumulate {m.Key.Accumulate}", Lost(m.Key.Accumulate, m.Value)))]) { Format = ValueFormat.Share }],
                    Tables = [new Table(["link", new("accumulate", ValueFormat.Count), new("step", ValueFormat.Seconds), new("planned", ValueFormat.Seconds), new("batches in a second, both", ValueFormat.Number), new("planned", ValueFormat.Number), new("share lost", ValueFormat.Share), new("planned", ValueFormat.Share), "accumulation, by the rule"],
                        measured.Select(m => Row(m.Key.Rate, m.Key.Accumulate, m.Value, At(m.Key.Rate))))],
                },
            ],
        };

        double Lost(int accumulate, double seconds) => Math.Max(0, 1 - accumulate * batch / seconds);

        IReadOnlyList<Cell> Row(double rate, int accumulate, double seconds, ExchangeCost planned) =>
            [Name(rate), accumulate, seconds, accumulate * batch + planned.Seconds, 2 * accumulate / seconds, planned.BatchesPerSecond(accumulate), Lost(accumulate, seconds), planned.Lost(accumulate), planned.Pays ? "pays" : "does not pay"];
    }

    static long GradientBytes()
    {
        using var network = ((ISequenceTrainer)LinkSide.Trainer).Network(new Init(1), LinkSide.Items);
        return network.Count * sizeof(float);
    }

    static string Name(double rate) => double.IsInfinity(rate) ? "no limit" : string.Create(CultureInfo.InvariantCulture, $"{rate / 1e6:0} MB/s");

    static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

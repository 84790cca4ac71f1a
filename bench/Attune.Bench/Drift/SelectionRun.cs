using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Attune.Bench;

/// <summary>How time and memory of choosing grow with the number of candidates. Each point is the median of several processes. Finished points are kept in the work folder, so that a run that was stopped goes on.</summary>
sealed class SelectionRun(string work, int rounds)
{
    static readonly int[] s_sizes = [10_000, 100_000, 1_000_000];

    // Those that look at every candidate for every chunk chosen end earlier, and those that take minutes run once.
    static readonly (string Sampler, int Most, bool Once)[] s_samplers =
    [
        ("random", 1_000_000, false), ("top", 1_000_000, false), ("weighted", 1_000_000, false), ("knn-weighted", 1_000_000, false), ("diverse", 1_000_000, false), ("diverse:0.05:mean", 1_000_000, false), ("craig", 1_000_000, true), ("grad-match", 100_000, true), ("herding", 10_000, true),
    ];

    string Kept => Path.Combine(work, $"selection-{Vocabulary.Canonical(rounds)}.jsonl");

    internal Report Run()
    {
        Directory.CreateDirectory(work);
        var points = File.Exists(Kept) ? File.ReadAllLines(Kept).Select(l => JsonSerializer.Deserialize<SelectionPoint>(l)!).ToList() : [];
        foreach (var (sampler, most, once) in s_samplers)
            foreach (var size in s_sizes.Where(s => s <= most && !points.Any(p => p.Sampler == sampler && p.Candidates == s)))
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sampler}, {size:N0} candidates"));
                SelectionPoint[] found = [.. Enumerable.Range(0, once ? 1 : rounds).Select(_ => Child(sampler, size)).OrderBy(p => p.Choose)];
                points.Add(found[found.Length / 2] with { Peak = found.Max(p => p.Peak) });
                File.AppendAllText(Kept, JsonSerializer.Serialize(points[^1]) + "\n");
            }
        return Shown(points);
    }

    static SelectionPoint Child(string sampler, int size)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["selection-side", sampler, Vocabulary.Canonical(size)]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<SelectionPoint>(text)! : throw new InvalidOperationException($"{sampler} at {size} candidates ended with {process.ExitCode}.");
    }

    Report Shown(List<SelectionPoint> points) => new("Choosing a fifth of so many candidates")
    {
        Lead = string.Create(CultureInfo.InvariantCulture, $"Vectors of {SelectionTask.Dimension} numbers, drawn as they are asked for; {SelectionTask.References} chunks of reference; two threads; vectors in memory up to {SelectionTask.Ceiling >> 20} MiB, beyond it in a temporary file. Medians of {rounds}; craig, grad-match and herding ran once. ")
            + "Seconds are those of the processor, both cores together, of choosing alone, so that other work on the machine does not count. An exponent is the slope on logarithmic axes, 1 is linear: from the fewest candidates to the most, and of the last step, where what every process takes no longer counts.",
        Sections =
        [
            new Section("Time")
            {
                Charts = [new Chart.Lines("Processor seconds", [.. s_samplers.Where(s => s.Most > s_sizes[0]).Select(s => new Chart.Line(s.Sampler, [.. Of(points, s.Sampler).Select(p => (Math.Log10(p.Candidates), Math.Log10(p.Choose)))]))]) { Subtitle = "the decimal logarithm of seconds (upwards) by that of candidates (across)" }],
                Tables = [new Table(["sampler", .. s_sizes.Select(s => new Column(string.Create(CultureInfo.InvariantCulture, $"{s:N0}: s"), ValueFormat.Number)), new("exponent", ValueFormat.Number), new("of the last step", ValueFormat.Number)], s_samplers.Select(s => (IReadOnlyList<Cell>)[s.Sampler, .. s_sizes.Select(n => At(points, s.Sampler, n) is { } p ? (Cell)p.Choose : double.NaN), Exponent(Of(points, s.Sampler)), Exponent([.. Of(points, s.Sampler).TakeLast(2)])])) { Caption = "Processor seconds of choosing" }],
                Notes = ["craig compares all with all up to 5,000 candidates and looks at samples beyond; grad-match takes 1,000 passes and several chunks in each. herding and craig up to its limit look at every candidate for every chunk that they choose."],
            },
            new Section("Memory")
            {
                Tables = [new Table([new("candidates", ValueFormat.Count), new("vectors, MB", ValueFormat.Number), "kept", new("data alone, MB", ValueFormat.Number), .. s_samplers.Select(s => new Column($"{s.Sampler}: MB", ValueFormat.Number))],
                    s_sizes.Select(n => (IReadOnlyList<Cell>)[n, (double)n * SelectionTask.Dimension * 4 / 1e6, At(points, "top", n)!.OnDisk ? "in a file" : "in memory", At(points, "top", n)!.Before / 1e6, .. s_samplers.Select(s => At(points, s.Sampler, n) is { } p ? (Cell)((p.Peak - p.Before) / 1e6) : double.NaN)])) { Caption = "Peak memory of representing and choosing, beyond that of the process with the data alone" }],
            },
        ],
    };

    static SelectionPoint[] Of(List<SelectionPoint> points, string sampler) => [.. points.Where(p => p.Sampler == sampler).OrderBy(p => p.Candidates)];

    static SelectionPoint? At(List<SelectionPoint> points, string sampler, int size) => points.FirstOrDefault(p => p.Sampler == sampler && p.Candidates == size);

    static double Exponent(SelectionPoint[] points) => points.Length < 2 ? double.NaN : Math.Log(points[^1].Choose / points[0].Choose) / Math.Log((double)points[^1].Candidates / points[0].Candidates);
}

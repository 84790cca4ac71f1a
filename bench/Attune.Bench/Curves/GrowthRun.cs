using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Attune.Bench;

/// <summary>Quality beside cost as invented data grows from 100 thousand to 100 million interactions. Finished points are kept in the work folder, so that a run that was stopped goes on.</summary>
sealed class GrowthRun(string work, string energy, string? tree)
{
    internal static readonly int[] Sizes = [100_000, 250_000, 500_000, 750_000, 1_000_000, 25_000_000, 50_000_000, 75_000_000, 100_000_000];

    string Kept => Path.Combine(work, $"growth-{string.Concat(energy.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'))}.jsonl");

    internal Report Run(IReadOnlyList<int> sizes, IReadOnlyList<string> models)
    {
        Directory.CreateDirectory(work);
        var points = File.Exists(Kept) ? File.ReadAllLines(Kept).Select(l => JsonSerializer.Deserialize<GrowthPoint>(l)!).ToList() : [];
        foreach (var size in sizes)
            foreach (var model in models.Where(m => !points.Any(p => p.Model == m && p.Asked == size)))
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{model}, {size:N0} interactions"));
                var point = Child(model, size);
                File.AppendAllText(Kept, JsonSerializer.Serialize(point) + "\n");
                points.Add(point);
            }
        GrowthPoint[] asked = [.. models.SelectMany(m => sizes.Select(s => points.First(p => p.Model == m && p.Asked == s)))];
        if (tree is not null) File.WriteAllText(tree, Tree(asked));
        return Report(models, asked, energy);
    }

    GrowthPoint Child(string model, int size)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["growth-side", model, Vocabulary.Canonical(size), energy]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<GrowthPoint>(text)! : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{model} at {size} interactions ended with {process.ExitCode}; the points before it are kept in {Kept}."));
    }

    static Report Report(IReadOnlyList<string> models, GrowthPoint[] points, string energy) => new("Growth on invented data")
    {
        Lead = string.Create(CultureInfo.InvariantCulture, $"NDCG@10 of {GrowthTask.TestUsers:N0} users who are not trained on, the same for every size, of whose histories a fifth is held out; {GrowthTask.Items:N0} items. ")
            + "ALS: 32 factors, 5 iterations; BPR: 32 factors, 5 epochs, one rival; item k-NN: 100 neighbors. Seconds are those of the training, memory is the peak of the process with its data. "
            + (energy == "none" ? "Energy was not measured." : $"Energy of the training by {energy}{(energy.StartsWith("cpu", StringComparison.Ordinal) ? ", an estimate from processor time" : "")}."),
        Sections =
        [
            new Section("Quality and cost by interactions")
            {
                Charts = [new Chart.Lines("NDCG@10", [.. models.Select(m => Line(points, m, p => p.Value))]) { Subtitle = "NDCG@10 (upwards) by the decimal logarithm of interactions (across)", Format = ValueFormat.Metric },
                    new Chart.Lines("Seconds", [.. models.Select(m => Line(points, m, p => Math.Log10(p.Seconds)))]) { Subtitle = "the decimal logarithm of seconds (upwards) by that of interactions (across)" }],
                Tables = [new Table(["model", new("interactions", ValueFormat.Count), new("users", ValueFormat.Count), new("NDCG@10", ValueFormat.Metric), new("training", ValueFormat.Seconds), new("peak memory, GB", ValueFormat.Number), new("energy, J", ValueFormat.Number)],
                    points.Select(p => (IReadOnlyList<Cell>)[p.Model, p.Events, p.Users, p.Value, p.Seconds, p.Bytes / 1e9, p.Joules is { } joules ? joules : (Cell)"not measured"]))],
                Notes = ["Invented data: items after a power law, histories of log-normal length, one of twenty tastes a user, from which half of the history comes; the catalog and what is popular stay as the data grows."],
            },
        ],
    };

    static Chart.Line Line(GrowthPoint[] points, string model, Func<GrowthPoint, double> value) => new(model, [.. points.Where(p => p.Model == model).OrderBy(p => p.Events).Select(p => (Math.Log10(p.Events), value(p)))]);

    static string Tree(GrowthPoint[] points) => "OUTPUT:\n  ATTUNE:\n" + string.Concat(points.GroupBy(p => p.Model).Select(g =>
        $"    {g.Key.ToUpperInvariant().Replace('-', '_')}:\n      INVENTED:\n{string.Concat(g.Select(p => string.Create(CultureInfo.InvariantCulture, $"        {p.Events}: {p.Value}\n")))}"));
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Attune.Numerics;

namespace Attune.Bench;

/// <summary>
/// Attune and its peers side by side: both sides of a task as processes of their own, turn by turn on one machine and one data set; what counts is the
/// median of the ratios. The peers are not part of this repository: name a Python that can import them. Every finished side is a line of rounds.jsonl in the
/// work folder, from which a run that was stopped goes on.
/// </summary>
sealed class RivalRun(string python, string work, int usualRounds)
{
    /// <summary>Runs the tasks and makes one table of them.</summary>
    internal Report Run(IReadOnlyList<Rival> rivals, string? ratings)
    {
        var rows = new List<IReadOnlyList<Cell>>();
        foreach (var rival in rivals)
        {
            var folder = Prepare(rival.Data, ratings);
            if (rival.Task == "top-n") PrepareFactors(folder);
            var rounds = Math.Min(usualRounds, rival.MostRounds);
            var (ours, theirs) = (new double[rounds], new double[rounds]);
            var (ourLast, theirLast) = (default(Round)!, default(Round)!);
            for (var r = 0; r < rounds; r++)
            {
                Console.Error.WriteLine($"{rival.Task}: round {r + 1} of {rounds}");
                ours[r] = (ourLast = Done(rival, "ours", r) ?? Keep(rival, "ours", Ours(rival, folder))).Seconds;
                theirs[r] = (theirLast = Done(rival, "theirs", r) ?? Keep(rival, "theirs", Theirs(rival, folder))).Seconds;
            }
            var each = Math.Max(1, rival.Data == RivalData.Ratings ? 1 : rival.Epochs);
            var ratio = Median([.. ours.Select((o, r) => theirs[r] / o)]);
            var equal = rival.Data == RivalData.Ratings
                ? string.Create(CultureInfo.InvariantCulture, $"RMSE {ourLast.Rmse:F4} against {theirLast.Rmse:F4}") : RivalChecks.Of(rival.Task, folder);
            rows.Add([rival.What, theirLast.Version, rounds, Median(ours) / each, Median(theirs) / each, ratio, Times(rival.Gate), Times(rival.Goal), equal]);
        }
        Column[] columns = ["task", "peer", new("rounds", ValueFormat.Count), new("ours, s", ValueFormat.Number), new("peer, s", ValueFormat.Number), new("median ratio", ValueFormat.Number), "gate", "goal", "results"];
        return new Report("Side by side")
        {
            Lead = $"Both sides on two threads, turn by turn on one machine; seconds are medians, the ratio is the median of the rounds' ratios (above 1: Attune is faster).",
            Sections = [new Section("Results") { Tables = [new Table(columns, rows)] }],
        };
    }

    internal sealed record Round(string Task, string Side, double Seconds, double? Rmse, string Version);

    string Journal => Path.Combine(work, "rounds.jsonl");

    Round? Done(Rival rival, string side, int round) => !File.Exists(Journal) ? null
        : File.ReadLines(Journal).Select(line => JsonSerializer.Deserialize<Round>(line, JsonSerializerOptions.Web)!).Where(r => r.Task == rival.Task && r.Side == side).ElementAtOrDefault(round);

    Round Keep(Rival rival, string side, Round round)
    {
        File.AppendAllLines(Journal, [JsonSerializer.Serialize(round with { Task = rival.Task, Side = side }, JsonSerializerOptions.Web)]);
        return round;
    }

    static string Times(double factor) => factor < 1 ? $"within {1 / factor:0.0}×" : $"{factor:0.0}×";

    static double Median(double[] values)
    {
        Array.Sort(values = [.. values]);
        return values.Length % 2 == 1 ? values[values.Length / 2] : (values[values.Length / 2 - 1] + values[values.Length / 2]) / 2;
    }

    Round Ours(Rival rival, string folder) => Child(Environment.ProcessPath!, ["side", rival.Task, folder, Vocabulary.Canonical(rival.Epochs)]);

    Round Theirs(Rival rival, string folder) => Child(python, [Path.Combine(AppContext.BaseDirectory, "Rivals", rival.Script), rival.Task, folder, Vocabulary.Canonical(rival.Epochs)]);

    /// <summary>One run of a side: the last line that it prints.</summary>
    internal static Round Child(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        return JsonSerializer.Deserialize<Round>(text.Trim().Split('\n')[^1], JsonSerializerOptions.Web)!;
    }

    string Prepare(RivalData data, string? ratings)
    {
        var folder = Path.Combine(work, data.ToString());
        if (Directory.Exists(folder)) return folder;
        if (data == RivalData.Ratings) PrepareRatings(folder, ratings);
        else RivalFiles.Write(data == RivalData.Dense ? PowerLaw.Matrix(20_000, 8_000, 2_000_000) : PowerLaw.Matrix(138_000, 27_000, 9_000_000), folder);
        return folder;
    }

    static void PrepareRatings(string folder, string? ratings)
    {
        var split = Split.Random(Dataset.FromFile(ratings ?? throw new ArgumentException("svd and svdpp need a file of ratings: give --ratings FILE."),
            new SourceOptions { Columns = ColumnMap.Parse("user=0,item=1,rating=2") }), 0.2);
        Directory.CreateDirectory(folder);
        foreach (var (name, part) in new[] { ("train.csv", split.Train), ("test.csv", split.Test) })
            File.WriteAllLines(Path.Combine(folder, name), Enumerable.Range(0, part.Count).Select(e =>
                string.Create(CultureInfo.InvariantCulture, $"{part.Users[part.Events.Users[e]]},{part.Items[part.Events.Items[e]]},{part.Events.ValueOf(e)}")));
    }

    // Both sides rank by the same vectors.
    static void PrepareFactors(string folder)
    {
        if (File.Exists(Path.Combine(folder, "top-n-users.f32"))) return;
        var weights = new Weights();
        new Als { Factors = 64, Iterations = 5 }.Fit(PowerLaw.Data(RivalFiles.Read(folder))).Export(weights);
        RivalFiles.Write<float>(Path.Combine(folder, "top-n-users.f32"), weights.Float("user_factors"));
        RivalFiles.Write<float>(Path.Combine(folder, "top-n-items.f32"), weights.Float("item_factors"));
    }
}

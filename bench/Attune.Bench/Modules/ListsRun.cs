using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Attune.Neural;
using Attune.Numerics;

namespace Attune.Bench;

/// <summary>
/// Ranking the whole catalog for all users of Amazon Beauty by a trained SASRec and measuring the lists, beside the same network in PyTorch on the same libtorch, batched as one would
/// there. Both sides have the same weights, run as processes of their own, turn by turn, and must come to the same values.
/// </summary>
sealed class ListsRun(string python, string work, int rounds)
{
    const double Equal = 1e-4;

    static readonly int[] s_sizes = [256, 512];

    string Folder => Path.Combine(work, "lists");

    internal Report Run()
    {
        if (!File.Exists(Path.Combine(Folder, "options.json"))) Prepare();
        var (ours, intervals) = (new Side[rounds], new double[rounds]);
        var theirs = Array.ConvertAll(s_sizes, _ => new Side[rounds]);
        for (var r = 0; r < rounds; r++)
        {
            Console.Error.WriteLine($"round {r + 1} of {rounds}");
            ours[r] = Child(Environment.ProcessPath!, "lists-side", Folder);
            intervals[r] = ours[r].WithIntervals;
            for (var s = 0; s < s_sizes.Length; s++) theirs[s][r] = Child(python, Path.Combine(AppContext.BaseDirectory, "Rivals", "torch_side.py"), "lists", Folder, Vocabulary.Canonical(s_sizes[s]));
        }
        foreach (var side in theirs.SelectMany(t => t))
            if (Math.Abs(side.Hit - ours[0].Hit) > Equal || Math.Abs(side.Ndcg - ours[0].Ndcg) > Equal)
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"PyTorch's lists have hit@10 {side.Hit} and NDCG@10 {side.Ndcg}, Attune's {ours[0].Hit} and {ours[0].Ndcg}."));
        var rows = new List<IReadOnlyList<Cell>>
        {
            Row("Attune", ours[0], [.. ours.Select(o => o.Seconds)]),
            Row("Attune, with intervals from 1,000 resamples", ours[0], intervals),
        };
        for (var s = 0; s < s_sizes.Length; s++) rows.Add(Row($"{theirs[s][0].Version}, {s_sizes[s]} users at a time", theirs[s][0], [.. theirs[s].Select(t => t.Seconds)]));
        Column[] columns = ["program", new("median, s", ValueFormat.Number), new("least", ValueFormat.Number), new("most", ValueFormat.Number), new("median ratio to Attune", ValueFormat.Number), new("hit@10", ValueFormat.Metric), new("NDCG@10", ValueFormat.Metric)];
        return new Report("Measuring all users beside a tensor-batched program")
        {
            Lead = $"SASRec (64 numbers, two layers, histories of 50) on Amazon Beauty: {ours[0].Users:N0} users, the newest item of each held out, all items but those of the history ranked. "
                + $"Both sides on {Environment.ProcessorCount} threads with the same weights, each in a process of its own, turn by turn over {rounds} rounds after one evaluation to warm up; PyTorch takes users of like lengths together. "
                + "The ratio is the median of the rounds' ratios (above 1: Attune is faster).",
            Sections = [new Section("Results") { Tables = [new Table(columns, rows)] }],
        };

        IReadOnlyList<Cell> Row(string name, Side side, double[] seconds) =>
            [name, Median(seconds), seconds.Min(), seconds.Max(), Median([.. seconds.Select((s, r) => s / ours[r].Seconds)]), side.Hit, side.Ndcg];
    }

    /// <summary>Our side, in a process of its own.</summary>
    internal static int Measure(string folder)
    {
        var split = Split.LeaveLast(BeautySequences.Read(without: 0));
        var weights = new Weights();
        using (var file = Safetensors.Open(Path.Combine(folder, "weights.safetensors")))
            foreach (var (name, tensor) in file.Tensors) weights.Add(name, file.Read<float>(name), [.. tensor.Shape.Select(s => (int)s)]);
        var model = BeautySequences.Model(SequenceLoss.Softmax).Restore(Catalog.OfSequences(split.Train), weights);
        var without = new EvaluationOptions { BootstrapSamples = 0 };
        _ = Evaluate(without);
        var (seconds, scores) = Evaluate(without);
        var (withIntervals, _) = Evaluate(new EvaluationOptions());
        Console.WriteLine(JsonSerializer.Serialize(new Side(seconds, withIntervals, scores["hit@10"].Value, scores["ndcg@10"].Value, scores.Users, ""), JsonSerializerOptions.Web));
        return 0;

        (double Seconds, Scores Scores) Evaluate(EvaluationOptions options)
        {
            var clock = Stopwatch.StartNew();
            var scores = Evaluation.Of(model, split, [Hit.At(10), Ndcg.At(10)], options, null);
            return (clock.Elapsed.TotalSeconds, scores);
        }
    }

    // A few epochs, so that the lists are no noise.
    void Prepare()
    {
        Console.Error.WriteLine("training the network that both sides open");
        var split = Split.LeaveLast(BeautySequences.Read(without: 0));
        var trainer = BeautySequences.Model(SequenceLoss.Softmax) with { Epochs = 3 };
        var (model, weights) = (trainer.Fit(split.Train), new Weights());
        model.Export(weights);
        var held = new int[model.Catalog.Users.Count];
        var test = split.Test;
        for (var e = 0; e < test.Count; e++) held[model.Catalog.Users.IndexOf(test.Users[test.Events.Users[e]])] = model.Catalog.Items.IndexOf(test.Items[test.Events.Items[e]]);
        SequenceFiles.Write(Folder, trainer, model.Catalog, weights, held);
    }

    static Side Child(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        // Ours sets it for itself; without it PyTorch's waiting threads would make it look slower than it is.
        start.Environment["GOMP_SPINCOUNT"] = "0";
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        return JsonSerializer.Deserialize<Side>(text.Trim().Split('\n')[^1], JsonSerializerOptions.Web)!;
    }

    static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    sealed record Side(double Seconds, double WithIntervals, double Hit, double Ndcg, int Users, string Version);
}

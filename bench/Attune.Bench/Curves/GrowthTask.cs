using System.Diagnostics;
using System.Text.Json;

namespace Attune.Bench;

/// <summary>One point of a curve of growth, in a process of its own: invents the users, trains, measures on users that are the same for every size, and prints a JSON line.</summary>
static class GrowthTask
{
    internal const int PerUser = 62, Items = 27_000, TestUsers = 2_000;

    internal static readonly string[] Models = ["popularity", "item-knn", "als", "bpr"];

    // Small enough that 100 million interactions are trained on in an hour or two of one thread.
    static ITrainer Trainer(string model) => model switch
    {
        "popularity" => new Popularity(),
        "item-knn" => new ItemKnn(),
        "als" => new Als { Factors = 32, Iterations = 5 },
        "bpr" => new Bpr { Factors = 32, Epochs = 5, Rivals = 1 },
        _ => throw new ArgumentException($"There is no model '{model}' in this run; there are {string.Join(", ", Models)}."),
    };

    internal static int Run(string model, int events, string energy)
    {
        var (trainer, split) = (Trainer(model), Grown(events));
        _ = split.Train.Preferences;
        using var meter = energy == "none" ? null : EnergyMeter.Parse(energy);
        using var run = meter is null ? null : EnergyRun.Start(new EnergyOptions { Meter = meter });
        var context = new FitContext { Phases = run };
        var clock = Stopwatch.StartNew();
        var fitted = Fitted(trainer, split, context);
        var seconds = clock.Elapsed.TotalSeconds;
        var joules = run?.Stop().Sum(p => p.Phase is WorkPhase.Fit or WorkPhase.Combine).Joules;
        var value = Evaluation.Of(fitted, split, [Ndcg.At(10)], new EvaluationOptions { BootstrapSamples = 0 }, null).Metrics[0].Value;
        Console.WriteLine(JsonSerializer.Serialize(new GrowthPoint(model, events, split.Train.Count, split.Train.Users.Count, value, seconds, Process.GetCurrentProcess().PeakWorkingSet64, joules is { } j && double.IsFinite(j) ? j : null)));
        return 0;
    }

    static IRecommender Fitted(ITrainer trainer, Split split, FitContext context)
    {
        using var phase = context.Phases?.Enter(WorkPhase.Fit);
        return trainer.Fit(split.Train, context);
    }

    /// <summary>The first users of the world are tested, those after them trained on: as many as it takes for about so many events.</summary>
    internal static Split Grown(int events)
    {
        var users = TestUsers + Math.Max(1, events / PerUser);
        var histories = PowerLaw.Histories(users, Items, (long)users * PerUser);
        var held = Split.UserRandom(Data("tested", histories, 0, TestUsers));
        return Split.Files(Data("grown", histories, TestUsers, users), held.Test, held.Train);
    }

    // Straight into columns, and every history let go as soon as it is there: at 100 million interactions each copy takes 400 MB.
    static Dataset Data(string name, int[][] histories, int from, int to)
    {
        var count = 0;
        for (var u = from; u < to; u++) count += histories[u].Length;
        var (user, item, at) = (new int[count], new int[count], 0);
        for (var u = from; u < to; u++)
        {
            user.AsSpan(at, histories[u].Length).Fill(u - from);
            histories[u].CopyTo(item, at);
            at += histories[u].Length;
            histories[u] = [];
        }
        return new Dataset(name, Names(from, to - from), Names(0, Items), new EventColumns { User = user, Item = item }, new EventWeights(), null, null);
    }

    static Vocabulary Names(int from, int count) => new(Enumerable.Range(from, count).Select(i => Vocabulary.Canonical(i)));
}

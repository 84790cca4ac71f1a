using System.Diagnostics;
using System.Text.Json;

namespace Attune.Bench;

/// <summary>Attune's side of one comparison, as a process of its own: reads the files, does the task once, prints one JSON line as the peer's script does.</summary>
static class OurSide
{
    /// <summary>Two threads, as the peer has.</summary>
    static readonly FitContext Two = new() { Threads = 2 };

    internal static int Run(string task, string folder, int epochs)
    {
        var (seconds, rmse) = task switch
        {
            "als" => (Factors(folder, task, new Als { Factors = 64, Regularization = 0.05, Alpha = 2, Iterations = epochs }), null),
            "als-cholesky" => (Factors(folder, task, new Als { Factors = 64, Regularization = 0.05, Alpha = 2, Iterations = epochs, Solver = AlsMethod.Cholesky }), null),
            "bpr" => (Factors(folder, task, new Bpr { Factors = 64, LearningRate = 0.05, Regularization = 0.01, Epochs = epochs, Rivals = 1 }), null),
            "item-knn" => (Timed(folder, data => new ItemKnn { Neighbors = 100 }.Fit(data, Two)), null),
            "ease" => (Timed(folder, data => new Ease { Regularization = 500 }.Fit(data, Two)), null),
            "top-n" => (Lists(folder), null),
            "svd" => Ratings(folder, new Svd()),
            "svdpp" => Ratings(folder, (ITrainer)Trainers.Create("svdpp")),
            _ => throw new ArgumentException($"There is no task '{task}'; there are {string.Join(", ", Rival.All.Select(r => r.Task))}."),
        };
        Console.WriteLine(JsonSerializer.Serialize(new { seconds, rmse, version = $"Attune {typeof(Dataset).Assembly.GetName().Version?.ToString(3)}" }));
        return 0;
    }

    static double Timed(string folder, Func<Dataset, IRecommender> fit)
    {
        var data = PowerLaw.Data(RivalFiles.Read(folder));
        _ = data.Preferences;
        var clock = Stopwatch.StartNew();
        fit(data);
        return clock.Elapsed.TotalSeconds;
    }

    static double Factors(string folder, string task, ITrainer trainer)
    {
        IRecommender? model = null;
        var seconds = Timed(folder, data => model = trainer.Fit(data, Two));
        var weights = new Weights();
        model!.Export(weights);
        var (users, items) = (weights.Float("user_factors"), weights.Float("item_factors"));
        // The peer keeps an item's bias as one more factor, against a 1 of every user.
        if (weights.Floats.TryGetValue("item_bias", out var bias)) (users, items) = (Widen(users, 64, _ => 1), Widen(items, 64, i => bias.Values[i]));
        RivalFiles.Write<float>(Path.Combine(folder, $"ours-{task}-users.f32"), users);
        RivalFiles.Write<float>(Path.Combine(folder, $"ours-{task}-items.f32"), items);
        return seconds;
    }

    static float[] Widen(float[] rows, int width, Func<int, float> last)
    {
        var wide = new float[rows.Length / width * (width + 1)];
        for (var r = 0; r < rows.Length / width; r++)
        {
            rows.AsSpan(r * width, width).CopyTo(wide.AsSpan(r * (width + 1)));
            wide[(r + 1) * (width + 1) - 1] = last(r);
        }
        return wide;
    }

    static double Lists(string folder)
    {
        var data = PowerLaw.Data(RivalFiles.Read(folder));
        var weights = new Weights()
            .Add("user_factors", RivalFiles.Read<float>(Path.Combine(folder, "top-n-users.f32")), data.Users.Count, 64)
            .Add("item_factors", RivalFiles.Read<float>(Path.Combine(folder, "top-n-items.f32")), data.Items.Count, 64);
        var model = new Als { Factors = 64 }.Restore(Catalog.Of(data), weights);
        var lists = new int[data.Users.Count * 10];
        Array.Fill(lists, -1);
        var clock = Stopwatch.StartNew();
        foreach (var (user, list) in TopN.ForAll(model, n: 10, context: Two))
            for (var i = 0; i < list.Items.Count; i++) lists[user * 10 + i] = list.Items[i].Item;
        var seconds = clock.Elapsed.TotalSeconds;
        RivalFiles.Write<int>(Path.Combine(folder, "ours-top-n.i32"), lists);
        return seconds;
    }

    static (double Seconds, double? Rmse) Ratings(string folder, ITrainer trainer)
    {
        var columns = new SourceOptions { Columns = ColumnMap.Parse("user=0,item=1,rating=2"), Header = false };
        var split = Split.Files(Dataset.FromFile(Path.Combine(folder, "train.csv"), columns), Dataset.FromFile(Path.Combine(folder, "test.csv"), columns));
        _ = split.Train.Ratings;
        var clock = Stopwatch.StartNew();
        var model = trainer.Fit(split.Train, Two);
        var seconds = clock.Elapsed.TotalSeconds;
        return (seconds, Evaluation.Of(model, split, new Rmse())["rmse"].Value);
    }
}

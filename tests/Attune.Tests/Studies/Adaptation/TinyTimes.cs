using Attune.Numerics;
using Attune.Studies;

namespace Attune.Tests;

/// <summary>A study over time in a folder of its own, whose results are made up.</summary>
sealed class TinyTimes : IDisposable
{
    readonly TemporaryFolder _folder = new();

    // As the tool does when it starts.
    static TinyTimes() => Trainers.Register(typeof(Neural.Sasrec).Assembly);

    internal const string Data = """{ "name": "shop", "file": "events.csv", "periods": { "at": ["2020-01-11", "2020-01-21", "2020-01-31", "2020-02-10"], "chunk": 5, "recent": 5 } }""";

    internal const string Models = """{ "name": "frozen", "model": "sasrec" }, { "name": "chance", "model": "sasrec", "update": { "select": "random" } }, { "name": "full", "model": "sasrec", "update": { "select": "all", "budget": 1 } }, { "name": "top", "model": "sasrec", "update": { "select": "top", "represent": "hidden", "versus": "chance" } }""";

    internal TinyTimes(string data = Data, string models = Models, string metrics = "\"ndcg@10\", \"hit@10\"") =>
        File.WriteAllText(_folder.At("spec.json"), $$"""{ "question": "What is worth learning from?", "data": [{{data}}], "models": [{{models}}], "seeds": [1, 2], "metrics": [{{metrics}}] }""");

    internal Study Read() => Study.Read(_folder.At("spec.json"));

    /// <summary>Six customers who buy something on each of forty days from 2020-01-01 on, from a shop whose items move on: item k is sold from day 2k to day 2k + 12.</summary>
    internal static Dataset Events()
    {
        var builder = new DatasetBuilder { Name = "shop" };
        for (var u = 0; u < 6; u++)
            for (var day = 0; day < 40; day++)
                builder.Add(new Interaction($"u{u}", $"i{Math.Max(0, (day - ((Seed)u).Derive(day).Stream().NextInt(13)) / 2)}") { Time = new DateTimeOffset(2020, 1, 1, 12, 0, 0, TimeSpan.Zero).AddDays(day) });
        return builder.Build();
    }

    /// <summary>A result with the first metric on each stretch.</summary>
    internal static CellResult Result(Study study, string model, int seed, params double[] course)
    {
        var cell = new StudyCell("shop", model, seed);
        return new CellResult(cell, [course.Skip(1).Average(), 0.5])
        {
            Settings = study.SettingsOf(cell),
            Details = [.. course.Select((v, k) => new CellDetail(AdaptationRun.PartOf(k), study.Metrics[0].Name, 6, v, 0.1)), CellDetail.One(AdaptationRun.PartOf(1), AdaptationRun.SelectSeconds, 1), CellDetail.One(AdaptationRun.PartOf(1), AdaptationRun.TrainSeconds, 2), CellDetail.One(AdaptationRun.PartOf(2), AdaptationRun.TrainSeconds, 3)],
        };
    }

    public void Dispose() => _folder.Dispose();
}

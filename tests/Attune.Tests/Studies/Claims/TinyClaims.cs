using System.Globalization;
using Attune.Studies;

namespace Attune.Tests;

/// <summary>A study in a folder of its own whose results are made up, and what is claimed of it.</summary>
sealed class TinyClaims : IDisposable
{
    const string Spec = """
        {
          "question": "Which of them?",
          "data": [ { "name": "tiny", "file": "events.txt", "split": "leave-last:1" }, { "name": "big", "file": "events.txt", "split": "leave-last:1" } ],
          "models": [ { "name": "pure", "model": "als" }, { "name": "every3", "model": "als" }, { "name": "every6", "model": "als" }, { "model": "item-knn" }, { "model": "popularity", "data": ["tiny"] } ],
          "seeds": [1, 2, 3],
          "metrics": ["ndcg@5", "rmse", "average-popularity@5"]
        }
        """;

    readonly TemporaryFolder _folder = new();

    internal TinyClaims(string claims = "", string checks = "", string study = "hybrids", string system = "s20") => Add(claims, checks, study, system);

    /// <summary>The folder of studies.</summary>
    internal string Studies => _folder.At("studies");

    internal string Folder => At("");

    internal string At(string file) => _folder.At("studies", "hybrids", file);

    /// <summary>One more study in the folder.</summary>
    internal void Add(string claims = "", string checks = "", string study = "hybrids", string system = "s20")
    {
        Directory.CreateDirectory(_folder.At("studies", study));
        File.WriteAllText(_folder.At("studies", study, "spec.json"), Spec);
        File.WriteAllText(_folder.At("studies", study, "claims.json"), $$"""{ "system": "{{system}}", "checks": [{{checks}}], "claims": [{{claims}}] }""");
    }

    /// <summary>A claim over the pair every3 and pure, with other entries where they are given.</summary>
    internal static string Claim(string more = "", string pairs = """{ "left": "every3", "right": "pure" }""", string id = "rises", string kind = "above", string metric = "ndcg@5") =>
        $$"""{ "id": "{{id}}", "says": "It rises.", "source": "a paper", "runtime": "hours", "is": "{{kind}}", "metric": "{{metric}}", "data": "tiny", "pairs": [{{pairs}}]{{more}} }""";

    /// <summary>A report of two rankings.</summary>
    internal static string Report(string more, string id = "ranks") => $$"""{ "id": "{{id}}", "says": "The order changes.", "source": "a paper", "runtime": "hours", "is": "report", "metric": "ndcg@5", "data": "tiny"{{more}} }""";

    /// <summary>Writes the study's results anew. Each line is a model, perhaps with its data, and the values of one metric, seed by seed; NaN for a cell that is not there.</summary>
    internal void Results(params IEnumerable<(string Model, double[] Values)> lines) => Results("ndcg@5", lines);

    internal void Results(string metric, params IEnumerable<(string Model, double[] Values)> lines)
    {
        var study = Study.Read(Folder);
        var results = lines.SelectMany(line => line.Values.Select((value, v) => (Cell: Cell(line.Model, study.Spec.Seeds[v]), Value: value))).Where(r => !double.IsNaN(r.Value))
            .Select(r => new CellResult(r.Cell, [.. study.Metrics.Select(m => m.Name == metric ? r.Value : double.NaN)]) { Settings = study.SettingsOf(r.Cell), FitSeconds = 1, EvaluateSeconds = 1, Curve = [new(1, r.Value, 1)] });
        File.WriteAllText(At("results.csv"), string.Concat(results.Select(r => CellLine.Of(r, study)).Prepend(CellLine.Header(study)).Select(l => l + "\n")));
    }

    /// <summary>Adds a cell that failed.</summary>
    internal void Fail(string model, int seed)
    {
        var (study, cell) = (Study.Read(Folder), Cell(model, seed));
        File.AppendAllText(At("results.csv"), CellLine.Of(new CellResult(cell, []) { Settings = study.SettingsOf(cell), Error = "no memory" }, study) + "\n");
    }

    /// <summary>What the study makes of its claims.</summary>
    internal JudgedStudy Judge() => JudgedStudy.Of(ClaimsFile.Read(Folder));

    internal ClaimResult One() => Judge().Claims.Single();

    public void Dispose() => _folder.Dispose();

    static StudyCell Cell(string model, int seed) => model.Split('/') is [var data, var name] ? new(data, name, seed) : new("tiny", model, seed);

    internal static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}

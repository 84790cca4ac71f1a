using System.Text.Json;
using Attune.Cli;
using Attune.Tests;

namespace Attune.Serving.Tests;

public sealed class StudyCommandTests
{
    const string Spec = """
        {
          "question": "Which of two?",
          "data": [ { "name": "shop", "file": "events.txt", "split": "leave-last:1", "validation": "leave-last:1" } ],
          "models": [ { "model": "popularity" }, { "model": "als", "options": { "factors": 2, "iterations": 4 }, "patience": 1 } ],
          "seeds": [3, 4],
          "metrics": ["hit@3"]
        }
        """;

    static TemporaryFolder Study()
    {
        var folder = new TemporaryFolder();
        folder.Write("spec.json", Spec);
        folder.Write("events.txt", string.Concat(Enumerable.Range(0, 30).Select(u => $"u{u} {string.Join(' ', Enumerable.Range(0, 5 + u % 3).Select(k => $"i{(u + k * k) % 11}").Distinct())}\n")));
        return folder;
    }

    [Fact]
    public void Run_PartByPart_KeepsResultsAndWritesReports()
    {
        using var study = Study();
        var first = Tool.Run("study", "run", study.Path, "--data", study.Path, "--only", "shop/als/3", "--json").Succeeded();
        Assert.Equal(["shop/popularity/3", "shop/als/4"], first.Json.GetProperty("open").EnumerateArray().Select(c => c.GetString()));
        var second = Tool.Run("study", "resume", study.At("spec.json"), "--data", study.Path).Succeeded();
        Assert.Contains("1 of 3 trainings are done; 2 of those asked for are left.", second.Error, StringComparison.Ordinal);
        Assert.Contains("shop/als/4: hit@3 0.", second.Error, StringComparison.Ordinal);
        Assert.Contains("All 3 trainings are done.", second.Output, StringComparison.Ordinal);
        Assert.Equal(4, File.ReadAllLines(study.At("results.csv")).Length);
        Assert.Contains("Which of two?", File.ReadAllText(study.At("report.md")), StringComparison.Ordinal);
        Assert.Contains("<svg", File.ReadAllText(study.At("report.html")), StringComparison.Ordinal);
        Assert.Contains("cores: ", File.ReadAllText(study.At("environment.txt")), StringComparison.Ordinal);
        var report = Tool.Json($"study report {study.Path}");
        Assert.Equal(3, report.GetProperty("results").GetArrayLength());
        Assert.True(report.GetProperty("results")[1].GetProperty("curve").GetArrayLength() > 0);
    }

    [Fact]
    public void Run_InProcessesOfTheirOwn_GivesWhatOneProcessGives()
    {
        using var study = Study();
        using var other = Study();
        Tool.Run("study", "run", study.Path, "--data", study.Path).Succeeded();
        var ran = Tool.Run("study", "run", other.Path, "--data", other.Path, "--parallel", "2", "--memory", "4", "--energy", "cpu:10", "--json").Succeeded();
        static string[] Metrics(JsonElement results) => [.. results.EnumerateArray().Select(r => $"{r.GetProperty("model")} {r.GetProperty("seed")} {r.GetProperty("metrics").GetRawText()}")];
        Assert.Equal(Metrics(Tool.Json($"study report {study.Path}").GetProperty("results")), Metrics(ran.Json.GetProperty("results")));
        Assert.All(ran.Json.GetProperty("results").EnumerateArray(), r => Assert.True(r.GetProperty("energy").GetProperty("joules").GetDouble() > 0));
    }

    [Fact]
    public void Run_ProcessThatEnds_FailsItsCellAndSaysHow()
    {
        using var folder = Study();
        var study = Studies.Study.Read(folder.Path);
        using var worker = new StudyWorker(study, ["study", "report", folder.At("none")]);
        Assert.All(study.Cells.Take(2).Select(c => worker.Run(c, FitContext.Default)), r => Assert.Contains("ended with code 1 and said 'error: There is no study", r.Error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--parallel 0", "--parallel is 0; it must be from 1 to 256.")]
    [InlineData("--memory 0", "--memory is 0 GiB; it must be from 0.1")]
    public void Run_WorkersOutOfRange_IsOneClearError(string words, string complaint)
    {
        using var study = Study();
        Assert.Contains(complaint, Tool.Run(["study", "run", study.Path, "--data", study.Path, .. words.Split(' ')]).Failed(2), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TaskOfRecall_IsTaughtMeasuredAndShownWithItsCost()
    {
        Assert.SkipWhen(Neural.Torch.Missing is not null, Neural.Torch.Missing ?? "");
        using var study = new TemporaryFolder();
        study.Write("spec.json", """
            {
              "question": "Is it remembered?",
              "data": [ { "name": "recall", "task": { "kind": "mqar", "length": 16, "pairs": 2, "vocabulary": 16, "sequences": 400, "testSequences": 50 } } ],
              "models": [
                { "name": "pure", "model": "hybrid-sequence", "options": { "mixer": "DeltaNet", "pattern": "pure", "layers": 2, "width": 16, "heads": 1, "dropout": 0, "maxLength": 16, "batchSize": 20, "epochs": 3, "learningRate": 0.01 }, "patience": 3 },
                { "name": "half", "model": "hybrid-sequence", "options": { "mixer": "DeltaNet", "pattern": "every:2", "layers": 2, "width": 16, "heads": 1, "dropout": 0, "maxLength": 16, "batchSize": 20, "epochs": 3, "learningRate": 0.01 }, "patience": 3 },
                { "name": "full", "model": "hybrid-sequence", "options": { "pattern": "full", "layers": 2, "width": 16, "heads": 1, "dropout": 0, "maxLength": 16, "batchSize": 20, "epochs": 3, "learningRate": 0.01 }, "patience": 3 },
                { "name": "on", "model": "hybrid-sequence", "options": { "pattern": "full", "layers": 2, "width": 16, "heads": 1, "dropout": 0, "maxLength": 16, "batchSize": 20, "epochs": 1, "learningRate": 1e-7 }, "start": "recall/full" }
              ],
              "seeds": [1],
              "metrics": ["accuracy", "token-loss", "ndcg@10"]
            }
            """);
        Tool.Run("study", "run", study.At("spec.json")).Succeeded();
        var results = Tool.Json($"study report {study.Path}").GetProperty("results");
        // Who starts from another model and hardly moves answers as that one.
        Assert.Equal(Loss(results[2]), Loss(results[3]), 1e-4);
        var result = results[0];
        Assert.InRange(result.GetProperty("metrics").GetProperty("accuracy").GetDouble(), 0, 1);
        Assert.Equal(JsonValueKind.Null, result.GetProperty("metrics").GetProperty("ndcg@10").ValueKind);
        var report = File.ReadAllText(study.At("report.md"));
        Assert.Contains("accuracy by the memory of a user", report, StringComparison.Ordinal);
        // Two states of 16 × 16 and three inputs of 48 numbers; and keys, values and a counter of one layer over 16 places.
        Assert.Matches(@"\| pure +\| pure +\| +\d[\d ,]* \| +3200 \| +0 \|", report);
        Assert.Matches(@"\| half +\| every:2 +\| +\d[\d ,]* \| +1600 \| +2052 \|", report);
    }

    static double Loss(JsonElement result) => result.GetProperty("metrics").GetProperty("token-loss").GetDouble();

    [Fact]
    public void Report_StudiesOfTheRepository_IsWhatIsCommitted()
    {
        var studies = Directory.GetDirectories(Path.Combine(TestData.Root, "studies"));
        Assert.NotEmpty(studies);
        foreach (var committed in studies)
        {
            using var copy = new TemporaryFolder();
            foreach (var file in (string[])["spec.json", "results.csv"]) File.Copy(Path.Combine(committed, file), copy.At(file));
            Tool.Run("study", "report", copy.Path).Succeeded();
            Assert.Equal(File.ReadAllText(Path.Combine(committed, "report.md")), File.ReadAllText(copy.At("report.md")));
            Assert.True(File.Exists(Path.Combine(committed, "README.md")), $"{committed} has no README.md with its question and answer.");
        }
    }

    [Theory]
    [InlineData("study run nothing-of-this-name", ExitCode.Failed, "There is no study")]
    [InlineData("study report nothing-of-this-name", ExitCode.Failed, "There is no study")]
    [InlineData("study run HERE --minutes 0", ExitCode.Misused, "--minutes is 0")]
    [InlineData("study run HERE --data HERE --only svd", ExitCode.Misused, "--only: No cell of")]
    [InlineData("study run HERE --data nowhere", ExitCode.Failed, "ATTUNE_DATA")]
    [InlineData("study", ExitCode.Misused, "study")]
    public void Study_Wrong_IsOneLine(string line, int code, string hint)
    {
        using var study = Study();
        Assert.Contains(hint, Tool.Run([.. line.Replace("HERE", study.Path, StringComparison.Ordinal).Split(' ')]).Failed(code), StringComparison.Ordinal);
    }
}

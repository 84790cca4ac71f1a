using Attune.Studies;

namespace Attune.Tests;

/// <summary>Studies whose seeds draw the parts anew, and ensembles of what other cells have found.</summary>
public sealed class EnsembleStudyTests
{
    const string Redraw = """, "redraw": true""";
    const string Members = """
        [ { "model": "item-knn", "name": "tuned-knn", "tune": { "trials": 3, "space": "neighbors=2,5,20" } }, { "model": "als", "name": "tuned-als", "options": { "iterations": 3 }, "tune": { "trials": 2, "space": "factors=2,4" } },
          { "model": "ensemble", "name": "both", "options": { "strategy": "average" }, "members": ["tuned-knn", "tuned-als"] } ]
        """;

    static TinyStudy Drawn(string models)
    {
        var tiny = new TinyStudy(models, data: Redraw);
        tiny.Write(File.ReadAllText(Path.Combine(tiny.Folder, Study.FileName)).Replace("leave-last:1", "user-random:0.2", StringComparison.Ordinal));
        return tiny;
    }

    [Fact]
    public void Run_Redraw_PartsAndMeasuresUnderEverySeed()
    {
        using var tiny = Drawn("""[ { "model": "item-knn" } ]""");
        var results = tiny.Run();
        Assert.Equal([1, 2], results.Select(r => r.Cell.Seed));
        foreach (var result in results)
        {
            var split = Split.Parse("user-random:0.2", tiny.Data(), result.Cell.Seed)[0];
            Assert.Equal(Evaluation.Of(new ItemKnn().Fit(split.Train), split, Ndcg.At(5)).Metrics[0].Value, result.Values[0], 1e-12);
        }
        Assert.NotEqual(results[0].Values[0], results[1].Values[0]);
        Assert.Contains("drawn anew by every seed", StudyRun.ReportOf(tiny.Read(), results).ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeedsOfData_AreTheFirst()
    {
        using var tiny = new TinyStudy("""[ { "model": "item-knn" }, { "model": "als" } ]""", data: Redraw + """, "seeds": 1""");
        Assert.All(tiny.Read().Cells, c => Assert.Equal(1, c.Seed));
    }

    [Fact]
    public void Run_MetricsOfData_AreTheOnlyOnesMeasured()
    {
        using var tiny = new TinyStudy("""[ { "model": "item-knn" } ]""", data: """, "metrics": ["hit@5"]""");
        var result = Assert.Single(tiny.Run());
        Assert.True(double.IsNaN(result.Values[0]));
        Assert.True(result.Values[1] > 0);
    }

    [Theory]
    [InlineData(""", "metrics": ["mrr"]""", "'mrr' is not among the study's metrics")]
    [InlineData(""", "metrics": []""", "metrics is an empty list")]
    [InlineData(""", "seeds": 0""", "seeds is 0")]
    public void Read_WrongEntriesOfData_SayWhatIsRight(string data, string part)
    {
        using var tiny = new TinyStudy(data: data);
        Assert.Contains(part, Assert.Throws<DataException>(tiny.Read).Message, StringComparison.Ordinal);
    }

    // Settings are hashes of what a line depends on: the new entries must not orphan the lines of studies that do not use them.
    [Fact]
    public void SettingsOf_StudyWithoutTheNewEntries_AreWhatTheyWere()
    {
        using var tiny = new TinyStudy("""[ { "model": "item-knn" } ]""");
        var json = System.Text.Json.JsonSerializer.Serialize(tiny.Read().Spec.Data[0], StudySpec.Json);
        Assert.All(new[] { "redraw", "metrics", "seeds" }, entry => Assert.DoesNotContain($"\"{entry}\"", json, StringComparison.Ordinal));
    }

    [Fact]
    public void Run_MadeOfTunedModels_HasTheOptionsFoundUnderTheSameSeed()
    {
        using var tiny = Drawn(Members);
        var results = tiny.Run();
        Assert.Equal(6, results.Count);
        foreach (var seed in new[] { 1, 2 })
        {
            string Found(string model) => TunedNote.Read(results.Single(r => r.Cell == new StudyCell("tiny", model, seed)).Notes)!.Settings;
            var split = Split.Parse("user-random:0.2", tiny.Data(), seed)[0];
            var byHand = new Ensemble { Strategy = EnsembleStrategy.Average, Seed = seed, Models = [$"item-knn:{Found("tuned-knn").Replace(' ', '=')}", $"als:iterations=3:{Found("tuned-als").Replace(' ', '=')}:seed={seed}"] };
            Assert.Equal(Evaluation.Of(byHand.Fit(split.Train), split, Ndcg.At(5)).Metrics[0].Value, results.Single(r => r.Cell == new StudyCell("tiny", "both", seed)).Values[0], 1e-12);
        }
    }

    [Fact]
    public void Run_MadeOfTunedModels_WaitsForThemOrSaysWhatToRun()
    {
        using var tiny = Drawn(Members.Replace("\"tuned-als\"", "\"z-als\"", StringComparison.Ordinal).Replace("\"both\"", "\"a-both\"", StringComparison.Ordinal));
        using (var run = StudyRun.Open(tiny.Read(), tiny.Options)) Assert.Equal(["a-both", "a-both"], run.Left.TakeLast(2).Select(c => c.Model));
        var result = Assert.Single(tiny.Run(tiny.Options with { Only = "a-both/1" }));
        Assert.Contains("tiny/a-both/1 is made of what tiny/tuned-knn/1 has found, which is not there yet", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Together_MadeOfTunedModels_NeverBeginsBeforeThem()
    {
        using var tiny = Drawn(Members);
        var study = tiny.Read();
        using var run = StudyRun.Open(study, tiny.Options);
        run.Together(3, () => new CellRunner(study, tiny.Options), _ => { }, FitContext.Default);
        Assert.All(run.Results, r => Assert.Equal("", r.Error));
        Assert.Equal(6, run.Results.Count);
    }

    [Theory]
    [InlineData("""[ { "model": "item-knn" }, { "model": "ensemble", "members": ["item-knn"] } ]""", "item-knn is not tuned")]
    [InlineData("""[ { "model": "item-knn" }, { "model": "ensemble", "members": ["als"] } ]""", "there is no model 'als'")]
    [InlineData("""[ { "model": "item-knn", "tune": { "trials": 1 } }, { "model": "als", "members": ["item-knn"] } ]""", "als is not made of models")]
    [InlineData("""[ { "model": "item-knn", "tune": { "trials": 1 } }, { "model": "ensemble", "options": { "models": "als" }, "members": ["item-knn"] } ]""", "the option models names members, too")]
    public void Read_WrongMembers_SayWhatIsRight(string models, string part)
    {
        using var tiny = new TinyStudy(models);
        Assert.Contains(part, Assert.Throws<DataException>(tiny.Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithAMeter_NotesMembersMemoryAndChoosing()
    {
        using var tiny = Drawn("""[ { "model": "ensemble", "options": { "models": "item-knn,popularity,random-order", "topK": 1 } } ]""");
        var result = tiny.Run(tiny.Options with { Energy = new EnergyOptions { Meter = EnergyMeter.Cpu(10) } })[0];
        var note = EnergyNote.Read(result.Notes)!;
        Assert.InRange(note.Combine, double.Epsilon, note.Fit);
        Assert.True(note.Runs > 1);
        Assert.StartsWith("popularity 1.000 (NDCG@10", MembersNote.Read(result.Notes)!.Kept, StringComparison.Ordinal);
        Assert.True(double.IsFinite(MemoryNote.Read(result.Notes)));
    }
}

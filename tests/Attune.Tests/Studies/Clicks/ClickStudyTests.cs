using Attune.Studies;

namespace Attune.Tests;

/// <summary>Studies of made-up clicks.</summary>
public sealed class ClickStudyTests
{
    const string Data = """ "name": "tiny", "clicks": { "kind": "planted", "rows": 4000, "fields": 6 } """;
    const string Noisy = """ "name": "noisy", "clicks": { "kind": "planted", "rows": 4000, "fields": 6, "noise": 4, "noiseLabels": 8 } """;
    const string Small = """ "batchSize": 256, "epochs": 4, "embeddingSize": 4 """;

    public ClickStudyTests() => Trainers.Register(typeof(Neural.Sasrec).Assembly);

    static void NeedsTorch() => Assert.SkipUnless(Neural.Torch.IsAvailable, "Models of clicks need libtorch.");

    [Fact]
    public void Run_SearchesOnce_AndTrainsWhatWasFoundWithEverySeed()
    {
        NeedsTorch();
        using var tiny = Study($$"""
            [ { "model": "click-mlp", "name": "mlp", "data": ["tiny", "noisy"], "options": { {{Small}}, "layers": 1 }, "parameters": 600, "patience": 2, "tunedBy": "tiny/found" },
              { "model": "click-mlp", "name": "found", "data": ["tiny"], "seeds": 1, "options": { {{Small}}, "layers": 1 }, "parameters": 600, "patience": 2, "tune": { "trials": 3, "space": "learningRate=0.001,0.003,0.01" } } ]
            """);
        var results = tiny.Run();
        Assert.Equal(5, results.Count);
        Assert.All(results, r => Assert.Equal("", r.Error));
        var found = results.Single(r => r.Cell.Model == "found");
        Assert.Equal(3, TunedNote.Read(found.Notes)!.Trials);
        Assert.All(results, r => Assert.InRange(r.Values[0], 0.55, 1));
        Assert.All(results, r => Assert.InRange(r.Detail(ClickRun.Network, ClickRun.Parameters)!.Mean, 570, 630));
        // With the options that were found, the same seed gives the training that the search kept.
        Assert.Equal(found.Values[0], results.Single(r => r.Cell == new StudyCell("tiny", "mlp", 1)).Values[0], 1e-6);
    }

    [Fact]
    public void Report_TellsSizesZerosAndNoise()
    {
        NeedsTorch();
        using var tiny = Study($$"""[ { "model": "ssr-d", "options": { {{Small}}, "views": 2, "viewWidth": 8 }, "patience": 2 }, { "model": "click-lr", "options": { {{Small}} }, "patience": 2 } ]""");
        var report = StudyRun.ReportOf(tiny.Read(), tiny.Run()).ToMarkdown();
        foreach (var part in new[] { "Fields that say nothing", "What the added fields change of click-auc", "Zeros of the test rows within each layer", "How true the probabilities are", "Size and cost" }) Assert.Contains(part, report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[ { "model": "als" } ]""", "for models of clicks")]
    [InlineData("""[ { "model": "click-lr", "tunedBy": "tiny/none" } ]""", "there is no search 'tiny/none'")]
    [InlineData("""[ { "model": "click-lr", "tunedBy": "tiny/other" }, { "model": "click-fm", "name": "other", "tune": { "trials": 2 } } ]""", "options are found for models of the same kind")]
    [InlineData("""[ { "model": "click-lr", "parameters": 0 } ]""", "parameters is 0")]
    public void Read_ModelThatCannotBe_IsRefused(string models, string hint)
    {
        using var tiny = Study(models);
        Assert.Contains(hint, Assert.Throws<DataException>(tiny.Read).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""" "kind": "tables" """, "clicks.kind is 'tables'")]
    [InlineData(""" "kind": "frappe" """, "needs the files of the published parts")]
    [InlineData(""" "kind": "planted", "rows": 10 """, "clicks.rows is 10")]
    [InlineData(""" "kind": "planted", "noise": -1 """, "clicks.noise is -1")]
    public void Read_ClicksThatCannotBe_AreRefused(string clicks, string hint)
    {
        using var tiny = Study("""[ { "model": "click-lr" } ]""", $$""" "name": "tiny", "file": "events.txt", "clicks": { {{clicks}} } """);
        Assert.Contains(hint, Assert.Throws<DataException>(tiny.Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithoutWhatItWaitsFor_SaysSo()
    {
        using var tiny = Study($$"""
            [ { "model": "click-lr", "name": "one", "data": ["tiny"], "options": { {{Small}} }, "tunedBy": "tiny/found" }, { "model": "click-lr", "name": "found", "data": ["tiny"], "options": { {{Small}} }, "patience": 1, "tune": { "trials": 2 } } ]
            """);
        var alone = Assert.Single(tiny.Run(tiny.Options with { Only = "tiny/one/1" }));
        Assert.Contains("takes the options that tiny/found/1 finds, which is not there yet", alone.Error, StringComparison.Ordinal);
    }

    static TinyStudy Study(string models, string? data = null)
    {
        var tiny = new TinyStudy();
        tiny.Write($$"""{ "question": "Which fields?", "data": [ { {{data ?? Data}} }{{(data is null ? $", {{ {Noisy} }}" : "")}} ], "models": {{models}}, "seeds": [1, 2], "metrics": ["click-auc", "log-loss", "ece"], "watch": "click-auc" }""");
        return tiny;
    }
}

using Attune.Studies;

namespace Attune.Tests;

public sealed class TunedRunTests
{
    const string Models = """[ { "model": "als", "options": { "factors": 4, "iterations": 8 }, "patience": 2, "tune": { "trials": 3, "space": "alpha=1..20:log" } }, { "model": "popularity", "tune": { "trials": 1 } } ]""";

    [Fact]
    public void Run_Tuned_FindsOnTheValidationDataTrainsOnAllAndMeasuresOnce()
    {
        using var tiny = new TinyStudy(Models);
        var results = tiny.Run();
        var note = TunedNote.Read(results[0].Notes)!;
        var outer = Split.LeaveLast(tiny.Data());
        var als = new Als { Factors = 4, Iterations = 8, Seed = 1 };
        var tuning = Search.Run(als, outer, new SearchOptions { Space = SearchSpace.Parse(als, "alpha=1..20:log"), Trials = 3, Metric = Ndcg.At(5), Validation = "leave-last:1", EpochPatience = 2, Seed = 1 });
        Assert.Equal((3, string.Join(", ", tuning.Settings.Select(s => $"{s.Key} {s.Value}"))), (note.Trials, note.Settings));
        Assert.Equal(tuning.Best.Value, note.Watched, 6);
        Assert.Equal(tuning.Given!.Value, note.Given, 6);

        var scores = Evaluation.Of(tuning.Trainer.Fit(outer.Train), outer, [Ndcg.At(5), Hit.At(5)], new EvaluationOptions { Seed = 42 }, null);
        Assert.Equal(scores.Metrics.Select(m => m.Value), results[0].Values);
        Assert.Equal(scores.Metrics.Select(m => Math.Round(m.Low, 6)), note.Intervals.Select(i => i.Low));
        Assert.Equal(scores.Metrics.Select(m => Math.Round(m.High, 6)), note.Intervals.Select(i => i.High));
        Assert.InRange(note.Milliseconds, 0.0001, 1000);
        Assert.Equal(tuning.Best.Epoch, results[0].BestEpoch);
        Assert.Equal("", TunedNote.Read(results[1].Notes)!.Settings);
    }

    [Fact]
    public void Run_OverItsMinutes_EndsATrialAfterItsNextEpoch()
    {
        using var tiny = new TinyStudy(Models.Replace("\"patience\": 2,", "\"patience\": 8, \"minutes\": 0.0000001,", StringComparison.Ordinal));
        Assert.Equal(1, tiny.Run()[0].Epochs);
    }

    [Fact]
    public void Of_Tuned_ShowsThemSideBySideWithIntervalsAndCosts()
    {
        using var tiny = new TinyStudy(Models);
        var report = StudyRun.ReportOf(tiny.Read(), tiny.Run());
        var section = report.Sections.Single(s => s.Heading == "Tuned models side by side");
        Assert.Equal(["tiny", "tiny", "tiny"], section.Tables[0].Rows.Select(r => r[0].Text));
        Assert.Equal(["als 1", "popularity", "als 2"], section.Tables[0].Rows.Select(r => r[1].Text));
        Assert.True(section.Tables[0].Rows.All(r => r[2].Low <= r[2].Value && r[2].Value <= r[2].High));
        Assert.Contains(section.Tables[0].Rows, r => r[2].Strong);
        var bars = report.Sections[0].Charts.OfType<Chart.Bars>().Single();
        Assert.Equal(bars.Items.Select(b => b.Value).OrderDescending(), bars.Items.Select(b => b.Value));
        Assert.DoesNotContain(report.Sections[0].Notes, TunedNote.Is);
    }

    [Fact]
    public void Run_HeldPairsInAFile_AreTheTestPart()
    {
        using var tiny = new TinyStudy("""[ { "model": "item-knn" } ]""");
        var outer = Split.LeaveLast(tiny.Data());
        var pairs = Enumerable.Range(0, outer.Test.Events.Count).Select(e => $"{outer.Test.Users[outer.Test.Events.Users[e]]}\t{outer.Test.Items[outer.Test.Events.Items[e]]}\n");
        File.WriteAllText(Path.Combine(tiny.Folder, "..", "held.tsv"), string.Concat(pairs));
        var cut = tiny.Run()[0];
        tiny.Write(TinyStudy.Spec("""[ { "model": "item-knn" } ]""").Replace("\"split\": \"leave-last:1\"", "\"held\": \"held.tsv\"", StringComparison.Ordinal));
        Assert.Equal(cut.Values, tiny.Run()[0].Values);

        File.WriteAllText(Path.Combine(tiny.Folder, "..", "held.tsv"), $"{pairs.First()}nobody\tnothing\n");
        File.Delete(tiny.Results);
        Assert.Contains("Of the 2 pairs held out 1 are among the events", Assert.Single(tiny.Run()[0].Notes, n => n.Contains("held out")), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(tiny.Folder, "..", "held.tsv"), "nobody\tnothing\n");
        File.Delete(tiny.Results);
        Assert.Contains("none of the pairs of held.tsv", Assert.Throws<DataException>(() => tiny.Run()).Message, StringComparison.Ordinal);
    }

    // Memory that is given back before anybody asks is seen by the watch itself, which looks all the time. Made-up numbers: those of the process are also of the tests beside this one.
    [Fact]
    public void Growth_WhileMemoryIsTakenAndGivenBack_HoldsTheHighest()
    {
        var (now, looks) = (1000L, 0);
        using var watch = PeakMemory.Watch(() => (Interlocked.Increment(ref looks), Interlocked.Read(ref now)).Item2);
        Assert.Equal(0, watch.Growth);
        Interlocked.Exchange(ref now, 5000);
        var then = Volatile.Read(ref looks);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref looks) >= then + 2, TimeSpan.FromSeconds(30)));
        Interlocked.Exchange(ref now, 1200);
        Assert.Equal(4000, watch.Growth);
    }
}

using Attune.Studies;

namespace Attune.Tests;

/// <summary>The energy of a study's trainings is a note of their results: asked for or not, the lines of the file have one form.</summary>
public sealed class EnergyNoteTests
{
    static CellResult[] Run(TinyStudy tiny, IEnergyMeter? meter) => [.. tiny.Run(tiny.Options with { Energy = meter is null ? null : new EnergyOptions { Meter = meter } })];

    [Theory, InlineData(TinyStudy.Models), InlineData("""[ { "model": "als", "options": { "factors": 4, "iterations": 3 }, "patience": 2, "tune": { "trials": 2, "space": "factors=2,4" } } ]""")]
    public void Run_WithAnEstimate_KeepsItAndReadsItBack(string models)
    {
        using var tiny = new TinyStudy(models);
        var results = Run(tiny, EnergyMeter.Cpu(10));
        Assert.All(results, r =>
        {
            var note = EnergyNote.Read(r.Notes)!;
            Assert.Equal((EnergyOrigin.Estimated, "cpu:10", 258), (note.Origin, note.Meter, note.Grams));
            Assert.InRange(note.Fit + note.Predict + note.Search, 0, note.Total + 0.01);
            Assert.Equal(10 * note.CpuSeconds, note.Total, 0.1 * note.Total + 1);
            Assert.Equal(models == TinyStudy.Models, note.Search == 0);
            Assert.True(double.IsNaN(note.Net));
        });
        Assert.Equal(results.Select(r => r.Notes), StudyRun.ResultsOf(tiny.Read()).Select(r => r.Notes));
        var report = StudyRun.ReportOf(tiny.Read(), results).ToMarkdown();
        Assert.Contains("| estimated | cpu:10 ", report, StringComparison.Ordinal);
        Assert.DoesNotContain("energy estimated by", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithoutAMeter_HasNoNumber()
    {
        using var tiny = new TinyStudy("""[ { "model": "popularity" } ]""");
        var result = Assert.Single(Run(tiny, EnergyMeter.None));
        var note = EnergyNote.Read(result.Notes)!;
        Assert.All(new[] { note.Search, note.Fit, note.Predict, note.Total, note.Net }, n => Assert.True(double.IsNaN(n)));
        Assert.Contains("not measured", StudyRun.ReportOf(tiny.Read(), [result]).ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_EnergyNotAskedFor_IsTheSameStudy()
    {
        using var tiny = new TinyStudy("""[ { "model": "popularity" } ]""");
        var with = Assert.Single(Run(tiny, EnergyMeter.Cpu(10)));
        File.Delete(tiny.Results);
        var without = Assert.Single(Run(tiny, null));
        Assert.Null(EnergyNote.Read(without.Notes));
        Assert.Equal((with.Settings, with.Values[0]), (without.Settings, without.Values[0]));
        Assert.Equal(with.Notes.Where(n => !EnergyNote.Is(n) && !MemoryNote.Is(n)), without.Notes);
    }

    // A note is kept in files that outlive it: its words are held here. The address of a plug is not in them.
    [Fact]
    public void ToString_OfAPlug_HasNoAddress()
    {
        var cost = new EnergyCost { Seconds = 10, CpuSeconds = 12.5, Joules = 250, IdleWatts = 5, GramsPerKilowattHour = 56.5 };
        var use = new EnergyUse(cost, [new(WorkPhase.Fit, "", 1, cost with { Joules = 200 }), new(WorkPhase.Combine, "", 1, cost with { Joules = 20 }), new(WorkPhase.Predict, "", 1, cost with { Joules = 25.25 })]) { Meter = "shelly:192.168.1.20", Origin = EnergyOrigin.Measured };
        const string text = "energy measured by shelly: search 0 J, training 220 J, test 25.25 J, all 250 J, net 200 J at 56.5 g CO2e a kWh; processor 12.5 s; 20 J of the training to choose";
        Assert.Equal(text, EnergyNote.Of(use).ToString());
        Assert.Equal(EnergyNote.Of(use), EnergyNote.Read([text]));
        var mean = EnergyNote.Mean([EnergyNote.Of(use), EnergyNote.Of(use) with { Fit = 230 }]);
        Assert.EndsWith("training 225 J, test 25.25 J, all 250 J, net 200 J at 56.5 g CO2e a kWh; processor 12.5 s; 20 J of the training to choose; the mean of 2 runs after a first", mean.ToString(), StringComparison.Ordinal);
        Assert.Equal(mean, EnergyNote.Read([mean.ToString()]));
        // As notes were written before anything was chosen or done again.
        Assert.Equal((0, 1), EnergyNote.Read([text.Split("; 20 J")[0]]) is { } old ? (old.Combine, old.Runs) : default);
    }
}

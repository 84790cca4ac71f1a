using System.Text.RegularExpressions;

namespace Attune.Tests;

public sealed partial class EnergyReportTests
{
    static EnergyUse Use(EnergyOrigin origin, double watts = 36, double? idle = 6)
    {
        var time = new ManualTime();
        using var run = EnergyRun.Start(new EnergyOptions { Meter = origin == EnergyOrigin.NotMeasured ? EnergyMeter.None : new MadeUpMeter(time, t => EnergyReading.Counter(watts * t)) { Origin = origin }, IdleWatts = idle }, time);
        foreach (var (model, seconds) in new[] { ("als", 30), ("ease", 60) })
        {
            using (run.Enter(WorkPhase.Fit, model)) time.Advance(TimeSpan.FromSeconds(seconds));
            using var predict = run.Enter(WorkPhase.Predict, model);
            time.Advance(TimeSpan.FromSeconds(10));
            run.Listed(200);
        }
        return run.Stop();
    }

    static Section Energy(EnergyUse use) => Report.Of(use).Sections[0];

    static IEnumerable<string> Headings(Section section) => section.Facts.Select(f => f.Label).Concat(section.Tables.SelectMany(t => t.Columns.Select(c => c.Name)));

    [Fact]
    public void Of_Measured_HasGrossNetCarbonAndPhases()
    {
        var section = Energy(Use(EnergyOrigin.Measured));
        Assert.Equal("Energy", section.Heading);
        Assert.Equal(["energy, Wh", "energy net of idle, Wh", "mg CO2e", "time", "processor time"], section.Facts.Select(f => f.Label));
        Assert.Equal([1.1, 110 * 30 / 3600.0, 1.1 * 258], section.Facts.Take(3).Select(f => f.Value.Value), (a, b) => Math.Abs(a - b) < 1e-9);
        var phases = section.Tables[0];
        Assert.Equal(["phase", "of", "times", "time", "processor", "Wh", "net Wh", "mg CO2e", "mg CO2e per 1,000 lists"], phases.Columns.Select(c => c.Name));
        Assert.Equal(["fit", "predict", "fit", "predict", "rest"], phases.Rows.Select(r => r[0].Text));
        Assert.Equal(0.1 * 258 * 5, phases.Rows[1][8].Value, 9);
        var models = section.Tables[1];
        Assert.Equal(["als", "ease"], models.Rows.Select(r => r[0].Text));
        Assert.Equal([0.4, 0.7], models.Rows.Select(r => Math.Round(r[1].Value, 9)));
        Assert.Equal([0, 0.75], models.Rows.Select(r => Math.Round(r[3].Value, 9)));
        Assert.DoesNotContain(Headings(section), h => h.Contains("estimated", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_MeasuredWithoutIdle_HasNoNet() => Assert.DoesNotContain(Headings(Energy(Use(EnergyOrigin.Measured, idle: null))), h => h.Contains("net", StringComparison.Ordinal));

    // Every number of energy or carbon stands below a heading with the word.
    [Theory, InlineData(EnergyOrigin.Estimated, "estimated"), InlineData(EnergyOrigin.Replayed, "replayed")]
    public void Of_NotMeasuredInTheRun_SaysSoAtEveryNumber(EnergyOrigin origin, string word)
    {
        var section = Energy(Use(origin));
        Assert.EndsWith(word, section.Heading, StringComparison.Ordinal);
        var headings = Headings(section).Where(h => h.Contains("Wh", StringComparison.Ordinal) || h.Contains("CO2e", StringComparison.Ordinal) || h.Contains("more than", StringComparison.Ordinal)).ToList();
        Assert.True(headings.Count >= 9);
        Assert.All(headings, h => Assert.EndsWith($", {word}", h, StringComparison.Ordinal));
        Assert.All(section.Tables, t => Assert.EndsWith(word, t.Caption, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_NoMeter_HasTheWordsAndNoNumber()
    {
        var use = Use(EnergyOrigin.NotMeasured, idle: null);
        var section = Energy(use);
        Assert.Equal(("energy", "not measured"), (section.Facts[0].Label, section.Facts[0].Value.Text));
        Assert.Equal(["energy", "time", "processor time"], section.Facts.Select(f => f.Label));
        Assert.Equal(["phase", "of", "times", "time", "processor"], Assert.Single(section.Tables).Columns.Select(c => c.Name));
        var report = Report.Of(use);
        foreach (var text in new[] { report.ToText(), report.ToMarkdown(), report.ToJson(), report.ToHtml() })
        {
            Assert.Contains("not measured", text, StringComparison.Ordinal);
            Assert.DoesNotMatch(Carbon(), text);
        }
    }

    [Fact]
    public void With_Use_IsASectionMoreInEveryForm()
    {
        var report = Report.Of(InventedReports.Scores()).With(Use(EnergyOrigin.Estimated));
        Assert.Equal("Energy, estimated", report.Sections[^1].Heading);
        foreach (var text in new[] { report.ToText(), report.ToMarkdown(), report.ToJson(), report.ToHtml() }) Assert.Contains("mg CO2e, estimated", text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"CO2e|\d\s*Wh")]
    private static partial Regex Carbon();
}

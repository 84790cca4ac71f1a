using Attune.Studies;

namespace Attune.Tests;

public sealed class StudyReportTests
{
    // Values of two seeds; mean .3, standard error .1/√2 · √2 / √2 = .1 (s = .1414, s/√2 = .1).
    static CellResult[] Two(double a = 0.2, double b = 0.4) => [new(new("tiny", "als", 1), [a, 0.5]) { FitSeconds = 1, EvaluateSeconds = 1 }, new(new("tiny", "als", 2), [b, 0.5]) { FitSeconds = 1, EvaluateSeconds = 1 }];

    static TinyStudy Study(double published, bool gate = true) => new("""[ { "model": "als" } ]""",
        FormattableString.Invariant($$""", "published": [ { "data": "tiny", "model": "als", "metric": "ndcg@5", "value": {{published}}, "source": "a paper", "gate": {{(gate ? "true" : "false")}} } ]"""));

    [Theory, InlineData(0.39, "reached"), InlineData(0.41, "missed"), InlineData(0.1, "reached")]
    public void Of_TwoSeeds_TheMeanMayBeOneStandardErrorBelow(double published, string verdict)
    {
        using var tiny = Study(published);
        var table = StudyRun.ReportOf(tiny.Read(), Two()).Sections[0].Tables[1];
        Assert.Equal(0.3, table.Rows[0][2].Value, 12);
        Assert.Equal(0.1, table.Rows[0][3].Value, 12);
        Assert.Equal(verdict, table.Rows[0][6].Text);
    }

    [Fact]
    public void Of_SeedsMissingOrFailedOrOnlyBeside_AreNotReached()
    {
        using var tiny = Study(0.1);
        Assert.Equal("open: 1 of 2 seeds", Verdict(tiny, Two()[..1]));
        Assert.Equal("open: 0 of 2 seeds", Verdict(tiny, []));
        Assert.Equal("failed", Verdict(tiny, [Two()[0], new(new("tiny", "als", 2), []) { Error = "no memory" }]));
        using var beside = Study(0.1, gate: false);
        Assert.Equal("", Verdict(beside, Two()));
    }

    [Fact]
    public void Of_Watched_ShowsCurvesByEpochAndByTime()
    {
        using var tiny = new TinyStudy();
        var results = tiny.Run();
        var charts = StudyRun.ReportOf(tiny.Read(), results).Sections[0].Charts;
        Assert.Equal(2, charts.Count);
        var lines = Assert.IsType<Chart.Lines>(charts[0]).Series;
        Assert.Equal(["als 1", "als 2"], lines.Select(l => l.Name));
        Assert.Equal(results[1].Curve.Select(p => ((double)p.Epoch, p.Value)), lines[0].Points);
        Assert.Contains("<svg", StudyRun.ReportOf(tiny.Read(), results).ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_PatternsWithCosts_ChartsQualityByMemoryAndByWorkWithTheFront()
    {
        using var tiny = new TinyStudy("""[ { "model": "als", "name": "a" }, { "model": "als", "name": "b" }, { "model": "als", "name": "full" } ]""");
        CellResult Cell(string model, double value, string cost) => new(new("tiny", model, 1), [value, 0.5]) { Notes = [cost] };
        CellResult[] results =
        [
            Cell("a", 0.3, "cost of hgrn pure in 4×32 after 64 items: 100 operations, 1024 + 0 bytes"), Cell("b", 0.2, "cost of hgrn every:4 in 4×32 after 64 items: 200 operations, 1024 + 1024 bytes"),
            Cell("full", 0.4, "cost of softmax full in 4×32 after 64 items: 400 operations, 0 + 4096 bytes"),
        ];
        var charts = StudyRun.ReportOf(tiny.Read(), results).Sections[0].Charts.OfType<Chart.Lines>().ToArray();
        Assert.Equal([(1, 0.3), (2, 0.2), (4, 0.4)], charts[0].Series[0].Points);
        Assert.Equal([(1, 0.3), (4, 0.4)], charts[0].Series[1].Points);
        Assert.Equal([(100, 0.3), (400, 0.4)], charts[1].Series[1].Points);
    }

    static string? Verdict(TinyStudy tiny, CellResult[] results) => StudyRun.ReportOf(tiny.Read(), results).Sections[0].Tables[1].Rows[0][6].Text;
}

using Attune.Studies;

namespace Attune.Tests;

public sealed class AdaptedCellTests
{
    [Fact]
    public void Recovered_MadeUpCourses_AreRatiosOfSums()
    {
        using var tiny = new TinyTimes();
        var study = tiny.Read();
        CellResult[] results = [TinyTimes.Result(study, "frozen", 1, 0.5, 0.4, 0.2), TinyTimes.Result(study, "chance", 1, 0.5, 0.42, 0.24), TinyTimes.Result(study, "full", 1, 0.5, 0.5, 0.4), TinyTimes.Result(study, "top", 1, 0.5, 0.38, 0.32)];
        double Of(int result, string metric) => ReadMetrics.ValueOf(study, results[result], results, metric);
        Assert.Equal(0.06 / 0.3, Of(1, AdaptedCell.OfFull), 12);
        Assert.Equal(0.10 / 0.3, Of(3, AdaptedCell.OfFull), 12);
        Assert.Equal(0.06 / 0.4, Of(1, AdaptedCell.OfInitial), 12);
        Assert.Equal(0.2 / 0.5, Of(0, AdaptedCell.Kept), 12);
        Assert.Equal(6, Of(3, AdaptedCell.UpdateSeconds), 12);
    }

    [Fact]
    public void Recovered_OfAllInFewerEpochs_IsHeldAgainstTheMost()
    {
        using var tiny = new TinyTimes(models: TinyTimes.Models + """, { "name": "short", "model": "sasrec", "update": { "select": "all", "budget": 1, "epochs": 2 } }""");
        var study = tiny.Read();
        CellResult[] results = [TinyTimes.Result(study, "frozen", 1, 0.5, 0.4), TinyTimes.Result(study, "full", 1, 0.5, 0.5), TinyTimes.Result(study, "short", 1, 0.5, 0.475)];
        Assert.Equal(0.75, ReadMetrics.ValueOf(study, results[2], results, AdaptedCell.OfFull), 12);
    }

    [Fact]
    public void Recovered_WhereFullGainsNothing_IsUndefined()
    {
        using var tiny = new TinyTimes();
        var study = tiny.Read();
        CellResult[] results = [TinyTimes.Result(study, "frozen", 1, 0.5, 0.4), TinyTimes.Result(study, "chance", 1, 0.5, 0.45), TinyTimes.Result(study, "full", 1, 0.5, 0.405)];
        Assert.True(double.IsNaN(ReadMetrics.ValueOf(study, results[1], results, AdaptedCell.OfFull)));
        Assert.True(double.IsNaN(ReadMetrics.ValueOf(study, TinyTimes.Result(study, "chance", 2, 0.5, 0.45), results, AdaptedCell.OfFull)));
    }

    [Fact]
    public void Report_MadeUpCourses_SaysWhatComesBack()
    {
        using var tiny = new TinyTimes();
        var study = tiny.Read();
        CellResult[] results = [.. new[] { 1, 2 }.SelectMany(s => new[] { TinyTimes.Result(study, "frozen", s, 0.5, 0.4, 0.2), TinyTimes.Result(study, "chance", s, 0.5, 0.42, 0.24 + s / 100.0), TinyTimes.Result(study, "full", s, 0.5, 0.5, 0.4), TinyTimes.Result(study, "top", s, 0.5, 0.38, 0.32) })];
        var report = StudyRun.ReportOf(study, results);
        Assert.Contains("shop: left alone, the model goes from ndcg@10 0.500 to 0.200 in 2 stretches; of what training on everything new brings back, top has 33%", report.Lead, StringComparison.Ordinal);
        Assert.Contains("chance 25%", report.Lead, StringComparison.Ordinal);
        var section = report.Sections.Single(s => s.Heading == "shop");
        Assert.Equal(["top", "chance"], section.Charts.OfType<Chart.Bars>().Single().Items.Select(b => b.Label));
        Assert.Equal(["frozen", "chance", "full", "top"], section.Tables[0].Rows.Select(r => r[0].Text));
    }

    [Theory]
    [InlineData(TinyTimes.Data, """{ "model": "als" }""", "have periods, through which models are taken|has periods, through which models are taken that learn sequences")]
    [InlineData("""{ "name": "shop", "file": "events.csv", "split": "leave-last:1" }""", """{ "model": "sasrec", "update": { "select": "random" } }""", "update needs data with periods")]
    [InlineData("""{ "name": "shop", "file": "events.csv", "periods": { "at": ["2020-01-11", "2020-01-21"] } }""", TinyTimes.Models, "it needs at least 3")]
    [InlineData("""{ "name": "shop", "file": "events.csv", "periods": { "at": ["2020-01-11", "2020-01-10", "2020-01-21"] } }""", TinyTimes.Models, "2020-01-10 is not after 2020-01-11")]
    [InlineData("""{ "name": "shop", "file": "events.csv", "periods": { "at": ["2020-01-11", "soon", "2020-01-21"] } }""", TinyTimes.Models, "'soon' is not a date")]
    [InlineData("""{ "name": "shop", "file": "events.csv", "split": "leave-last:1", "periods": { "at": ["2020-01-11", "2020-01-21", "2020-01-22"] } }""", TinyTimes.Models, "leave them out")]
    [InlineData(TinyTimes.Data, """{ "model": "sasrec", "update": { "select": "top" } }""", "needs a representation")]
    [InlineData(TinyTimes.Data, """{ "model": "sasrec", "update": { "select": "random", "versus": "nobody" } }""", "update.versus is 'nobody'")]
    public void Read_SpecThatCannotBe_SaysWhat(string data, string models, string said)
    {
        using var tiny = new TinyTimes(data, models);
        var message = Assert.Throws<DataException>(tiny.Read).Message;
        Assert.Contains(said.Split('|')[^1], message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MetricThatNeedsASet_IsRefused()
    {
        using var tiny = new TinyTimes(metrics: "\"ndcg@10\", \"recall@10\"");
        Assert.Contains("recall@10 is not measured on data with periods", Assert.Throws<DataException>(tiny.Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_OfOthers_DoNotChangeWithAnUpdate()
    {
        using var one = new TinyTimes();
        using var other = new TinyTimes(models: TinyTimes.Models.Replace("\"hidden\"", "\"gradient\"", StringComparison.Ordinal));
        Study a = one.Read(), b = other.Read();
        Assert.Equal(a.SettingsOf(new("shop", "chance", 1)), b.SettingsOf(new("shop", "chance", 1)));
        Assert.NotEqual(a.SettingsOf(new("shop", "top", 1)), b.SettingsOf(new("shop", "top", 1)));
    }
}

namespace Attune.Tests;

public sealed class ReportTests
{
    [Fact]
    public void Markdown_Scores_IsTheTableAndTheNotes() => Assert.Equal(
        """
        | metric      |  value |   95 % interval | users |
        |-------------|-------:|----------------:|------:|
        | ndcg@10     | 0.3412 | 0.3289 – 0.3531 |   940 |
        | recall@20   | 0.2730 | 0.2630 – 0.2830 |   940 |
        | coverage@10 |      – |               – |     0 |

        > 3 of 1943 test users were unknown to training.
        """, Report.Markdown(InventedReports.Scores()));

    [Fact]
    public void Of_Scores_LeadsWithTheMainMetric()
    {
        var report = Report.Of(InventedReports.Scores());
        Assert.Equal("ease on time:0.2", report.Title);
        Assert.Equal("ease reaches ndcg@10 0.3412, measured over 940 users.", report.Lead);
        Assert.Equal(("ndcg@10", "95 % interval 0.3289 – 0.3531"), (report.Facts[0].Label, report.Facts[0].Detail));
        Assert.Equal(940, Assert.IsType<Chart.Histogram>(report.Sections[0].Charts[0]).Counts.Sum());
    }

    [Fact]
    public void Of_ScoresOfAnotherConfidence_SaysWhich()
    {
        var scores = InventedReports.Scores() with { Confidence = 0.9 };
        Assert.Equal("90 % interval 0.3289 – 0.3531", Report.Of(scores).Facts[0].Detail);
        var text = Report.Of(new Comparison(["ndcg@10"], [new ComparedModel("ease", "time:0.2", scores)])).ToText();
        Assert.Contains("90 % interval", text, StringComparison.Ordinal);
        Assert.DoesNotContain("95 %", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ScoresWithoutMetrics_HasAnEmptyTable() => Assert.Contains("(no rows)", Report.Of(new Scores("m", [])).ToText(), StringComparison.Ordinal);

    [Fact]
    public void Of_Comparison_NamesTheBestAndWhetherItIsShown() => Assert.Equal(
        "Under time:0.2, ease has the best ndcg@10: 0.3412; a difference to als is not shown (adjusted p = 0.240). "
        + "Under leave-last:1, als has the best ndcg@10: 0.3520, ahead of ease (adjusted p = 0.012).", Report.Of(InventedReports.Comparison()).Lead);

    [Fact]
    public void Of_Comparison_HasOneSectionPerSplitThenFlipsAndNotes() => Assert.Equal(
        ["Split time:0.2", "Split leave-last:1", "Does the order depend on the split?", "What to know about these numbers"],
        Report.Of(InventedReports.Comparison()).Sections.Select(s => s.Heading));

    [Fact]
    public void Of_Comparison_MarksTheBestOfEachColumn()
    {
        var table = Report.Of(InventedReports.Comparison()).Sections[1].Tables[0];
        Assert.Equal([false, true, false, false, false], table.Rows.Select(r => r[1].Strong));
        Assert.Equal(["model", "ndcg@10", "recall@20", "coverage@10", "fit", "per user"], table.Columns.Select(c => c.Name));
    }

    [Fact]
    public void Of_Comparison_VerdictsFollowTheCorrectedTests()
    {
        var tables = Report.Of(InventedReports.Comparison()).Sections[0].Tables;
        Assert.Equal(["no difference shown", "ease is better", "bpr is better"], tables[^2].Rows.Select(r => r[^1].Text));
        Assert.Equal(["cannot be tested"], tables[^1].Rows.Select(r => r[^1].Text));
        Assert.True(tables[^1].Folded);
    }

    [Fact]
    public void Of_ComparisonByAnError_PrefersTheSmaller()
    {
        static ComparedModel Row(string model, double value) => new(model, "folds:5", new Scores(model, [new MetricScore("rmse", value, double.NaN, double.NaN, 9)]));
        var comparison = new Comparison(["rmse"], [Row("svd", 0.95), Row("baseline", 0.94)])
        {
            Tests = [new PairedTest("folds:5", "rmse", "svd", "baseline", 0.01, 0.005, 0.015, 0.001, 0.001, 0.001)],
        };
        var report = Report.Of(comparison);
        Assert.Equal("Under folds:5, baseline has the best rmse: 0.9400, ahead of svd (adjusted p = 0.001).", report.Lead);
        Assert.Equal("baseline is better", report.Sections[0].Tables[^1].Rows[0][^1].Text);
        Assert.Contains("less is better", report.Sections[0].Charts[0].Subtitle, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ComparisonOfNothing_StillWrites()
    {
        var report = Report.Of(new Comparison([], []));
        Assert.Equal(("Comparison of 0 models", ""), (report.Title, report.Lead));
        Assert.NotEmpty(report.ToHtml());
    }

    [Fact]
    public void Of_Summary_TellsSizesTimesAndPopularity()
    {
        var report = Report.Of(InventedReports.Summary());
        Assert.Equal("541,909 events of 4,372 users with 3,684 items, from 2010-12-01 to 2011-12-09.", report.Lead);
        Assert.Equal(["Activity over time", "Popularity", "Users and items", "Kinds and values"], report.Sections.Select(s => s.Heading));
        Assert.Equal(["The most popular 1 % of the items draw 22.9 % of all events, the most popular 20 % draw 59.7 %."], report.Sections[1].Text);
    }

    [Fact]
    public void Of_SummaryOfNothing_LeavesOutWhatIsAbsent()
    {
        var report = Report.Of(new DataSummary { Name = "empty", Users = 0, Items = 0, Events = 0, Preferences = 0, Density = double.NaN });
        Assert.Equal("0 events of 0 users with 0 items, without times.", report.Lead);
        Assert.Equal(["Users and items"], report.Sections.Select(s => s.Heading));
        Assert.Contains("density      –", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Join_Reports_BecomeSectionsWithTheirOwnOneLevelDeeper()
    {
        var report = Report.Join("both", new Report("a") { Lead = "lead", Facts = [new Fact("f", 1)] }.With(new Section("a1")), new Report("b"));
        Assert.Equal([("a", 1), ("a1", 2), ("b", 1)], report.Sections.Select(s => (s.Heading, s.Level)));
        Assert.Equal(("lead", "f"), (report.Sections[0].Text[0], report.Sections[0].Facts[0].Label));
    }
}

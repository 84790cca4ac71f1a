using Attune.Studies;

namespace Attune.Tests;

public sealed class ContestTests
{
    static Contest Contest(Study study, IEnumerable<CellResult>? results = null) => Studies.Contest.Of(study, study.Spec.Data[0], [.. results ?? TinyEnsembles.Results(study)])!;

    static Contender Named(Contest contest, string model) => contest.All.Single(c => c.Model == model);

    [Fact]
    public void Of_Results_TakesTheComparatorThatTheValidationDataPrefers()
    {
        using var tiny = new TinyEnsembles();
        var contest = Contest(tiny.Study);
        // RMSE: lower is better; on the test the other one would win.
        Assert.Equal("tuned-svd", contest.Single.Model);
        Assert.Equal([ContenderKind.Single, ContenderKind.TunedSingle, ContenderKind.TunedSingle, ContenderKind.Ensemble, ContenderKind.EnsembleOfTuned], contest.All.Select(c => c.Kind));
    }

    [Fact]
    public void Of_Results_HasGainsOfErrorsAndTheirTest()
    {
        using var tiny = new TinyEnsembles();
        var contest = Contest(tiny.Study);
        var (top, average) = (Named(contest, "top"), Named(contest, "average"));
        Assert.Equal(100 * (1.04 - 1.02) / 1.04, top.Gain, 1e-9);
        Assert.Equal(0, top.P, 1e-9);
        // −.01, +.02, −.01: mean 0.
        Assert.Equal(0, average.Gain, 1e-9);
        Assert.Equal(1, average.P, 1e-9);
        Assert.False(average.IsBetter);
        Assert.Equal(100 * (1.04 - 1.14) / 1.04, Named(contest, "baseline").Gain, 1e-9);
    }

    [Fact]
    public void Of_Results_PartsServingFromChoosing_AndChargesTheSearchesOfTunedMembers()
    {
        using var tiny = new TinyEnsembles();
        var contest = Contest(tiny.Study);
        var (single, top, average) = (contest.Single, Named(contest, "top"), Named(contest, "average"));
        Assert.Equal((120 / 3600.0, 520 / 3600.0), (single.WattHours, single.WithChoosing));
        // 300 less 200 to choose, and 20 of the test; with choosing, and the searches of both members.
        Assert.Equal(120 / 3600.0, top.WattHours, 1e-12);
        Assert.Equal((120 + 200 + 600) / 3600.0, top.WithChoosing, 1e-12);
        Assert.Equal(0, top.Overhead, 1e-9);
        Assert.Equal(100 * (920 / 520.0 - 1), top.OverheadWithChoosing, 1e-9);
        Assert.Equal((170 / 3600.0, 170 / 3600.0), (average.WattHours, average.WithChoosing));
        Assert.Equal(120 / 3600.0 * 258, top.Milligrams, 1e-9);
        Assert.Equal(20 * 25 / 3600.0, top.PerThousand, 1e-12);
        Assert.Equal((1.5, 1048576.0, 2097152.0), (top.Seconds, top.Bytes, single.Bytes));
    }

    [Fact]
    public void Of_SeedsThatTheComparatorLacks_AreLeftOut()
    {
        using var tiny = new TinyEnsembles();
        var contest = Contest(tiny.Study, TinyEnsembles.Results(tiny.Study).Where(r => r.Cell is not { Model: "tuned-svd", Seed: 3 } and not { Model: "tuned-mf", Seed: 3 }));
        Assert.All(contest.All, c => Assert.Equal(2, c.Seeds));
        Assert.Equal(100 * (1.03 - 1.01) / 1.03, Named(contest, "top").Gain, 1e-9);
    }

    [Fact]
    public void Of_NothingTunedOrNoEnsemble_IsNoContest()
    {
        using var tiny = new TinyEnsembles();
        CellResult[] all = [.. TinyEnsembles.Results(tiny.Study)];
        Assert.Null(Studies.Contest.Of(tiny.Study, tiny.Study.Spec.Data[0], [.. all.Where(r => !r.Cell.Model.StartsWith("tuned", StringComparison.Ordinal))]));
        Assert.Null(Studies.Contest.Of(tiny.Study, tiny.Study.Spec.Data[0], [.. all.Where(r => r.Cell.Model is not ("top" or "average"))]));
    }

    [Fact]
    public void Front_HoldsWhatNothingCheaperReaches()
    {
        using var tiny = new TinyEnsembles();
        Assert.Equal(["baseline", "tuned-mf", "top"], Contest(tiny.Study).Front().Select(c => c.Model));
    }

    [Fact]
    public void Report_OfEnsembles_HasAdviceTableChartAndMembers()
    {
        using var tiny = new TinyEnsembles();
        CellResult[] results = [.. TinyEnsembles.Results(tiny.Study, topFit: 400)];
        var report = StudyRun.ReportOf(tiny.Study, results);
        var text = report.ToMarkdown();
        Assert.Equal("Take top: 1.923 % better than tuned-svd (p < 0.001 over 3 seeds) for 83.333 % more energy, 0.023 % of quality for each percent of energy, and 0.01 is asked for.",
            Assert.Single(Recommendation.Of(tiny.Study, results, null)).Recommended.Text);
        Assert.Contains("0.3 to 5.7 % better for 19 to 2,549 % more energy", text, StringComparison.Ordinal);
        Assert.Contains("Energy is estimated, not measured", text, StringComparison.Ordinal);
        Assert.Contains("svd 0.500 (RMSE 0.9000)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("members: svd", text, StringComparison.Ordinal);
        Assert.DoesNotContain("bytes of memory at its highest", text, StringComparison.Ordinal);
        Assert.Contains("front", report.ToHtml(), StringComparison.Ordinal);
    }

    // The threshold of whoever pays decides, from the call, else from the study.
    [Fact]
    public void Report_AboveTheUsersThreshold_KeepsTheSingleModel()
    {
        using var tiny = new TinyEnsembles(", \"worth\": 0.03");
        CellResult[] results = [.. TinyEnsembles.Results(tiny.Study, topFit: 400)];
        Assert.Contains("Keep the single model tuned-svd: the best gain for its energy, top, is 1.923 % better", StudyRun.ReportOf(tiny.Study, results).ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("Take top", StudyRun.ReportOf(tiny.Study, results, worth: 0.02).ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("Keep the single model tuned-svd: no ensemble is better by more than chance; the best, average, is 0 % better", StudyRun.ReportOf(tiny.Study, [.. results.Where(r => r.Cell.Model != "top")]).ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_WithoutEnergy_SaysThatItMustBeMeasured()
    {
        using var tiny = new TinyEnsembles();
        var text = StudyRun.ReportOf(tiny.Study, [.. TinyEnsembles.Results(tiny.Study).Select(r => r with { Notes = [.. r.Notes.Where(n => !EnergyNote.Is(n))] })]).ToMarkdown();
        Assert.Contains("Keep tuned-svd until energy has been measured", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_OverJoules_AreReadOffTheNotes()
    {
        using var tiny = new TinyEnsembles();
        var reading = new ClaimReading(tiny.Study, [.. TinyEnsembles.Results(tiny.Study, topFit: 400)]);
        ClaimEntry Claim(string metric, string right) => new() { Id = "x", Says = "x", Source = "x", Runtime = "hours", Is = "above", Relative = true, Metric = metric, Data = "stars", Pairs = [new ClaimPair { Left = "top", Right = right }] };
        ClaimRules.Check(Claim("joules", "tuned-svd"), tiny.Study);
        Assert.Equal(100 / 120.0, reading.Of(Claim("joules", "tuned-svd")).Found.Mean, 1e-9);
        Assert.Equal(1020 / 520.0 - 1, reading.Of(Claim("joules-with-choosing", "tuned-svd")).Found.Mean, 1e-9);
        // The best single model is the one whose search was best on the validation data.
        Assert.Equal("tuned-svd, the best of tuned-*", reading.Of(Claim("joules", "best tuned-*")).Pairs[0].Right.Name);
        Assert.Throws<ArgumentException>(() => ClaimRules.Check(Claim("jouls", "tuned-svd"), tiny.Study));
    }
}

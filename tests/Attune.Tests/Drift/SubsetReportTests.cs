namespace Attune.Tests;

public sealed class SubsetReportTests
{
    [Fact]
    public void Numbers_AreThoseOfLoops()
    {
        var world = new PlantedDrift { Users = 80, References = 30 }.Make();
        using var by = Representation.Dense(new TokenChunks(world.Data), world.Candidates, world.Reference);
        var report = SubsetReport.Of(SubsetSampler.Parse("top"), new SubsetTask { Candidates = world.Candidates, Count = SubsetTask.CountOf(80, 0.2), Representation = by });
        Assert.Equal(16, report.Chosen.Count);
        Assert.Equal(0.2, report.Budget, 1e-12);
        var cosines = report.Chosen.SelectMany(a => report.Chosen.Where(b => b != a).Select(b => by.Similarity(a, b))).Average();
        Assert.Equal(cosines, report.Cosine, 1e-6);
        Assert.True(report.Discrepancy < report.RandomDiscrepancy);
        Assert.Equal(report.Chosen.SelectMany(c => world.Candidates.Items(c).ToArray()).Distinct().Count(), report.Items);
        Assert.Equal(16, report.Users);
        Assert.Equal(80, report.AllUsers);
        Assert.Equal(20, report.Events);
        Assert.Equal(16, report.Ages.Sum(a => a.Chosen));
        Assert.Equal(80, report.Ages.Sum(a => a.Candidates));
        Assert.Equal(110 * 2.0 * 20 * 256, report.Cost.Representing);
        foreach (var text in new[] { Report.Of(report).ToText(), Report.Of(report).ToHtml(), Report.Of(report).ToJson() }) Assert.Contains("top", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ASamplerThatDoesNotLook_CostsNothing_ButIsMeasured()
    {
        var world = new PlantedDrift { Users = 50, References = 20 }.Make();
        using var by = Representation.Tokens(world.Candidates, world.Reference);
        var task = new SubsetTask { Candidates = world.Candidates, Count = 10 };
        var (blind, seen) = (SubsetReport.Of(SubsetSampler.Parse("random"), task), SubsetReport.Of(SubsetSampler.Parse("random"), task, by));
        Assert.Equal(blind.Chosen, seen.Chosen);
        Assert.Equal(0, seen.Cost.Total);
        Assert.Equal("none", seen.Representation);
        Assert.True(double.IsNaN(blind.Discrepancy));
        Assert.True(seen.Discrepancy > 0);
    }

    [Fact]
    public void Ledger_IsTheFormulas()
    {
        var (rep, grad) = (CostLedger.Forward(1000, 100, 5e6, 64), CostLedger.Gradient(1000, 100, 5e6, 1e7, 64));
        Assert.Equal(1100 * 5e6 + 1000 * 100 * 64 + 1000 * Math.Log2(1000), rep.Total, 1);
        Assert.Equal(1100 * 1.5e7 + 1000 * 100 * 64 + 1000 * Math.Log2(1000), grad.Total, 1);
        Assert.InRange(grad.RelativeTo(rep), 2.9, 3.1);
        Assert.True(double.IsNaN(rep.RelativeTo(CostLedger.None)));
    }

    [Theory, InlineData(10, 0.25, 2), InlineData(10, 0.35, 4), InlineData(3, 0.01, 1), InlineData(7, 1.0, 7)]
    public void Count_IsTheRoundedShare(int candidates, double budget, int count) => Assert.Equal(count, SubsetTask.CountOf(candidates, budget));
}

using Attune.Studies;

namespace Attune.Tests;

/// <summary>Differences .1, .2, .3 have the mean .2, s = .1, and with t(.975; 2) = 4.302653 the interval .2 ± 4.302653 · .1/√3 = [−.0484, .4484].</summary>
public sealed class ClaimReadingTests
{
    const double Half = 4.302652729911275 * 0.1 / 1.7320508075688772;

    static readonly (string, double[])[] Rising = [("every3", [0.5, 0.6, 0.7]), ("pure", [0.4, 0.4, 0.4])];

    static ClaimResult Of(string claim, params IEnumerable<(string, double[])> lines)
    {
        using var tiny = new TinyClaims(claim);
        tiny.Results(lines);
        return tiny.One();
    }

    [Theory]
    [InlineData("above", 0, "undecided")]
    [InlineData("above", -0.05, "reproduced")]
    [InlineData("above", -0.04, "undecided")]
    [InlineData("above", 0.45, "not reproduced")]
    [InlineData("below", 0.45, "reproduced")]
    [InlineData("below", 0.44, "undecided")]
    [InlineData("below", -0.05, "not reproduced")]
    [InlineData("better", -0.05, "reproduced")]
    [InlineData("within", 0.45, "reproduced")]
    [InlineData("within", 0.44, "undecided")]
    public void Of_ThreeDifferences_HoldTheIntervalAgainstTheMargin(string kind, double margin, string verdict)
    {
        var claim = Of(TinyClaims.Claim($", \"margin\": {TinyClaims.Number(margin)}", kind: kind), Rising);
        Assert.Equal(3, claim.Found.N);
        Assert.Equal(0.2, claim.Found.Mean, 12);
        Assert.Equal(0.2 - Half, claim.Found.Low, 9);
        Assert.Equal(0.2 + Half, claim.Found.High, 9);
        Assert.Equal((verdict, ""), (claim.Verdict, claim.Reason));
    }

    // Of the left data .1, .2, .3; of the right one .05 each: what the first has more.
    [Fact]
    public void Of_RightSideOfOtherData_IsTheChangeOfADifference()
    {
        var claim = Of(TinyClaims.Claim(pairs: """{ "left": "every3 - pure", "right": "every3 - pure", "rightData": "big" }"""), [.. Rising, ("big/every3", [0.45, 0.45, 0.45]), ("big/pure", [0.4, 0.4, 0.4])]);
        Assert.Equal(3, claim.Found.N);
        Assert.Equal(0.15, claim.Found.Mean, 12);
        Assert.Equal(0.15 - Half, claim.Found.Low, 9);
    }

    [Theory, InlineData(0.5), InlineData(-0.7)]
    public void Of_WithinButWhollyOutside_IsNotReproduced(double shift) =>
        Assert.Equal("not reproduced", Of(TinyClaims.Claim(""", "margin": 0.2""", kind: "within"), ("every3", [0.5 + shift, 0.6 + shift, 0.7 + shift]), ("pure", [0.4, 0.4, 0.4])).Verdict);

    [Fact]
    public void Of_BetterByAMetricThatFalls_CountsDownwardsAsGood()
    {
        using var tiny = new TinyClaims(TinyClaims.Claim(kind: "better", metric: "rmse"));
        tiny.Results("rmse", ("every3", [0.9, 0.8, 0.7]), ("pure", [1, 1, 1]));
        Assert.Equal(0.2, tiny.One().Found.Mean, 12);
    }

    [Fact]
    public void Of_Relative_DividesByTheRightSide()
    {
        var claim = Of(TinyClaims.Claim(""", "relative": true, "margin": 0.01"""), Rising);
        Assert.Equal([0.25, 0.5, 0.75], claim.Pairs[0].Differences.Select(d => Math.Round(d, 12)));
        Assert.Equal("> 0.01 of the right", claim.Claim.Claimed);
    }

    [Fact]
    public void Of_RelativeToZero_IsNoDifference() => Assert.Equal((2, 3), Of(TinyClaims.Claim(""", "relative": true"""), ("every3", [0.5, 0.6, 0.7]), ("pure", [0.4, 0, 0.4])) is var c ? (c.Found.N, c.Expected) : default);

    [Fact]
    public void Of_SeveralPairs_PoolsThem()
    {
        // .1 .2 .3 and .2 .2 .2: mean .2, Σ = .02, s/√n = √(.02/5/6) = .0258199, t(.975; 5) = 2.570582.
        var claim = Of(TinyClaims.Claim(pairs: """{ "left": "every3", "right": "pure" }, { "left": "every6", "right": "item-knn" }"""), [.. Rising, ("every6", [0.5, 0.5, 0.5]), ("item-knn", [0.3])]);
        Assert.Equal((6, 6), (claim.Found.N, claim.Expected));
        Assert.Equal(0.2 - 2.570581836614739 * Math.Sqrt(0.02 / 5 / 6), claim.Found.Low, 9);
        Assert.Equal("reproduced", claim.Verdict);
    }

    [Fact]
    public void Of_Number_IsTheSameUnderEverySeed() => Assert.Equal([0.2, 0.3, 0.4], Of(TinyClaims.Claim(pairs: """{ "left": "every3", "value": 0.3 }"""), Rising).Pairs[0].Differences.Select(d => Math.Round(d, 12)));

    [Fact]
    public void Of_BestOfSeveral_IsTheOneWatchedBestUnderTheFirstSeed()
    {
        var claim = Of(TinyClaims.Claim(pairs: """{ "left": "best every*", "right": "pure" }"""), [.. Rising, ("every6", [0.6, 0.1, 0.1])]);
        Assert.Equal("every6, the best of every*", claim.Pairs[0].Left.Name);
        Assert.Equal([0.2, -0.3, -0.3], claim.Pairs[0].Differences.Select(d => Math.Round(d, 12)));
        Assert.Equal(0, Of(TinyClaims.Claim(pairs: """{ "left": "best every*", "right": "pure" }"""), Rising).Found.N);
    }

    [Fact]
    public void Of_SpreadAndLess_AreTakenSeedBySeed()
    {
        var claim = Of(TinyClaims.Claim(pairs: """{ "left": "spread every*", "right": "every3 - pure", "times": 0.5 }"""), [.. Rising, ("every6", [0.6, 0.1, double.NaN])]);
        Assert.Equal([0.1 - 0.05, 0.5 - 0.1], claim.Pairs[0].Differences.Select(d => Math.Round(d, 12)));
        Assert.Equal("0.5 × (every3 - pure)", claim.Pairs[0].Right.Name);
    }

    [Fact]
    public void Of_OtherData_IsReadThere() => Assert.Equal(0.05, Of(TinyClaims.Claim(pairs: """{ "left": "every3", "right": "pure", "data": "big" }"""),
        ("every3", [1, 1, 1]), ("big/every3", [0.25, 0.25, 0.25]), ("big/pure", [0.2, 0.2, 0.2])).Found.Mean, 12);

    [Fact]
    public void Of_FewerSeeds_TakesTheFirst()
    {
        var claim = Of(TinyClaims.Claim(""", "seeds": 2"""), Rising);
        Assert.Equal((2, 2), (claim.Found.N, claim.Expected));
        Assert.Equal(0.15, claim.Found.Mean, 12);
    }

    [Fact]
    public void Of_EqualDifferences_HaveAnIntervalWithoutWidth()
    {
        var claim = Of(TinyClaims.Claim(""", "margin": 0.5""", """{ "left": "every3", "value": 0.25 }"""), ("every3", [1, 1, 1]));
        Assert.Equal((0.75, 0.75, "reproduced"), (claim.Found.Low, claim.Found.High, claim.Verdict));
    }

    [Fact]
    public void Of_MissingFailedAndUndefinedCells_LeaveItUndecided()
    {
        Assert.Equal(("undecided", "too few results: 0 of 3"), Of(TinyClaims.Claim()) is var none ? (none.Verdict, none.Reason) : default);
        using var tiny = new TinyClaims(TinyClaims.Claim());
        tiny.Results(("every3", [0.5, 0.6]), ("pure", [0.4, 0.4]));
        tiny.Fail("pure", 2);
        Assert.Equal(("undecided", "too few results: 1 of 3"), (tiny.One().Verdict, tiny.One().Reason));
        Assert.Equal(0.1, tiny.One().Found.Mean, 12);
        Assert.True(double.IsNaN(tiny.One().Found.Low));
        Assert.Equal(["tiny/pure/3", "tiny/every3/3"], tiny.Judge().Open.Select(c => c.ToString()).OrderDescending());
        tiny.Results("rmse", Rising);
        Assert.Equal(("undecided", "too few results: 0 of 3"), (tiny.One().Verdict, tiny.One().Reason));
        Assert.Empty(tiny.Judge().Open);
    }

    [Fact]
    public void Of_NoSeedInCommon_ComparesTheMeans()
    {
        var claim = Of(TinyClaims.Claim(), ("every3", [0.5, 0.7]), ("pure", [double.NaN, double.NaN, 0.4]));
        Assert.Equal(0.2, Assert.Single(claim.Pairs[0].Differences), 12);
        Assert.Equal("too few results: 1 of 3", claim.Reason);
    }

    [Fact]
    public void Of_TwoModelsThatDrawNoNumbers_AreOneDifference() => Assert.Equal("too few results: 1 of 1",
        Of(TinyClaims.Claim(pairs: """{ "left": "item-knn", "right": "popularity" }"""), ("item-knn", [0.5]), ("popularity", [0.4])).Reason);

    [Fact]
    public void Of_Report_IsKendallsTauOfTheTwoOrders()
    {
        var claim = Of(TinyClaims.Report(""", "left": ["pure", "every3", "every6"], "rightData": "big" """),
            ("pure", [0.1, 0.1, 0.1]), ("every3", [0.1, 0.2, 0.3]), ("every6", [0.3]), ("big/pure", [0.1]), ("big/every3", [0.3]), ("big/every6", [0.2]));
        Assert.Equal((1.0 / 3, 3, "reported", ""), (claim.Found.Mean, claim.Found.N, claim.Verdict, claim.Reason));
        Assert.Equal(["every6", "every3", "pure"], claim.Left);
        Assert.Equal(["every3", "every6", "pure"], claim.Right);
    }

    [Fact]
    public void Of_ReportWithOneModelDone_SaysSo()
    {
        using var tiny = new TinyClaims(TinyClaims.Report(""", "left": ["pure", "every3"], "right": ["every6", "item-knn"]"""));
        tiny.Results(("pure", [0.1]), ("every3", [0.2]), ("item-knn", [0.1]));
        Assert.Equal(("reported", "too few results: 1 of 2"), (tiny.One().Verdict, tiny.One().Reason));
        Assert.Equal(["tiny/pure/2", "tiny/pure/3", "tiny/every3/2", "tiny/every3/3", "tiny/every6/1", "tiny/every6/2", "tiny/every6/3"], tiny.Judge().Open.Select(c => c.ToString()));
    }

    // scipy.stats.kendalltau of SciPy's own documentation, and a permutation by hand: six pairs agree, four do not.
    [Fact]
    public void Tau_KnownRankings_IsMet()
    {
        Assert.Equal(-0.4714045207910316, KendallTau.Of([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]), 12);
        Assert.Equal(0.2, KendallTau.Of([1, 2, 3, 4, 5], [3, 4, 1, 2, 5]), 12);
        Assert.Equal((1.0, -1.0), (KendallTau.Of([1, 2, 3], [7, 8, 9]), KendallTau.Of([1, 2, 3], [9, 8, 7])));
        Assert.True(double.IsNaN(KendallTau.Of([1, 1], [1, 2])));
    }
}

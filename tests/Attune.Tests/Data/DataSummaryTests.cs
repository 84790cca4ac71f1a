namespace Attune.Tests;

public sealed class DataSummaryTests
{
    static readonly DateTimeOffset Start = new(2011, 1, 3, 0, 0, 0, TimeSpan.Zero);

    static Dataset Days(params double[] days) => AnyEvents.Build(days.Select((d, i) => new Interaction("a", $"{i}") { Time = Start.AddDays(d) }));

    [Fact]
    public void Of_Handful_CountsWhatIsThere()
    {
        var summary = DataSummary.Of(new DatasetBuilder { Name = "shop" }
            .Add(new("a", "x") { Value = 5 }).Add(new("a", "x") { Value = 4 }).Add(new("a", "y") { Kind = "view" }).Add(new("b", "x") { Value = 4 })
            .ItemFeature("z", "title", "Zed").Build());
        Assert.Equal(("shop", 2, 2, 1, 4, 3), (summary.Name, summary.Users, summary.Items, summary.ListedOnly, summary.Events, summary.Preferences));
        Assert.Equal(0.75, summary.Density);
        Assert.Equal(new Dictionary<string, int> { ["rating"] = 3, ["view"] = 1 }, summary.Kinds);
        Assert.Equal(new Dictionary<float, int> { [4] = 2, [5] = 1 }, summary.Values);
        Assert.Equal([1, 1, 1, 1, 3], summary.EventsPerUser);
        Assert.Equal(["user", "item", "kind", "value", "item title"], summary.Columns);
        Assert.Null(summary.From);
        Assert.Empty(summary.Activity);
    }

    [Fact]
    public void Of_TimesAtBothEndsOfTheCalendar_AreCounted()
    {
        var summary = DataSummary.Of(AnyEvents.Build([new("a", "x") { Time = DateTimeOffset.MinValue }, new("a", "y") { Time = DateTimeOffset.MaxValue }]));
        Assert.Equal((9999, 2), (summary.Activity.Count, summary.Activity.Sum(a => a.Events)));
        var never = DataSummary.Of(AnyEvents.Build([new("a", "x") { Time = DateTimeOffset.MaxValue }]));
        Assert.Equal(1, never.Activity.Sum(a => a.Events));
    }

    [Fact]
    public void Of_FourEqualItems_CurveIsTheDiagonal()
    {
        var summary = DataSummary.Of(AnyEvents.Build(Enumerable.Range(0, 4).Select(i => new Interaction("a", $"{i}"))));
        Assert.Equal([(0, 0), (.25, .25), (.5, .5), (.75, .75), (1, 1)], summary.PopularityCurve);
        Assert.Equal(.25, summary.TopPercentShare);
    }

    [Fact]
    public void Of_AnyData_CurveRisesFromNothingToAllAndBendsDown() => AnyEvents.Hold(events =>
    {
        var curve = DataSummary.Of(AnyEvents.Build(events)).PopularityCurve;
        Assert.Equal((0, 0), curve[0]);
        Assert.Equal((1, 1), curve[^1]);
        Assert.All(curve, p => Assert.True(p.Events >= p.Items - 1e-9));
        Assert.All(curve.Zip(curve.Skip(1)), p => Assert.True(p.First.Items < p.Second.Items && p.First.Events < p.Second.Events));
    });

    [Fact]
    public void Of_ManyItems_CurveHasAHundredPoints()
    {
        var summary = DataSummary.Of(AnyEvents.Build(Enumerable.Range(0, 1234).SelectMany(i => Enumerable.Repeat(new Interaction("a", $"{i}"), i == 7 ? 1234 : 1))));
        Assert.Equal(101, summary.PopularityCurve.Count);
        Assert.Equal((1234 + 11) / (1233 + 1234.0), summary.TopPercentShare, 12);
    }

    [Fact]
    public void Of_MoreThanTwentyValues_ListsNone() =>
        Assert.Empty(DataSummary.Of(AnyEvents.Build(Enumerable.Range(0, 21).Select(i => new Interaction("a", $"{i}") { Value = i }))).Values);

    [Theory]
    [InlineData(2000, "2011", 6)]
    [InlineData(300, "2011-01", 10)]
    [InlineData(40, "2011-01-03", 6)]
    [InlineData(10, "2011-01-03", 11)]
    [InlineData(0, "2011-01-03", 1)]
    public void Of_Times_ChoosesTheLongestPeriodWithFiveBars(int span, string first, int bars)
    {
        var activity = DataSummary.Of(Days(0, span / 2.0, span)).Activity;
        Assert.Equal(bars, activity.Count);
        Assert.Equal(first, activity[0].Period);
        Assert.Equal(3, activity.Sum(a => a.Events));
    }

    [Fact]
    public void Of_Activity_CountsEachPeriodFromItsStart() =>
        Assert.Equal([("2011-01-03", 2), ("2011-01-04", 0), ("2011-01-05", 1), ("2011-01-06", 1), ("2011-01-07", 1)], DataSummary.Of(Days(0, 0.999, 2, 3.5, 4)).Activity);
}

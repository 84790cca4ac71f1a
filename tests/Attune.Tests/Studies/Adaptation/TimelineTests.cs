using Attune.Numerics;
using Attune.Studies;

namespace Attune.Tests;

public sealed class TimelineTests
{
    static readonly DateTimeOffset s_start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    static Timeline Of(Dataset data)
    {
        using var tiny = new TinyTimes();
        return Timeline.Of("shop", data, tiny.Read().Spec.Data[0].Periods!);
    }

    [Fact]
    public void New_Chunks_AreOfTheirStretchAlone()
    {
        var timeline = Of(TinyTimes.Events());
        Assert.Equal(2, timeline.Updates);
        for (var k = 1; k <= 2; k++)
        {
            var chunks = timeline.New(k);
            Assert.Equal(12, chunks.Count);
            for (var c = 0; c < chunks.Count; c++)
                foreach (var time in chunks.Data.Events.Times[chunks.EventsOf(c)]) Assert.InRange((DateTimeOffset.FromUnixTimeMilliseconds(time) - s_start).TotalDays, 10 * k, 10 * (k + 1));
        }
        Assert.All(timeline.First().Data.Events.Times.ToArray(), t => Assert.True(t < s_start.AddDays(10).ToUnixTimeMilliseconds()));
    }

    [Fact]
    public void Until_Items_AreThoseSeenSoFar()
    {
        var (data, timeline) = (TinyTimes.Events(), Of(TinyTimes.Events()));
        var seen = Enumerable.Range(0, data.Count).Where(e => data.Events.TimeOf(e) < s_start.AddDays(10)).Select(e => data.Items[data.Events.Items[e]]).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(seen, timeline.Until(0).Items.Ids.Order(StringComparer.Ordinal));
        Assert.True(timeline.Until(1).Items.Count > timeline.Until(0).Items.Count);
    }

    [Fact]
    public void Present_Chunks_AreOfTheLastDaysBeforeWhatIsAsked()
    {
        var present = Of(TinyTimes.Events()).Present(1, null, (Seed)3);
        Assert.Equal(6, present.Count);
        for (var c = 0; c < present.Count; c++)
            foreach (var time in present.Data.Events.Times[present.EventsOf(c)]) Assert.InRange((DateTimeOffset.FromUnixTimeMilliseconds(time) - s_start).TotalDays, 15, 20);
        Assert.Equal(2, Of(TinyTimes.Events()).Present(1, 2, (Seed)3).Count);
    }

    [Fact]
    public void Asked_Histories_HoldAllBeforeAndAskTheStretch()
    {
        var (data, asked) = (TinyTimes.Events(), Of(TinyTimes.Events()).Asked(1));
        Assert.Equal(6, asked.Count);
        Assert.All(asked.From, f => Assert.Equal(20, f));
        Assert.All(asked.Histories, h => Assert.Equal(30, h.Length));
        Assert.Equal(data.Sequence(2)[..30].ToArray(), asked.Histories[2]);
    }

    [Fact]
    public void Asked_NewUsers_AreAskedFromTheirSecondEventOn()
    {
        var late = new DatasetBuilder { Name = "late" }.Add(new("old", "tea") { Time = s_start }).Add(new("old", "tea") { Time = s_start.AddDays(1) })
            .Add(new("new", "tea") { Time = s_start.AddDays(22) }).Add(new("new", "jam") { Time = s_start.AddDays(23) }).Add(new("once", "jam") { Time = s_start.AddDays(23) }).Build();
        var asked = AskedEvents.Of(late, s_start.AddDays(20).ToUnixTimeMilliseconds(), s_start.AddDays(30).ToUnixTimeMilliseconds(), int.MaxValue);
        Assert.Equal((1, 1, 2), (asked.Count, asked.From[0], asked.LeftOut));
    }

    [Fact]
    public void Of_EventsWithoutTimes_AreRefused() => Assert.Contains("have no times", Assert.Throws<DataException>(() => Of(TinyWorld.Handful())).Message, StringComparison.Ordinal);

    [Fact]
    public void Scores_Ranks_AreMeansOverUsers()
    {
        // The second user is asked nothing, the third something that the model does not know.
        var scores = AskedScores.Of([[1, 3], [0], [int.MaxValue, 11]], [Ndcg.At(10), Hit.At(10), Mrr.At(2)]);
        Assert.Equal(2, scores.Users);
        Assert.Equal([(1 + 1 / Math.Log2(4)) / 2 / 2, 0.5, 0.25], scores.Means);
        Assert.Equal(0.25, scores.NewItems);
        Assert.True(double.IsNaN(scores.ByUser[1]));
    }

    [Fact]
    public void Spearman_KnownRanks_AreThoseOfTheTable()
    {
        // scipy.stats.spearmanr([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]) = 0.8207826816681233
        Assert.Equal(0.8207826816681233, Spearman.Of([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]), 12);
        Assert.True(double.IsNaN(Spearman.Of([1, 2], [3, 3])));
    }
}

using Attune.Serving;

namespace Attune.Tests;

public class FoldInTests
{
    static readonly IRecommender Model = new Als { Factors = 2, Iterations = 2 }.Fit(TinyWorld.Handful());

    [Fact]
    public void For_Events_SumWeightsPerItemAndLeaveOutWhatIsNoPreference()
    {
        var feedback = new FeedbackOptions();
        feedback.Weights["cart"] = 0.5f;
        feedback.Weights["return"] = -1;
        var known = Preferences.Of(
        [
            EngineWorld.Event("ann", "tea"), EngineWorld.Event("ann", "jam", "cart"), EngineWorld.Event("ann", "bread", "read"), EngineWorld.Event("ann", "tea", "cart"),
            EngineWorld.Event("ann", "butter"), EngineWorld.Event("ann", "butter", "return"), EngineWorld.Event("ann", "unheard of"),
        ], feedback, EngineWorld.Now);
        var query = known.For(Model, "ann", new RecommendationRequest(), EngineWorld.Now);
        Assert.Equal(["tea", "jam"], query.History!.Select(i => Model.Catalog.Items[i]));
        Assert.Equal([1.5f, 0.5f], query.Weights!);
        Assert.Equal("ann", Model.Catalog.Users[query.User]);
        Assert.Equal(EngineWorld.Now, query.At);
        Assert.Equal(["bread", "butter", "jam", "tea", "unheard of"], known.Seen.Order());
    }

    [Fact]
    public void For_AModelThatReadsOrder_GetsTheTimeOfEachEvent()
    {
        var ordered = new Markov().Fit(TinyWorld.Handful());
        StoredEvent[] events = [EngineWorld.Event("ann", "tea", time: EngineWorld.Now.AddDays(-3)), EngineWorld.Event("ann", "unheard of", time: EngineWorld.Now.AddDays(-2)), EngineWorld.Event("ann", "tea", time: EngineWorld.Now.AddDays(-1))];
        var known = Preferences.Of(events, new FeedbackOptions(), EngineWorld.Now);
        Assert.Equal([EngineWorld.Now.AddDays(-3), EngineWorld.Now.AddDays(-1)], known.For(ordered, "ann", new RecommendationRequest(), EngineWorld.Now).Times!);
        Assert.Null(known.For(Model, "ann", new RecommendationRequest(), EngineWorld.Now).Times);
        Assert.Null(Preferences.Of(["tea"]).For(ordered, null, new RecommendationRequest(), EngineWorld.Now).Times);
    }

    [Fact]
    public void For_UserWithoutEvents_IsNobody()
    {
        var query = Preferences.Of([], new FeedbackOptions(), EngineWorld.Now).For(Model, "ann", new RecommendationRequest(), EngineWorld.Now);
        Assert.Equal(-1, query.User);
        Assert.Empty(query.History!);
    }

    [Fact]
    public void Of_EventsWhoseTimeIsStillToCome_SayNothingYet()
    {
        StoredEvent[] events = [EngineWorld.Event("ann", "tea", time: EngineWorld.Now.AddSeconds(30)), EngineWorld.Event("ann", "jam", time: EngineWorld.Now.AddHours(1))];
        var (now, later) = (Preferences.Of(events, new FeedbackOptions(), EngineWorld.Now), Preferences.Of(events, new FeedbackOptions(), EngineWorld.Now.AddHours(1)));
        Assert.Equal(["tea"], now.Seen);
        Assert.Equal(["jam", "tea"], later.Seen.Order());
        Assert.Equal(2, later.Wanted.Count);
    }

    [Fact]
    public void For_ModelThatReadsOrder_KeepsRepeats()
    {
        var events = new DatasetBuilder().Add(new("a", "x") { Time = EngineWorld.Now }).Add(new("a", "y") { Time = EngineWorld.Now.AddDays(1) }).Add(new("b", "x") { Time = EngineWorld.Now }).Build();
        var markov = new Markov().Fit(events);
        var query = Preferences.Of(["x", "y", "x"]).For(markov, null, new RecommendationRequest(), EngineWorld.Now);
        Assert.Equal(markov.Catalog.Sequences is null ? ["x", "y"] : ["x", "y", "x"], query.History!.Select(i => markov.Catalog.Items[i]));
    }

    [Fact]
    public void For_TextContextAndTime_AreHandedOn()
    {
        var request = new RecommendationRequest { Text = "warm", Context = new Dictionary<string, string> { ["device"] = "phone" }, At = EngineWorld.Now.AddDays(1) };
        var query = Preferences.None.For(Model, null, request, EngineWorld.Now);
        Assert.Equal(("warm", "phone", request.At), (query.Text, query.Context!["device"], query.At));
    }

    [Fact]
    public async Task Recommend_HistoryLongerThanWhatIsRead_LeavesOutWhatTrainingSaw()
    {
        using var world = await EngineWorld.CheckerboardAsync(o => o.Feedback.LongestHistory = 5);
        var list = await world.ListAsync(new() { User = "7", Count = 50 });
        Assert.Contains("7", list);
        Assert.All(list.Where(id => id != "7"), id => Assert.Equal(0, int.Parse(id) % 2));
    }
}

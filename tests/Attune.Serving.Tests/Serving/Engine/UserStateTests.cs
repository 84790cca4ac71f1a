using Attune.Serving;

namespace Attune.Tests;

/// <summary>A recurrent model's states of users who ask again.</summary>
public sealed class UserStateTests
{
    [Fact]
    public void Of_NewEvents_StepOnceEach()
    {
        var model = new Counting();
        var states = new UserStates(model);
        Assert.Equal((3, 3), Ask(states, model, 1, 2, 3));
        Assert.Equal((0, 3), Ask(states, model, 1, 2, 3));
        Assert.Equal((2, 5), Ask(states, model, 1, 2, 3, 4, 5));
    }

    [Fact]
    public void Of_HistoryThatNoLongerBeginsSo_IsReadAnew()
    {
        var model = new Counting();
        var states = new UserStates(model);
        Ask(states, model, 1, 2, 3, 4);
        Assert.Equal((3, 3), Ask(states, model, 1, 3, 4));
        Assert.Equal((0, 0), Ask(states, model));
    }

    [Fact]
    public async Task Of_MuchToRead_IsAnsweredByTheHistoryAndReadForTheNextRequest()
    {
        var model = new Counting();
        var states = new UserStates(model);
        var whole = Query.From([.. Enumerable.Range(0, 40)]);
        Assert.Same(whole, states.Of("u", whole));
        await states.Idle;
        // Twenty are the newest that the model reads.
        Assert.Equal((0, 20), Ask(states, model, [.. Enumerable.Range(0, 40)]));
        // A history that is cut has lost its oldest two as two new ones came.
        Assert.Equal((2, 22), Ask(states, model, [.. Enumerable.Range(2, 40)]));
    }

    [Fact]
    public async Task NextList_AfterAnEvent_IsThatOfTheWholeHistory()
    {
        using var world = await EngineWorld.CheckerboardAsync(o => o.Cache.Megabytes = 0);
        var model = new Counting();
        world.Models.Swap("default", new ActiveModel("v1", model));
        var request = new RecommendationRequest { User = "7", Count = 3 };
        double before;
        // Without a state the model scores −1.
        for (var tries = 0; (before = (await world.Server.RecommendAsync(request)).Items[0].Score) < 0 && tries < 500; tries++) await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.InRange(before, 5, 20);
        model.Steps = 0;
        await world.Store.AddEventsAsync([EngineWorld.Event("7", model.Catalog.Items[0])]);
        Assert.Equal((before + 1, 1), ((await world.Server.RecommendAsync(request)).Items[0].Score, model.Steps));
    }

    // How many steps it took, and how many items the state has read.
    static (int Steps, long Items) Ask(UserStates states, Counting model, params int[] history)
    {
        model.Steps = 0;
        var query = states.Of("u", Query.From(history));
        Assert.Equal(history.Length == 0, query.State is null);
        Assert.Empty(query.History!);
        return (model.Steps, query.State?.Items ?? 0);
    }

    /// <summary>Scores every item by how many items were read.</summary>
    sealed class Counting : IRecurrent
    {
        internal int Steps { get; set; }

        public UserState Start { get; } = new("counting", 0, [], []);

        public int Longest => 20;

        public ITrainer Trainer { get; } = new Als();

        public Catalog Catalog { get; } = Catalog.OfSequences(TinyWorld.Checkerboard());

        public UserState Step(UserState state, params IReadOnlyList<int> items)
        {
            Steps += items.Count;
            return new("counting", state.Items + items.Count, [state.Items + items.Count], []);
        }

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores) => scores.Fill(query.State?.Items ?? -1);

        public void Export(Weights weights) => throw new NotSupportedException();
    }
}

using Attune.Serving;

namespace Attune.Tests;

/// <summary>One step of SGD for each event since training, in place of learning the whole history anew.</summary>
public sealed class OneEventTests
{
    static readonly Lazy<IRecommender> Trained = new(() => new Bpr { Factors = 8, Rivals = 1 }.Fit(TinyWorld.Checkerboard()));

    // An item of the other taste.
    static readonly int Other = Enumerable.Range(0, Model.Catalog.Items.Count).First(i => !Model.Catalog.HistoryOf(Query.For(7)).Items.Contains(i));

    static IInnerProduct Model => (IInnerProduct)Trained.Value;

    [Fact]
    public void News_OneEvent_MovesTheTrainedVectorByTheGradientOfOnePair()
    {
        var bpr = (Bpr)Model.Trainer;
        var (before, after) = (VectorOf(Query.For(7)), VectorOf(Query.For(7) with { News = [Other] }));
        var had = Model.Catalog.HistoryOf(Query.For(7)).Items.ToArray();
        // Which rival was drawn is not known: it is one of those that the user lacks, and no other explains the step.
        var rivals = Enumerable.Range(0, Model.Catalog.Items.Count).Where(j => j != Other && !had.Contains(j)).Where(j => Near(after, StepAgainst(j, before, bpr))).ToArray();
        Assert.Single(rivals);
        Assert.Equal(after, VectorOf(Query.For(7) with { News = [Other] }));
    }

    [Fact]
    public void News_NoneOrUnknown_LeavesTheTrainedVector()
    {
        Assert.Equal(VectorOf(Query.For(7)), VectorOf(Query.For(7) with { News = [] }));
        Assert.Equal(VectorOf(Query.For(7)), VectorOf(Query.For(7) with { News = [-1, 1_000_000] }));
        Assert.Equal(VectorOf(Query.From(0, 2)), VectorOf(Query.From(0, 2) with { News = [4] }));
    }

    [Theory]
    [InlineData(typeof(Bpr))]
    [InlineData(typeof(Warp))]
    public void News_EventsOfAnotherTaste_RaiseThatTasteStepByStep(Type type)
    {
        var model = ((ITrainer)Activator.CreateInstance(type)!).Fit(TinyWorld.Checkerboard());
        var others = Enumerable.Range(0, model.Catalog.Items.Count).Except(model.Catalog.HistoryOf(Query.For(7)).Items.ToArray()).ToArray();
        double[] gaps = [.. new[] { 0, 2, 8 }.Select(n => Gap(model, Query.For(7) with { News = [.. Enumerable.Range(0, n).Select(i => others[i % 4])] }))];
        Assert.True(gaps[0] < gaps[1] && gaps[1] < gaps[2], string.Join(", ", gaps));
    }

    [Fact]
    public async Task NextList_AfterOneEvent_IsThatOfTheStepAndNotOfTheHistoryLearnedAnew()
    {
        using var world = await WorldAsync(o => o.Retrain.OneEventUpdates = true);
        using var anew = await WorldAsync(_ => { });
        var (user, item) = (Model.Catalog.Users[7], Model.Catalog.Items[Other]);
        var before = await ScoresAsync(world, user);
        Assert.Equal(Expected(Query.For(7), before.Keys), before.Values);
        foreach (var w in new[] { world, anew }) await w.Store.AddEventsAsync([EngineWorld.Event(user, item)]);
        var after = await ScoresAsync(world, user);
        Assert.DoesNotContain(item, after.Keys);
        Assert.NotEqual(before, after);
        Assert.Equal(Expected(Query.For(7) with { News = [Other] }, after.Keys), after.Values);
        Assert.NotEqual(after, await ScoresAsync(anew, user));
    }

    [Fact]
    public async Task NextList_EventTakenBack_LearnsTheHistoryAnew()
    {
        using var world = await WorldAsync(Configure);
        using var anew = await WorldAsync(o => o.Feedback.Weights["return"] = -1);
        var (user, item) = (Model.Catalog.Users[7], Model.Catalog.Items[Other]);
        foreach (var w in new[] { world, anew }) await w.Store.AddEventsAsync([EngineWorld.Event(user, item), EngineWorld.Event(user, item, "return")]);
        Assert.Equal(await ScoresAsync(anew, user), await ScoresAsync(world, user));

        static void Configure(AttuneOptions options)
        {
            options.Retrain.OneEventUpdates = true;
            options.Feedback.Weights["return"] = -1;
        }
    }

    static async Task<EngineWorld> WorldAsync(Action<AttuneOptions> configure)
    {
        var world = await EngineWorld.CheckerboardAsync(configure);
        world.Models.Swap("default", new ActiveModel("v1", Trained.Value, (await world.Store.CountsAsync()).LastEvent));
        return world;
    }

    static async Task<Dictionary<string, double>> ScoresAsync(EngineWorld world, string user) =>
        (await world.Server.RecommendAsync(new RecommendationRequest { User = user, Count = 5 })).Items.ToDictionary(i => i.Id, i => i.Score);

    static IEnumerable<double> Expected(Query query, IEnumerable<string> items)
    {
        int[] indices = [.. items.Select(Model.Catalog.Items.IndexOf)];
        var scores = new float[indices.Length];
        Model.Score(query, indices, scores);
        return scores.Select(s => (double)s);
    }

    static float[] VectorOf(Query query)
    {
        var vector = new float[8];
        Assert.True(Model.TryVector(query, vector));
        return vector;
    }

    // x ← (1 − ηλ)·x + η·σ(−(s_i − s_j))·(y_i − y_j), the step of Rendle and others.
    static double[] StepAgainst(int rival, float[] x, Bpr bpr)
    {
        var (y, b) = (Model.ItemVectors.ToArray(), Model.ItemBiases!);
        double Score(int i) => b[i] + x.Select((v, k) => (double)v * y[i * 8 + k]).Sum();
        var pull = bpr.LearningRate / (1 + Math.Exp(Score(Other) - Score(rival)));
        return [.. x.Select((v, k) => (1 - bpr.LearningRate * bpr.Regularization) * v + pull * (y[Other * 8 + k] - y[rival * 8 + k]))];
    }

    static bool Near(float[] a, double[] b) => a.Zip(b).All(p => Math.Abs(p.First - p.Second) < 1e-6);

    // Mean score of what the user lacks less that of what the user has.
    static double Gap(IRecommender model, Query query)
    {
        var (scores, had) = (new float[model.Catalog.Items.Count], model.Catalog.HistoryOf(Query.For(7)).Items.ToArray().ToHashSet());
        model.Score(query, model.Catalog.AllItems, scores);
        return scores.Where((_, i) => !had.Contains(i)).Average() - scores.Where((_, i) => had.Contains(i)).Average();
    }
}

using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Attune.Tests;

/// <summary>
/// What every model promises. A model's test inherits it and states three things: the trainer (options that are quick on a world of 50 × 50), the
/// band of its quality there and, if it folds histories in only roughly, how well. Uses nothing but the public surface.
/// </summary>
[Trait("lane", "vector")]
public abstract partial class RecommenderContract
{
    static readonly ConcurrentDictionary<Type, Lazy<IRecommender>> Models = new();

    /// <summary>The options under test.</summary>
    protected abstract ITrainer Trainer { get; }

    /// <summary>
    /// The band of the share of users whose best new item on the checkerboard is the withheld one: [1, 1] for a good personal model, about 0 for
    /// one that treats all users alike. A model above its band has seen what it must not see.
    /// </summary>
    protected abstract (double Low, double High) Band { get; }

    /// <summary>
    /// The least share of users whose best new item stays the same where the history that training knew is given explicitly; 1 (the default) also
    /// demands equal scores. Only for models that read histories.
    /// </summary>
    protected virtual double FoldInAgreement => 1;

    /// <summary>Why scoring a known user over the whole catalog allocates memory; null (the default) promises that it does not.</summary>
    protected virtual string? AllocatesBecause => null;

    /// <summary>
    /// Why another number of threads gives other scores; null (the default) promises that it does not. Then quality must be in its band whatever the number.
    /// </summary>
    protected virtual string? DependsOnThreadsBecause => null;

    /// <summary>By how much scores in lists that are made for many users together may differ from those made one by one, as a share of the largest. Default 0.</summary>
    protected virtual float BatchRounding => 0;

    /// <summary>Whether the model ranks what a user has had before and cannot say of anything else. Default no.</summary>
    protected virtual bool OnlyHistory => false;

    /// <summary>Users and items of the checkerboard; even.</summary>
    protected virtual int Size => 50;

    /// <summary>Builds a data set: the place where a model that reads features adds them.</summary>
    protected virtual Dataset Build(IEnumerable<Interaction> events) => new DatasetBuilder { Name = "tiny world" }.AddRange(events).Build();

    /// <summary>The query of a known user: the place where a model that reads more than user and history states it.</summary>
    protected virtual Query Ask(int user) => Query.For(user);

    Dataset World => Build(WorldEvents);

    IEnumerable<Interaction> WorldEvents => Trainer.PredictsRatings ? TinyWorld.RatedCheckerboardEvents(Size) : TinyWorld.CheckerboardEvents(Size);

    // Fitted models are immutable, so the tests of a class share one; those of fitting make their own.
    IRecommender Fitted => Models.GetOrAdd(GetType(), _ => new(() => Trainer.Fit(World))).Value;

    bool ReadsHistory => Trainer.Reads.HasFlag(QueryParts.History);

    float[] Scores(IRecommender model, Query query)
    {
        var scores = new float[model.Catalog.Items.Count];
        model.Score(query, model.Catalog.AllItems, scores);
        return scores;
    }

    float[][] AllScores(IRecommender model) => [.. Enumerable.Range(0, model.Catalog.Users.Count).Select(u => Scores(model, Ask(u)))];

    // Of a model that ranks histories alone, the scores of the history: of everything else it must not say anything.
    float[] Said(IRecommender model, Query query, float[] scores)
    {
        if (!OnlyHistory) return scores;
        var history = model.Catalog.HistoryOf(query).Items.ToArray().ToHashSet();
        Assert.All(Enumerable.Range(0, scores.Length).Where(i => !history.Contains(i)), i => Assert.True(float.IsNaN(scores[i])));
        return [.. history.Select(i => scores[i])];
    }

    static float Single(IRecommender model, Query query, int item)
    {
        Span<float> score = [0];
        model.Score(query, [item], score);
        return score[0];
    }

    // The withheld item of user u is item u, so the share of users who find it first is the quality on the checkerboard.
    static double FoundShare(IRecommender model, Func<int, Query> ask)
    {
        var users = model.Catalog.Users;
        var found = Enumerable.Range(0, users.Count).Count(u => Best(model, ask(u)) == model.Catalog.Items.IndexOf(users[u]));
        return found / (double)users.Count;
    }

    static int Best(IRecommender model, Query query) =>
        TopN.For(model, query, 1, Seen.Exclude).Items is [var best] ? best.Item : -1;

    [Fact]
    public void Fit_Checkerboard_FindsWithheldItemsWithinBand() => Assert.InRange(FoundShare(Fitted, Ask), Band.Low, Band.High);

    [Fact]
    public void Score_WholeCatalog_EqualsItemByItem()
    {
        var model = Fitted;
        for (var u = 0; u < model.Catalog.Users.Count; u += 7)
        {
            var whole = Scores(model, Ask(u));
            for (var i = 0; i < whole.Length; i++) Assert.Equal(whole[i], Single(model, Ask(u), i));
        }
    }

    [Fact]
    public void Score_ShuffledCandidates_SameScores()
    {
        var model = Fitted;
        var whole = Scores(model, Ask(3));
        var shuffled = model.Catalog.AllItems.ToArray();
        for (var i = shuffled.Length - 1; i > 0; i--) (shuffled[i], shuffled[i * 7919 % (i + 1)]) = (shuffled[i * 7919 % (i + 1)], shuffled[i]);
        var scores = new float[shuffled.Length];
        model.Score(Ask(3), shuffled, scores);
        Assert.Equal(Array.ConvertAll(shuffled, i => whole[i]), scores);
    }

    [Fact]
    public void Score_KnownUsersAndItems_NeverNaN() => Assert.All(Enumerable.Range(0, Size), u => Assert.DoesNotContain(Said(Fitted, Ask(u), Scores(Fitted, Ask(u))), s => !float.IsFinite(s)));

    [Fact]
    public void Fit_SameSeed_SameScores() => Assert.Equal(AllScores(Trainer.Fit(World)), AllScores(Trainer.Fit(World)));

    [Fact]
    public void Fit_OneOrThreeThreads_SameScores()
    {
        var (one, three) = (Trainer.Fit(World, new FitContext { Threads = 1 }), Trainer.Fit(World, new FitContext { Threads = 3 }));
        if (DependsOnThreadsBecause is null) Assert.Equal(AllScores(one), AllScores(three));
        else Assert.All([one, three], model => Assert.InRange(FoundShare(model, Ask), Band.Low, Band.High));
    }

    [Fact]
    public void Fit_Cancelled_Throws() => Assert.ThrowsAny<OperationCanceledException>(
        () => Trainer.Fit(World, new FitContext { Cancellation = new CancellationToken(true) }));

    [Fact]
    public void Fit_CancelledAtTheFirstReport_StopsBeforeTheNext()
    {
        using var stop = new CancellationTokenSource();
        var stages = new Stop(stop);
        var thrown = Record.Exception(() => Trainer.Fit(World, new FitContext { Cancellation = stop.Token, Progress = stages, Threads = 1 }));
        Assert.Equal(1, stages.Told);
        // A model that reports once, at the end of its work, has nothing left to stop.
        Assert.True(thrown is null or OperationCanceledException, $"{thrown}");
    }

    sealed class Stop(CancellationTokenSource source) : IProgress<FitProgress>
    {
        internal int Told { get; private set; }

        public void Report(FitProgress value)
        {
            Told++;
            source.Cancel();
        }
    }

    [Fact]
    public void Fit_Always_LeavesDataUntouched()
    {
        var (data, fresh) = (World, World);
        Trainer.Fit(data);
        Assert.Equal(fresh.Preferences.Values.ToArray(), data.Preferences.Values.ToArray());
        Assert.Equal(fresh.Preferences.ColumnIndices.ToArray(), data.Preferences.ColumnIndices.ToArray());
        Assert.Equal(fresh.Ratings.Values.ToArray(), data.Ratings.Values.ToArray());
        Assert.Equal(fresh.Events.Values.ToArray(), data.Events.Values.ToArray());
    }

    [Fact]
    public void Options_ThroughJson_RoundTrip()
    {
        var json = Options.ToJson(Trainer);
        Assert.Equal(json, Options.ToJson(Options.FromJson(Trainer.GetType(), json)));
    }

    [Fact]
    public void Fit_EveryOptionBelowItsRange_ReportsAllTogether()
    {
        var ranged = Options.Of(Trainer.GetType()).Where(p => p.GetCustomAttribute<RangeAttribute>() is not null).ToArray();
        var json = JsonNode.Parse(Options.ToJson(Trainer))!.AsObject();
        foreach (var option in ranged)
        {
            var below = Convert.ToDouble(option.GetCustomAttribute<RangeAttribute>()!.Minimum, System.Globalization.CultureInfo.InvariantCulture) - 1;
            json[Options.NameOf(option)] = option.PropertyType == typeof(int) ? (int)below : below;
        }
        var trainer = Options.FromJson(Trainer.GetType(), json.ToJsonString());
        if (ranged.Length == 0) return;
        var thrown = Assert.Throws<OptionsException>(() => trainer.Fit(World));
        Assert.All(ranged, option => Assert.Contains(thrown.Errors, e => e.StartsWith(Options.NameOf(option) + " is ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Restore_ExportedWeights_EqualScoresBitForBit()
    {
        var model = Fitted;
        var weights = new Weights();
        model.Export(weights);
        var restored = model.Trainer.Restore(model.Catalog, weights);
        Assert.Equal(AllScores(model), AllScores(restored));
        if (ReadsHistory) Assert.Equal(Scores(model, Query.From(0, 2, 4)), Scores(restored, Query.From(0, 2, 4)));
    }

    [Fact]
    public void Fit_FromEarlierSmallerModel_KnowsTheGrownWorld()
    {
        var half = Size / 2;
        var earlier = Trainer.Fit(Build(WorldEvents.Where(e => int.Parse(e.User) < half && int.Parse(e.Item) < half)));
        var warm = Trainer.Fit(World, new FitContext { StartFrom = earlier });
        Assert.Equal(World.Users.Ids, warm.Catalog.Users.Ids);
        Assert.InRange(FoundShare(warm, Ask), Band.Low, Band.High);
        if (Trainer.WarmStarts) Assert.NotEqual(AllScores(Fitted), AllScores(warm));
        else Assert.Equal(AllScores(Fitted), AllScores(warm));
    }
}

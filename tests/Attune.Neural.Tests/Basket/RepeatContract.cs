using Attune.Tests;

namespace Attune.Neural.Tests;

/// <summary>The contract of a network that ranks what was bought before, skipped where libtorch is missing; and what all of them promise beyond it.</summary>
public abstract class RepeatContract : RecommenderContract, IClassFixture<CollectedModels>
{
    protected RepeatContract() => Assert.SkipWhen(Torch.Missing is not null, Torch.Missing ?? "");

    // Nothing new is ever found.
    protected override (double Low, double High) Band => (0, 0);

    protected override bool OnlyHistory => true;

    protected override string? DependsOnThreadsBecause => "libtorch adds up gradients of norms in one piece for each thread";

    protected override string? AllocatesBecause => "the days of a history are sorted out anew for each day asked for";

    protected override float BatchRounding => 1e-5f;

    // A history given by its items alone has its order for days.
    protected override double FoldInAgreement => 0.95;

    protected ITrainer With(params string[] settings) => Options.With(Trainer, settings.Select(s => KeyValuePair.Create(s.Split('=')[0], s.Split('=')[1])));

    static readonly DateTimeOffset s_start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    // Half of the users buy milk every second day and oil every twentieth: what is due is milk.
    internal static Dataset Shop(int users = 24) => new DatasetBuilder { Name = "shop" }.AddRange(
        from u in Enumerable.Range(0, users)
        from day in Enumerable.Range(0, 60)
        from item in new (string Name, int Every)[] { ("milk", 2), ("oil", 20), ("tea", 5), ($"own{u % 4}", 9) }
        where (day + u) % item.Every == 0
        select new Interaction($"u{u}", item.Name) { Time = s_start.AddDays(day) }).Build();

    internal static float[] Scores(IRecommender model, Query query)
    {
        var scores = new float[model.Catalog.Items.Count];
        model.Score(query, model.Catalog.AllItems, scores);
        return scores;
    }

    [Fact]
    public void Score_HistoryWithItsTimes_IsThatOfTheKnownUser()
    {
        var model = With("epochs=1").Fit(Shop());
        for (var u = 0; u < 24; u += 5)
        {
            var given = new Query { User = u, History = [.. model.Catalog.SequenceOf(Query.For(u)).ToArray()], Times = [.. model.Catalog.TimesOf(Query.For(u)).ToArray().Select(DateTimeOffset.FromUnixTimeMilliseconds)] };
            Assert.Equal(Scores(model, Query.For(u)), Scores(model, given));
            Assert.Equal(Scores(model, Query.For(u) with { At = s_start.AddDays(40) }), Scores(model, given with { At = s_start.AddDays(40) }));
        }
    }

    [Fact]
    public void Score_OnlyTheDayMoves_RanksAnew()
    {
        var model = With("epochs=1").Fit(Shop());
        var (today, later) = (Scores(model, Query.For(3)), Scores(model, Query.For(3) with { At = s_start.AddDays(67) }));
        if (CountsDays) Assert.NotEqual(today, later);
        else Assert.Equal(today, later);
        Assert.Equal(today, Scores(model, Query.For(3) with { At = s_start.AddDays(60) }));
        // Whatever the hour.
        Assert.Equal(today, Scores(model, Query.For(3) with { At = s_start.AddDays(60).AddHours(-11) }));
    }

    [Fact]
    public void Score_WhatIsBoughtOnTheDayOrLater_IsNotRead()
    {
        var model = With("epochs=1").Fit(Shop());
        var at = Query.For(2) with { At = s_start.AddDays(20) };
        int[] items = [.. model.Catalog.SequenceOf(at).ToArray()];
        DateTimeOffset[] times = [.. model.Catalog.TimesOf(at).ToArray().Select(DateTimeOffset.FromUnixTimeMilliseconds)];
        var before = items.Zip(times).Where(p => p.Second < s_start.AddDays(20).AddHours(-12)).ToArray();
        Assert.InRange(before.Length, 10, items.Length - 10);
        Assert.Equal(Scores(model, at), Scores(model, at with { History = [.. before.Select(p => p.First)], Times = [.. before.Select(p => p.Second)] }));
        Assert.All(Scores(model, Query.For(2) with { At = s_start.AddDays(-1) }), s => Assert.True(float.IsNaN(s)));
    }

    [Fact]
    public void Score_ItemsBoughtInAnyOrder_AreScoredAlike()
    {
        var model = With("epochs=1").Fit(Shop());
        var (items, times) = ((int[])[0, 1, 2, 3], (DateTimeOffset[])[.. Enumerable.Range(0, 4).Select(i => s_start.AddDays(50 + i / 2))]);
        var expected = Scores(model, new Query { History = items, Times = times });
        var turned = Scores(model, new Query { History = [.. items.Reverse()], Times = [.. times.Reverse()] });
        for (var i = 0; i < 4; i++) Assert.Equal(expected[i], turned[i], 1e-5f);
    }

    [Fact]
    public void Score_MoreThanAreRead_CannotSayOfTheOldest()
    {
        var model = With("epochs=1", "mostCandidates=2").Fit(Shop());
        Assert.Equal(2, Scores(model, Query.For(1)).Count(float.IsFinite));
    }

    [Fact]
    public void Fit_FromAModelOfAnotherShapeOrKind_SaysWhatDiffers()
    {
        var earlier = With("epochs=1").Fit(Shop());
        Assert.Contains("the tensor '", Assert.Throws<ArgumentException>(() => With(Wider).Fit(Shop(), new FitContext { StartFrom = earlier })).Message, StringComparison.Ordinal);
        Assert.Contains("cannot start from", Assert.Throws<ArgumentException>(() => Trainer.Fit(Shop(), new FitContext { StartFrom = new Popularity().Fit(Shop()) })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_InParts_LearnsAsFromTheWholeBatch()
    {
        var trainer = With("epochs=2", "batchSize=12", "optimizer=sgd", "learningRate=0.1", "dropout=0");
        float[] Learned(ITrainer t) => TinyTrainer.NumbersOf(t.Fit(Shop(), new FitContext { Threads = 1 }));
        var whole = Learned(trainer);
        float Difference(ITrainer other) => whole.Zip(Learned(other)).Max(p => Math.Abs(p.First - p.Second));
        Assert.InRange(Difference(Options.With(trainer, [new("accumulate", "5")])), 0, 1e-5f);
        Assert.InRange(Difference(Options.With(trainer, [new("batchSize", "4")])), 1e-5f, 100);
    }

    [Fact]
    public void FitAndScore_Over_LeaveNoTensorBehind()
    {
        CollectedModels.Collect();
        var before = Scope.LiveTensors;
        Use();
        CollectedModels.Collect();
        Assert.Equal(before, Scope.LiveTensors);

        void Use() => Assert.NotEmpty(TopN.ForAll(With("epochs=2").Fit(Shop()), n: 3).ToList());
    }

    /// <summary>The gradients of a network's scores, against differences; parameters are moved first, so that no function is asked where it bends.</summary>
    private protected static void CheckGradients(RepeatNetwork network)
    {
        using var scope = new Scope();
        using (Gradients.NotRecorded())
            foreach (var (name, value) in network.Parameters) value.AddInPlace(FiniteDifferences.Init(name.Length).Normal(value.Shape, 0.5));
        var batch = new RepeatBatch([CadenceKernelsTests.History((0, [1, 9]), (2, [1, 4]), (1, [4])), CadenceKernelsTests.History((1, [2, 3, 5, 7]))], [0, 1], 9);
        FiniteDifferences.Check(network, () => network.Forward(batch) * batch.Rows.Ne(0).To(DType.Float64));
    }

    /// <summary>Whether it reads how many days ago something was, and not only how many baskets.</summary>
    protected virtual bool CountsDays => true;

    /// <summary>A setting that changes the shape of what is learned: "width=24".</summary>
    protected abstract string Wider { get; }
}

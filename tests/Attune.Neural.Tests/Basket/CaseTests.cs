namespace Attune.Neural.Tests;

public sealed class CaseTests : RepeatContract
{
    protected override ITrainer Trainer => new Case { Width = 8, Heads = 2, InducingPoints = 4, Days = 56, Kernels = "7,14,28", BatchSize = 12, Epochs = 2, TargetDays = 2, LearningRate = 0.01 };

    protected override string Wider => "width=12";

    [Theory]
    [InlineData("withoutCadence=true")]
    [InlineData("withoutSet=true")]
    [InlineData("withoutItems=true")]
    [InlineData("inducingPoints=0")]
    [InlineData("scoring=both")]
    [InlineData("loss=ranker,negatives=hard,negativeRatio=1")]
    [InlineData("loss=bce,negatives=hard,negativeRatio=1")]
    [InlineData("negatives=random,negativeRatio=1")]
    [InlineData("negatives=frequency,negativeRatio=1")]
    [InlineData("negatives=recency,negativeRatio=1")]
    [InlineData("negatives=mixed,negativeRatio=2")]
    public void Fit_EveryVariant_LearnsSomethingOfItsOwn(string settings)
    {
        var (plain, other) = (With("epochs=2").Fit(Shop()), With(["epochs=2", .. settings.Split(',')]).Fit(Shop()));
        Assert.All(Scores(other, Query.For(1)).Where(s => !float.IsNaN(s)), s => Assert.True(float.IsFinite(s)));
        Assert.NotEqual(Scores(plain, Query.For(1)), Scores(other, Query.For(1)));
    }

    [Fact]
    public void Fit_WithoutTheSet_ItemsDoNotKnowOfEachOther()
    {
        float[] Alone(ITrainer trainer)
        {
            var model = trainer.Fit(Shop());
            return [.. new[] { Query.From(0), Query.From(1, 0) }.Select(q => Scores(model, q with { Times = [.. Enumerable.Repeat(DateTimeOffset.UnixEpoch.AddDays(20_000), q.History!.Count)], At = DateTimeOffset.UnixEpoch.AddDays(20_009) })[0])];
        }
        var (without, with) = (Alone(With("withoutSet=true")), Alone(Trainer));
        Assert.Equal(without[0], without[1], 1e-6f);
        Assert.True(Math.Abs(with[0] - with[1]) > 1e-5f);
    }

    [Fact]
    public void Fit_WhatCannotBe_IsSaidTogether()
    {
        var thrown = Assert.Throws<OptionsException>(() => new Case { Kernels = "7,x", Width = 6, Heads = 5, WithoutCadence = true, WithoutItems = true, Scoring = CaseScoring.Both }.Fit(Shop()));
        Assert.Equal(4, thrown.Errors.Count);
        Assert.Contains("kernels is '7,x'; it must be whole numbers from 1 to days (364)", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("'400'", Assert.Throws<OptionsException>(() => new Case { Kernels = "400" }.Fit(Shop())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_ItemsThatNoDayOfTrainingHolds_ShareOneVector()
    {
        // The newest day of each user is what is learned; what comes there first is in no history before.
        var data = new DatasetBuilder().AddRange(from u in Enumerable.Range(0, 6) from e in new (string, int)[] { ("a", 0), ("b", 1), ("a", 5), ($"new{u}", 5) } select new Interaction($"u{u}", e.Item1) { Time = DateTimeOffset.UnixEpoch.AddDays(e.Item2) }).Build();
        var model = With("targetDays=1").Fit(data);
        Query Of(int n) => new() { History = [model.Catalog.Items.IndexOf($"new{n}")], Times = [DateTimeOffset.UnixEpoch], At = DateTimeOffset.UnixEpoch.AddDays(3) };
        Assert.Equal(Scores(model, Of(1))[Of(1).History![0]], Scores(model, Of(4))[Of(4).History![0]]);
        var known = new Query { History = [model.Catalog.Items.IndexOf("b")], Times = [DateTimeOffset.UnixEpoch], At = DateTimeOffset.UnixEpoch.AddDays(3) };
        Assert.NotEqual(Scores(model, Of(1))[Of(1).History![0]], Scores(model, known)[known.History![0]]);
    }

    [Fact]
    public void Score_BoughtBeforeAllDaysThatAreRead_IsScoredByItsVector()
    {
        var model = Trainer.Fit(Shop());
        var scores = Scores(model, Query.For(0) with { At = DateTimeOffset.UnixEpoch.AddDays(30_000) });
        Assert.Equal(4, scores.Count(float.IsFinite));
        Assert.True(scores.Where(float.IsFinite).Distinct().Count() > 1);
    }

    [Fact]
    public void Facts_TellOfDeadKernels() => Assert.Equal("none", ((IDescribes)Trainer.Fit(Shop())).Facts.Single(f => f.Key == "dead kernels").Value);
}

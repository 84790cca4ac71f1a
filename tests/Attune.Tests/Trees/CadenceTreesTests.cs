using Attune.Neural;
using Attune.Trees;

namespace Attune.Tests;

public sealed class CadenceTreesTests : RecommenderContract
{
    protected override ITrainer Trainer => new CadenceTrees { Trees = 20, LeastRows = 5 };

    // What was never bought is all alike: one user in fifty is lucky.
    protected override (double Low, double High) Band => (0, 0.1);

    // A history given without its times is read by its order.
    protected override double FoldInAgreement => 0.95;

    protected override string? AllocatesBecause => "a history becomes a calendar for each list";

    [Fact]
    public void Fit_ItemsThatComeEveryTwoWeeks_AreDueThenAndNotBefore()
    {
        // Everybody buys one item every 14 days and one every 5, from a day of their own on.
        var data = new DatasetBuilder { Name = "rhythm" }.AddRange(
            from u in Enumerable.Range(0, 80)
            from day in Enumerable.Range(0, 120)
            let start = u % 14
            from item in new[] { (day - start) % 14 == 0 ? $"slow{u % 5}" : "", (day - start) % 5 == 0 ? $"quick{u % 3}" : "" }
            where day >= start && item.Length > 0
            select BuyAgain.On(day, $"{u}", item)).Build();
        var model = new CadenceTrees { Baskets = 20 }.Fit(data);
        float Due(int day) => BuyAgain.Score(model, "0", "slow0", day);
        // User 0 bought it on days 0, 14, …, 98 and 112.
        Assert.True(Due(112) > 3 * Due(106), $"{Due(112)} against {Due(106)}");
        Assert.Equal(0, BuyAgain.Score(model, "0", "slow1", 112));
        Assert.NotEqual(BuyAgain.List(model, "0", 112), BuyAgain.List(model, "0", 105));
    }

    [Fact]
    public void Score_OfAShopWithKnownRhythms_PutsWhatIsDueFirst()
    {
        var world = new PlantedCadence { Users = 120 };
        var data = world.Build();
        var (trees, frequency) = (CalendarSensitivity.Of(new CadenceTrees { Baskets = 8 }.Fit(data), world), CalendarSensitivity.Of(new PersonalFrequency().Fit(data), world));
        Assert.True(trees.Pairs > 200);
        Assert.InRange(trees.Auc, 0.9, 1);
        Assert.InRange(trees.Auc - frequency.Auc, 0.15, 1);
        Assert.InRange(trees.Waiting, 0.9, 1);
        Assert.InRange(trees.Moves, 0.9, 1);
    }

    [Fact]
    public void Fit_WithoutRepeatRates_KnowsNothingOfItems()
    {
        var data = new PlantedCadence { Users = 60 }.Build();
        Assert.Contains(Rates(new CadenceTrees { Trees = 5 }), r => r > 0);
        Assert.All(Rates(new CadenceTrees { Trees = 5, WithoutRepeatRate = true }), r => Assert.Equal(0, r));

        float[] Rates(CadenceTrees trainer)
        {
            var saved = new Weights();
            trainer.Fit(data).Export(saved);
            return saved.Float("repeatRates");
        }
    }

    [Fact]
    public void Fit_WhereNothingIsToBeLearned_ScoresAllThatWasBoughtAlike()
    {
        // Nobody had bought anything before the last day.
        var once = new CadenceTrees().Fit(new DatasetBuilder { Name = "once" }.Add(BuyAgain.On(3, "ann", "tea")).Add(BuyAgain.On(3, "ann", "jam")).Add(BuyAgain.On(5, "bob", "tea")).Build());
        Assert.Equal((0.5f, 0.5f), (BuyAgain.Score(once, "ann", "tea", 9), BuyAgain.Score(once, "ann", "jam", 9)));
        // Nobody ever bought anything again.
        var never = new CadenceTrees().Fit(new DatasetBuilder { Name = "never" }.AddRange(from u in Enumerable.Range(0, 40) from day in Enumerable.Range(0, 6) select BuyAgain.On(day, $"{u}", $"{day}")).Build());
        Assert.Equal(0.5f, BuyAgain.Score(never, "7", "2", 9));
    }

    [Fact]
    public void Fit_FewerRowsThanALeafNeeds_StillGivesAModel() =>
        Assert.InRange(BuyAgain.Score(new CadenceTrees { LeastRows = 1000 }.Fit(BuyAgain.Shop), "ann", "tea", 15), float.Epsilon, 1);

    [Fact]
    public void Fit_DataWithoutTimes_SaysWhatItNeeds() =>
        Assert.Contains("cadence-trees needs", Assert.Throws<DataException>(() => new CadenceTrees().Fit(new DatasetBuilder { Name = "plain" }.Add(new Interaction("ann", "tea")).Build())).Message);

    [Fact]
    public void Fit_EachTree_IsReportedAndMayBeTheLast()
    {
        var data = new PlantedCadence { Users = 30, Days = 100 }.Build();
        var told = new Told();
        new CadenceTrees { Trees = 12, Baskets = 4 }.Fit(data, new FitContext { Progress = told });
        Assert.Equal(Enumerable.Range(0, 13).Select(t => (long)t), told.Steps.Where(s => s.Stage == "learning").Select(s => s.Done));
        using var stop = new CancellationTokenSource();
        var until = new Told { Act = s => { if (s is { Stage: "learning", Done: 5 }) stop.Cancel(); } };
        Assert.ThrowsAny<OperationCanceledException>(() => new CadenceTrees { Trees = 12, Baskets = 4 }.Fit(data, new FitContext { Progress = until, Cancellation = stop.Token }));
        Assert.Equal(5, until.Steps[^1].Done);
    }

    [Fact]
    public void Fit_AnotherSeed_DrawsOtherFeatures()
    {
        var data = new PlantedCadence { Users = 60, Days = 150 }.Build();
        float[] Scores(CadenceTrees trainer) => [.. Enumerable.Range(0, 40).Select(i => BuyAgain.Score(trainer.Fit(data), "user 3", $"item {i}"))];
        Assert.NotEqual(Scores(new() { Trees = 10, Baskets = 4 }), Scores(new() { Trees = 10, Baskets = 4, Seed = 7 }));
        Assert.Equal(Scores(new() { Trees = 10, Baskets = 4, FeatureFraction = 1 }), Scores(new() { Trees = 10, Baskets = 4, FeatureFraction = 1, Seed = 7 }));
    }

    sealed class Told : IProgress<FitProgress>
    {
        internal List<FitProgress> Steps { get; } = [];

        internal Action<FitProgress>? Act { get; init; }

        public void Report(FitProgress value)
        {
            Steps.Add(value);
            Act?.Invoke(value);
        }
    }
}

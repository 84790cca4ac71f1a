namespace Attune.Tests;

public sealed class NormalTests : RecommenderContract
{
    protected override ITrainer Trainer => new Normal();

    // Of two withheld items a guess finds the right one in half of the cases.
    protected override (double Low, double High) Band => (0.2, 0.8);

    [Fact]
    public void Score_ManyPairs_HaveTheMeanAndDeviationOfTheRatings()
    {
        // Ratings far from the ends of the range, so that hardly any draw is drawn back: mean 50, deviation 5.
        var events = Enumerable.Range(0, 100).SelectMany(u => Enumerable.Range(0, 100).Select(i => new Interaction($"{u}", $"{i}") { Value = (u, i) switch { (0, 0) => 0, (0, 1) => 100, _ => i % 2 == 0 ? 45 : 55 } }));
        var model = Trainer.Fit(Build(events));
        var scores = Enumerable.Range(0, 100).SelectMany(u =>
        {
            var row = new float[100];
            model.Score(Query.For(u), model.Catalog.AllItems, row);
            return row;
        }).ToArray();
        Assert.Equal(50, scores.Average(), 0.3);
        Assert.Equal(5, Math.Sqrt(scores.Average(s => (s - 50.0) * (s - 50.0))), 0.3);
        Assert.InRange(scores.Distinct().Count(), 9_900, 10_000);
    }

    [Fact]
    public void Score_AnotherSeed_OtherDraws()
    {
        var data = Build(TinyWorld.RatedCheckerboardEvents(10));
        var (one, other) = (new float[10], new float[10]);
        new Normal { Seed = 1 }.Fit(data).Score(Query.For(0), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], one);
        new Normal { Seed = 2 }.Fit(data).Score(Query.For(0), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], other);
        Assert.NotEqual(one, other);
    }
}

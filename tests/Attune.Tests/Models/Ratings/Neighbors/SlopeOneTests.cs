namespace Attune.Tests;

public sealed class SlopeOneTests : RecommenderContract
{
    protected override ITrainer Trainer => new SlopeOne { Weighted = true };

    // Differences of opposite tastes cancel out: slope one knows no taste.
    protected override (double Low, double High) Band => (0, 1);

    [Theory, InlineData(false), InlineData(true)]
    public void Score_RandomRatings_IsTheFormula(bool weighted)
    {
        const int Users = 9, Items = 8;
        var ratings = RatingWorld.Random(Users, Items, 6);
        var model = new SlopeOne { Weighted = weighted }.Fit(RatingWorld.Build(ratings));
        var scale = new RatingScale(0, 1, 5);
        var whole = new float[Items];
        for (var u = 0; u < Users; u++)
        {
            model.Score(Query.For(u), model.Catalog.AllItems, whole);
            for (var i = 0; i < Items; i++)
            {
                Assert.Equal(scale.Clip((float)Expected(u, i)), whole[i], 1e-4);
                Assert.Equal(whole[i], RatingWorld.Predict(model, u, i));
            }
        }

        double Expected(int u, int i)
        {
            var rated = Enumerable.Range(0, Items).Where(j => !double.IsNaN(ratings[u, j])).ToArray();
            var terms = rated.Where(j => j != i).Select(j => (j, Both: Enumerable.Range(0, Users).Where(v => !double.IsNaN(ratings[v, i] + ratings[v, j])).ToArray()))
                .Where(t => t.Both.Length > 0).Select(t => (t.j, Count: (double)t.Both.Length, Difference: t.Both.Average(v => ratings[v, i] - ratings[v, t.j]))).ToArray();
            return weighted ? terms.Sum(t => t.Count * (ratings[u, t.j] + t.Difference)) / terms.Sum(t => t.Count)
                : rated.Average(j => ratings[u, j]) + terms.Average(t => t.Difference);
        }
    }

    [Fact]
    public void Score_NothingShared_IsTheUsersMean()
    {
        var model = Trainer.Fit(Build([new("a", "x") { Value = 1 }, new("a", "y") { Value = 2 }, new("b", "z") { Value = 5 }]));
        Assert.Equal(1.5f, RatingWorld.Predict(model, 0, model.Catalog.Items.IndexOf("z")), 5);
        Assert.Equal(8 / 3f, RatingWorld.Predict(model, 0, 99), 5);
    }
}

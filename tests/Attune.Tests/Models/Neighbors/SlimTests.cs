namespace Attune.Tests;

public sealed class SlimTests : RecommenderContract
{
    protected override ITrainer Trainer => new Slim { L1 = 0.1, L2 = 10 };

    protected override (double Low, double High) Band => (1, 1);

    // Two items: w = max(0, g − L1) / (own + L2), in closed form. Two users have both, one has the first alone: g = 2, own = 3 and 2.
    [Fact]
    public void Fit_TwoItemsByHand_GivesTheClosedForm()
    {
        var data = new DatasetBuilder().AddRange([new("a", "0"), new("a", "1"), new("b", "0"), new("b", "1"), new("c", "0")]).Build();
        var weights = new Weights();
        new Slim { L1 = 0.5, L2 = 1 }.Fit(data).Export(weights);
        Assert.Equal([1, 0], weights.Integer("sources"));
        Assert.Equal([1.5f / 3, 1.5f / 4], weights.Float("weights"));
    }

    // The conditions of the minimum (Karush, Kuhn, Tucker): with c = Rᵢ·(r − R·w) − L2·w, c = L1·sign(w) where w is not zero, else |c| is at most L1
    // (c itself, where negative weights are ruled out).
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fit_RandomPreferences_StandsAtTheMinimum(bool nonNegative)
    {
        var data = RandomPreferences.Dataset(40, 15, 8);
        var r = RandomPreferences.Dense(data);
        var (l1, l2) = (2.0, 5.0);
        var model = new Slim { L1 = l1, L2 = l2, NonNegative = nonNegative, Tolerance = 1e-7, Sweeps = 5000 }.Fit(data);
        var scores = new float[15];
        var w = new double[15, 15];
        for (var i = 0; i < 15; i++)
        {
            model.Score(Query.From(i), model.Catalog.AllItems, scores);
            for (var j = 0; j < 15; j++) w[i, j] = scores[j];
        }
        Assert.Contains(w.Cast<double>(), x => x != 0);
        Assert.Equal(nonNegative, !w.Cast<double>().Any(x => x < 0));
        for (var j = 0; j < 15; j++)
            for (var i = 0; i < 15; i++)
            {
                if (i == j) continue;
                var c = Enumerable.Range(0, 40).Sum(u => r[u, i] * (r[u, j] - Enumerable.Range(0, 15).Sum(k => r[u, k] * w[k, j]))) - l2 * w[i, j];
                if (w[i, j] != 0) Assert.Equal(l1 * Math.Sign(w[i, j]), c, 0.02);
                else Assert.True(c <= l1 + 0.02 && (nonNegative || c >= -l1 - 0.02), $"{c} at a weight of zero");
            }
    }
}

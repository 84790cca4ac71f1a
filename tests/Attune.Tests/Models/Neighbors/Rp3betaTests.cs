namespace Attune.Tests;

public sealed class Rp3betaTests : RecommenderContract
{
    protected override ITrainer Trainer => new Rp3beta { Neighbors = 30 };

    protected override (double Low, double High) Band => (1, 1);

    [Theory]
    [InlineData(1, 0.6)]
    [InlineData(0.5, 0)]
    [InlineData(1.4, 0.3)]
    public void Fit_RandomPreferences_AreTheWalksByDefinition(double alpha, double beta)
    {
        var data = RandomPreferences.Dataset(30, 20, 1);
        var (r, users, items) = (RandomPreferences.Dense(data), data.Users.Count, data.Items.Count);
        double Row(int u) => Enumerable.Range(0, items).Sum(i => r[u, i]);
        double Column(int i) => Enumerable.Range(0, users).Sum(u => r[u, i]);
        var model = new Rp3beta { Alpha = alpha, Beta = beta, Neighbors = items }.Fit(data);
        var scores = new float[items];
        for (var i = 0; i < items; i++)
        {
            model.Score(Query.From(i), model.Catalog.AllItems, scores);
            for (var j = 0; j < items; j++)
            {
                var walks = i == j ? 0 : Enumerable.Range(0, users).Sum(u => Math.Pow(r[u, i] / Column(i), alpha) * Math.Pow(r[u, j] / Row(u), alpha));
                Assert.Equal(walks / Math.Pow(Enumerable.Range(0, users).Count(u => r[u, j] > 0), beta), scores[j], 1e-5);
            }
        }
    }

    // From the walks of the test above, which are held to their definition: each source's kept, divided by their sum; then of each target the largest few.
    [Fact]
    public void Normalized_AndPrunedBySources_AreThoseOfTheWalks()
    {
        const int Kept = 3;
        var data = RandomPreferences.Dataset(30, 20, 1);
        var items = data.Items.Count;
        double[][] Walks(Rp3beta trainer)
        {
            var (model, scores) = (trainer.Fit(data), new float[items]);
            return [.. Enumerable.Range(0, items).Select(i =>
            {
                model.Score(Query.From(i), model.Catalog.AllItems, scores);
                return Array.ConvertAll(scores, s => (double)s);
            })];
        }
        var plain = Walks(new Rp3beta { Neighbors = items });
        double Share(int i, int j) => plain[i][j] / plain[i].Sum();
        var found = Walks(new Rp3beta { Neighbors = items, Normalize = true, Sources = Kept });
        for (var j = 0; j < items; j++)
        {
            var least = Enumerable.Range(0, items).Select(i => Share(i, j)).OrderDescending().ElementAt(Kept - 1);
            for (var i = 0; i < items; i++) Assert.Equal(Share(i, j) >= least - 1e-9 ? Share(i, j) : 0, found[i][j], 1e-5);
        }
    }
}

namespace Attune.Tests;

public sealed class ItemKnnTests : RecommenderContract
{
    protected override ITrainer Trainer => new ItemKnn { Neighbors = 30 };

    protected override (double Low, double High) Band => (1, 1);

    [Fact]
    public void Score_Handful_IsTheCosineByHand()
    {
        var model = new ItemKnn().Fit(TinyWorld.Handful());
        var (tea, jam) = (model.Catalog.Items.IndexOf("tea"), model.Catalog.Items.IndexOf("jam"));
        Assert.Equal(1 / Math.Sqrt(2), Score(model, Query.From(tea), jam), 6);
        Assert.Equal(3 / Math.Sqrt(2), Score(model, Query.From(tea) with { Weights = [3] }, jam), 5);
    }

    [Fact]
    public void Fit_Shrink_AddsToTheDenominator()
    {
        var model = new ItemKnn { Shrink = 1 }.Fit(TinyWorld.Handful());
        var (tea, jam) = (model.Catalog.Items.IndexOf("tea"), model.Catalog.Items.IndexOf("jam"));
        Assert.Equal(1 / (Math.Sqrt(2) + 1), Score(model, Query.From(tea), jam), 6);
    }

    [Fact]
    public void Fit_OneNeighbor_IsKeptForEachTarget()
    {
        // 'hub' is everybody's nearest source; each of the three targets keeps it, though it is one source.
        var data = new DatasetBuilder().AddRange(
            from user in Enumerable.Range(0, 6)
            from item in new[] { "hub", "spoke" + user % 3 }
            select new Interaction(Vocabulary.Canonical(user), item)).Build();
        var model = new ItemKnn { Neighbors = 1 }.Fit(data);
        var hub = model.Catalog.Items.IndexOf("hub");
        Assert.All(new[] { "spoke0", "spoke1", "spoke2" }, s => Assert.True(Score(model, Query.From(hub), model.Catalog.Items.IndexOf(s)) > 0));
    }

    public static TheoryData<PreferenceSimilarity> Kinds => [.. Enum.GetValues<PreferenceSimilarity>()];

    [Theory, MemberData(nameof(Kinds))]
    public void Fit_RandomPreferences_IsTheSimilarityByDefinition(PreferenceSimilarity kind)
    {
        var data = RandomPreferences.Dataset(30, 20, 1);
        var (users, items) = (data.Users.Count, data.Items.Count);
        var (dense, rows) = (RandomPreferences.Dense(data), new double[items, users]);
        for (var i = 0; i < items; i++)
            for (var u = 0; u < users; u++) rows[i, u] = dense[u, i];
        var model = new ItemKnn { Similarity = kind, Neighbors = items, Shrink = 0.5, Alpha = 0.3, K1 = 2, B = 0.4 }.Fit(data);
        for (var source = 0; source < items; source++)
            for (var target = 0; target < items; target++)
            {
                var expected = source == target ? 0 : RandomPreferences.Similarity(rows, target, source, kind, 0.5, 0.3, 2, 0.4);
                Assert.Equal(expected, Score(model, Query.From(source), target), 1e-5 * Math.Max(1, expected));
            }
    }

    [Fact]
    public void Fit_Normalize_EverySourceGivesOneInAll()
    {
        var model = new ItemKnn { Neighbors = 3, Normalize = true }.Fit(RandomPreferences.Dataset(30, 20, 1));
        var scores = new float[20];
        for (var source = 0; source < 20; source++)
        {
            model.Score(Query.From(source), model.Catalog.AllItems, scores);
            Assert.True(scores.Sum() is 0 or > 0.9999f and < 1.0001f);
        }
        Assert.Contains(Enumerable.Range(0, 20), source => Score(model, Query.From(source), source == 0 ? 1 : 0) > 0);
    }

    static float Score(IRecommender model, Query query, int item)
    {
        Span<float> score = [0];
        model.Score(query, [item], score);
        return score[0];
    }
}

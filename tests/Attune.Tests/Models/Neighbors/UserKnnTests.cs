namespace Attune.Tests;

public sealed class UserKnnTests : RecommenderContract
{
    protected override ITrainer Trainer => new UserKnn { Neighbors = 20 };

    protected override (double Low, double High) Band => (1, 1);

    public static TheoryData<PreferenceSimilarity> Kinds => [.. Enum.GetValues<PreferenceSimilarity>()];

    [Theory, MemberData(nameof(Kinds))]
    public void Score_RandomPreferences_IsTheSumOverTheNearestUsers(PreferenceSimilarity kind)
    {
        var data = RandomPreferences.Dataset(40, 25, 2);
        var trainer = new UserKnn { Similarity = kind, Neighbors = 7, Shrink = 0.5, Alpha = 0.3, K1 = 2, B = 0.4 };
        var model = trainer.Fit(data);
        var rows = RandomPreferences.Dense(data);
        var scores = new float[data.Items.Count];
        for (var u = 0; u < data.Users.Count; u++)
        {
            model.Score(Query.For(u), model.Catalog.AllItems, scores);
            var near = Enumerable.Range(0, data.Users.Count).Where(v => v != u)
                .Select(v => (User: v, Alike: RandomPreferences.Similarity(rows, u, v, kind, 0.5, 0.3, 2, 0.4)))
                .OrderByDescending(v => (float)v.Alike).ThenBy(v => v.User).Take(7).ToArray();
            for (var i = 0; i < scores.Length; i++)
            {
                var expected = near.Sum(v => v.Alike * rows[v.User, i]);
                Assert.Equal(expected, scores[i], 1e-4 * Math.Max(1, expected));
            }
        }
    }

    [Fact]
    public void Contributions_AnyItem_AddUpToTheScore()
    {
        var model = (IExplain)new UserKnn { Neighbors = 7 }.Fit(RandomPreferences.Dataset(40, 25, 3));
        var query = Query.From(3, 1, 8) with { Weights = [2, 1, 5] };
        var (contributions, score) = (new float[3], new float[1]);
        for (var item = 0; item < 25; item++)
        {
            model.Contributions(query, item, contributions);
            model.Score(query, [item], score);
            Assert.Equal(score[0], contributions.Sum(), 1e-4f);
        }
    }
}

namespace Attune.Tests;

/// <summary>SLIM against scikit-learn's elastic nets on MovieLens 100K (tests/Golden/slim-ml100k.json).</summary>
[Trait("data", "ml-100k")]
public sealed class SlimGoldenTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Slim_Golden_Within003(int row)
    {
        var golden = TestData.Golden("slim-ml100k.json");
        var expected = golden.GetProperty("results")[row];
        var split = Ua();
        Assert.Equal((golden.GetProperty("train").GetInt32(), golden.GetProperty("test").GetInt32(), golden.GetProperty("users").GetInt32(), golden.GetProperty("items").GetInt32()),
            (split.Train.Count, split.Test.Count, split.Train.Users.Count, split.Train.Items.Count));
        var trainer = new Slim { L1 = expected.GetProperty("l1").GetDouble(), L2 = expected.GetProperty("l2").GetDouble(), NonNegative = expected.GetProperty("nonNegative").GetBoolean() };
        var model = trainer.Fit(split.Train);
        var ndcg = Evaluation.Of(model, split, [Ndcg.At(10)], new EvaluationOptions { BootstrapSamples = 0 }, null)["ndcg@10"].Value;
        output.WriteLine($"{Options.ToJson(trainer)}: ndcg@10 {ndcg:0.0000}, scikit-learn {expected.GetProperty("ndcg@10").GetDouble():0.0000}");
        Assert.InRange(ndcg, expected.GetProperty("ndcg@10").GetDouble() - 0.003, expected.GetProperty("ndcg@10").GetDouble() + 0.003);
        var score = new float[1];
        foreach (var pair in expected.GetProperty("weightsTowards50").EnumerateArray())
        {
            model.Score(Query.From(model.Catalog.Items.IndexOf(pair[0].GetRawText())), [model.Catalog.Items.IndexOf("50")], score);
            Assert.Equal(pair[1].GetDouble(), score[0], 2e-3);
        }
    }

    // Rated 4 or more; ua.base trains; of ua.test those pairs are held out whose user and item ua.base knows.
    static Split Ua()
    {
        using var zip = TestData.Zip("ml-100k");
        HashSet<(string, string)> Liked(string file) => [.. TestData.Rows(zip, "ml-100k/" + file).Where(r => int.Parse(r[2]) >= 4).Select(r => (r[0], r[1]))];
        var train = Liked("ua.base");
        var (users, items) = (train.Select(p => p.Item1).ToHashSet(), train.Select(p => p.Item2).ToHashSet());
        var held = Liked("ua.test").Where(p => users.Contains(p.Item1) && items.Contains(p.Item2)).ToHashSet();
        var data = new DatasetBuilder { Name = "ua" }.AddRange(train.Concat(held).Select(p => new Interaction(p.Item1, p.Item2))).Build();
        return Split.Where("ua", data, e => held.Contains((data.Users[data.Events.Users[e]], data.Items[data.Events.Items[e]])));
    }
}

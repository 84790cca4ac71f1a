using System.Text.Json;

namespace Attune.Tests;

/// <summary>The models of baskets and their neighbours against dense matrices in numpy (tests/Golden/baskets.py).</summary>
public sealed class BasketsGoldenTests
{
    static readonly JsonElement s_golden = TestData.Golden("baskets.json");

    static Dataset Purchases => new DatasetBuilder { Name = "golden" }.AddRange(s_golden.GetProperty("purchases").EnumerateArray().Select(p => BuyAgain.On(p[1].GetInt32(), $"{p[0]}", $"{p[2]}"))).Build();

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void TifuKnn_Scores_AreThoseOfTheFormula(int setting)
    {
        var o = s_golden.GetProperty("tifu")[setting].GetProperty("options");
        double Number(string name) => o.GetProperty(name).GetDouble();
        Agree("tifu", setting, new TifuKnn { Neighbors = (int)Number("k"), WithinDecay = Number("within"), GroupDecay = Number("group"), Alpha = Number("alpha"), Groups = (int)Number("groups"), GroupDays = (int)Number("groupDays"), LogDays = o.GetProperty("logDays").GetBoolean() });
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void UpCf_Scores_AreThoseOfTheFormula(int setting)
    {
        var o = s_golden.GetProperty("upcf")[setting].GetProperty("options");
        Agree("upcf", setting, new UpCf { Recency = o.GetProperty("r").GetInt32(), Asymmetry = o.GetProperty("a").GetDouble(), Locality = o.GetProperty("q").GetDouble() });
    }

    static void Agree(string part, int setting, ITrainer trainer)
    {
        var model = trainer.Fit(Purchases);
        foreach (var asked in s_golden.GetProperty(part)[setting].GetProperty("asked").EnumerateArray())
        {
            var scores = new float[model.Catalog.Items.Count];
            model.Score(new Query { User = model.Catalog.Users.IndexOf($"{asked.GetProperty("user")}"), At = DateTimeOffset.UnixEpoch.AddDays(asked.GetProperty("day").GetInt32()) }, model.Catalog.AllItems, scores);
            var expected = asked.GetProperty("scores").EnumerateArray().Select(s => s.GetDouble()).ToArray();
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], scores[model.Catalog.Items.IndexOf($"{i}")], 1e-5);
        }
    }
}

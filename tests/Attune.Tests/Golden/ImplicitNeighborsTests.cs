using System.Text.Json;

namespace Attune.Tests;

/// <summary>Item neighbors against implicit 0.7.3 on MovieLens 100K, ua.base (tests/Golden/implicit-ml100k-neighbors.json).</summary>
[Trait("data", "ml-100k")]
public sealed class ImplicitNeighborsTests
{
    [Theory]
    [InlineData(PreferenceSimilarity.Cosine, "cosine")]
    [InlineData(PreferenceSimilarity.TfIdf, "tf-idf")]
    [InlineData(PreferenceSimilarity.Bm25, "bm25")]
    public void ItemKnn_Neighbors_EqualTo1E4(PreferenceSimilarity kind, string name)
    {
        var model = (ISimilarItems)Fit(kind);
        var similar = new float[model.Catalog.Items.Count];
        foreach (var golden in TestData.Golden("implicit-ml100k-neighbors.json").GetProperty(name).GetProperty("neighbours").EnumerateObject())
        {
            model.Similarities(model.Catalog.Items.IndexOf(golden.Name), similar);
            // implicit names the item itself first.
            foreach (var pair in golden.Value.EnumerateArray().Skip(1)) Agree(pair, similar, model.Catalog);
        }
    }

    [Theory]
    [InlineData(PreferenceSimilarity.Cosine, "cosine")]
    [InlineData(PreferenceSimilarity.TfIdf, "tf-idf")]
    [InlineData(PreferenceSimilarity.Bm25, "bm25")]
    public void ItemKnn_Recommendations_EqualTo1E4(PreferenceSimilarity kind, string name)
    {
        var model = Fit(kind);
        var scores = new float[model.Catalog.Items.Count];
        var user = 0;
        foreach (var golden in TestData.Golden("implicit-ml100k-neighbors.json").GetProperty(name).GetProperty("recommendationsOfUsers1To5").EnumerateArray())
        {
            model.Score(Query.For(model.Catalog.Users.IndexOf(Vocabulary.Canonical(++user))), model.Catalog.AllItems, scores);
            foreach (var pair in golden.EnumerateArray()) Agree(pair, scores, model.Catalog);
        }
    }

    static void Agree(JsonElement pair, float[] scores, Catalog catalog)
    {
        var expected = pair[1].GetDouble();
        Assert.Equal(expected, scores[catalog.Items.IndexOf(pair[0].GetRawText())], 1e-4 * Math.Max(1, expected));
    }

    // All 1682 items count, two of which nobody in ua.base has rated.
    static IRecommender Fit(PreferenceSimilarity kind)
    {
        using var zip = TestData.Zip("ml-100k");
        var builder = new DatasetBuilder { Name = "ua.base" }.AddRange(TestData.Rows(zip, "ml-100k/ua.base").Select(r => new Interaction(r[0], r[1]) { Value = float.Parse(r[2]) }));
        for (var i = 1; i <= 1682; i++) builder.ItemFeature(Vocabulary.Canonical(i), "title", "listed");
        return new ItemKnn { Similarity = kind, Neighbors = 1682, K1 = 100, B = 0.5 }.Fit(builder.Build());
    }
}

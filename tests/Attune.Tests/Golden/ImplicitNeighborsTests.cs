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
        var model = (ISimilarItems)Fit(kind, 100);
        var similar = new float[model.Catalog.Items.Count];
        foreach (var golden in TestData.Golden("implicit-ml100k-neighbors.json").GetProperty(name).GetProperty("neighbours").EnumerateObject())
        {
            model.Similarities(model.Catalog.Items.IndexOf(golden.Name), similar);
            // implicit names the item itself first.
            foreach (var pair in golden.Value.EnumerateArray().Skip(1)) Agree(pair, similar, model.Catalog);
        }
    }

    // implicit keeps 20 neighbors for each source, itself among them; ours are kept for each target. Under a symmetric measure the list of an item is
    // one and the same in both roles, so its scores are those lists, summed over the history.
    [Theory]
    [InlineData(PreferenceSimilarity.Cosine, "cosine")]
    [InlineData(PreferenceSimilarity.TfIdf, "tf-idf")]
    [InlineData(PreferenceSimilarity.Bm25, "bm25")]
    public void ItemKnn_Recommendations_EqualTo1E4(PreferenceSimilarity kind, string name)
    {
        var model = (ISimilarItems)Fit(kind, 19);
        var similar = new float[model.Catalog.Items.Count];
        var user = 0;
        foreach (var golden in TestData.Golden("implicit-ml100k-neighbors.json").GetProperty(name).GetProperty("recommendationsOfUsers1To5").EnumerateArray())
        {
            var history = model.Catalog.HistoryOf(Query.For(model.Catalog.Users.IndexOf(Vocabulary.Canonical(++user))));
            var scores = new float[similar.Length];
            for (var h = 0; h < history.Count; h++)
            {
                model.Similarities(history.Items[h], similar);
                for (var i = 0; i < similar.Length; i++) scores[i] += float.IsNaN(similar[i]) ? 0 : history.Weights[h] * similar[i];
            }
            foreach (var pair in golden.EnumerateArray()) Agree(pair, scores, model.Catalog);
        }
    }

    static void Agree(JsonElement pair, float[] scores, Catalog catalog)
    {
        var expected = pair[1].GetDouble();
        Assert.Equal(expected, scores[catalog.Items.IndexOf(pair[0].GetRawText())], 1e-4 * Math.Max(1, expected));
    }

    // All 1682 items count, two of which nobody in ua.base has rated.
    static IRecommender Fit(PreferenceSimilarity kind, int neighbors)
    {
        using var zip = TestData.Zip("ml-100k");
        var builder = new DatasetBuilder { Name = "ua.base" }.AddRange(TestData.Rows(zip, "ml-100k/ua.base").Select(r => new Interaction(r[0], r[1]) { Value = float.Parse(r[2]) }));
        for (var i = 1; i <= 1682; i++) builder.ItemFeature(Vocabulary.Canonical(i), "title", "listed");
        return new ItemKnn { Similarity = kind, Neighbors = neighbors, K1 = 100, B = 0.5 }.Fit(builder.Build());
    }
}

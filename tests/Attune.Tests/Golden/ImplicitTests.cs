namespace Attune.Tests;

/// <summary>Our models against implicit 0.7.3 on MovieLens 100K, ua.base (tests/Golden/implicit-ml100k.json).</summary>
[Trait("data", "ml-100k")]
public sealed class ImplicitTests
{
    [Fact]
    public void ItemKnn_CosineNeighbours_EqualTo1E4()
    {
        var model = (ISimilarItems)new ItemKnn { Neighbors = 100 }.Fit(UaBase());
        foreach (var golden in TestData.Golden("implicit-ml100k.json").GetProperty("cosineNeighbours").EnumerateObject())
        {
            var similar = new float[model.Catalog.Items.Count];
            model.Similarities(model.Catalog.Items.IndexOf(golden.Name), similar);
            // implicit names the item itself first, with similarity 1.
            foreach (var pair in golden.Value.EnumerateArray().Skip(1))
                Assert.Equal(pair[1].GetDouble(), similar[model.Catalog.Items.IndexOf(pair[0].GetRawText())], 1e-4);
        }
    }

    static Dataset UaBase()
    {
        using var zip = TestData.Zip("ml-100k");
        return new DatasetBuilder { Name = "ua.base" }.AddRange(TestData.Rows(zip, "ml-100k/ua.base").Select(r => new Interaction(r[0], r[1]) { Value = float.Parse(r[2]) })).Build();
    }
}

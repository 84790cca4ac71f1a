using System.IO.Compression;

namespace Attune.Tests;

public sealed class RealFileTests
{
    [Fact]
    public void FromFile_OnlineRetailSample_HasItsKnownCounts()
    {
        var samples = Path.Combine(TestData.Root, "data", "samples");
        var data = Dataset.FromFile(Path.Combine(samples, "online-retail.csv.gz"), new SourceOptions { ItemFile = Path.Combine(samples, "online-retail-products.csv.gz") });
        Assert.Equal((404_810, 4_363, 3_673), (data.Count, data.Users.Count, data.Items.Count));
        Assert.Equal(new DateTimeOffset(2010, 12, 1, 8, 26, 0, TimeSpan.Zero), DateTimeOffset.FromUnixTimeMilliseconds(data.Events.Time!.Min()));
        Assert.Equal(new DateTimeOffset(2011, 12, 9, 12, 50, 0, TimeSpan.Zero), DateTimeOffset.FromUnixTimeMilliseconds(data.Events.Time!.Max()));
        Assert.Equal(8_536, Enumerable.Range(0, data.Count).Count(e => data.Events.KindOf(e) == EventKind.Return));
        Assert.Equal(33, data.Events.Price!.Count(p => p == 0));
        Assert.Equal("INFLATABLE POLITICAL GLOBE", data.ItemFeatures!.Title(data.Items.IndexOf("10002")));
        Assert.DoesNotContain(null, data.ItemFeatures["title"]!.Values);
    }

    [Fact]
    [Trait("data", "ml-100k")]
    public void FromFile_MovieLens100K_HasItsKnownCounts()
    {
        using var zip = TestData.Zip("ml-100k");
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["u.data", "u.item", "u.user"]) zip.GetEntry($"ml-100k/{name}")!.ExtractToFile(folder.At(name));
        var data = Dataset.FromFile(folder.Path);
        Assert.Equal((100_000, 943, 1_682), (data.Count, data.Users.Count, data.Items.Count));
        Assert.Equal("Toy Story (1995)", data.ItemFeatures!.Title(0));
        Assert.Equal("Animation|Children's|Comedy", data.ItemFeatures["genres"]!.Values[0]);
        Assert.Equal("technician", data.UserFeatures!["occupation"]!.Values[0]);
        Assert.Contains("é", string.Concat(data.ItemFeatures["title"]!.Values));
    }

    [Theory]
    [InlineData("amazon-yelp-lastfm-s3rec", "amazon-yelp-lastfm-s3rec/LastFM.txt", "sequences", 52_551, 1_090, 3_646)]
    [InlineData("next-basket-sequence", "next-basket-sequence/tafeng_history.json", "baskets", 480_611, 13_858, 11_997)]
    [InlineData("ml-latest-small", "ml-latest-small/ratings.csv", "delimited", 100_004, 671, 9_066)]
    public void FromFile_PublishedFile_HasItsCounts(string set, string entry, string format, int events, int users, int items)
    {
        using var zip = TestData.Zip(set);
        using var folder = new TemporaryFolder();
        var path = folder.At(Path.GetFileName(entry));
        zip.GetEntry(entry)!.ExtractToFile(path);
        var data = Dataset.FromFile(path);
        Assert.Equal((events, users, items), (data.Count, data.Users.Count, data.Items.Count));
        Assert.Equal(data.Count, Dataset.FromFile(path, new SourceOptions { Format = format }).Count);
    }
}

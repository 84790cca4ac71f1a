namespace Attune.Tests;

public sealed class RealFileTests
{
    [Fact]
    public void FromFile_OnlineRetailSample_HasItsKnownCounts()
    {
        var samples = Path.Combine(Root(), "data", "samples");
        var data = Dataset.FromFile(Path.Combine(samples, "online-retail.csv.gz"), new SourceOptions { ItemFile = Path.Combine(samples, "online-retail-products.csv.gz") });
        Assert.Equal((404_810, 4_363, 3_673), (data.Count, data.Users.Count, data.Items.Count));
        Assert.Equal(new DateTimeOffset(2010, 12, 1, 8, 26, 0, TimeSpan.Zero), DateTimeOffset.FromUnixTimeMilliseconds(data.Events.Time!.Min()));
        Assert.Equal(new DateTimeOffset(2011, 12, 9, 12, 50, 0, TimeSpan.Zero), DateTimeOffset.FromUnixTimeMilliseconds(data.Events.Time!.Max()));
        Assert.Equal(8_536, Enumerable.Range(0, data.Count).Count(e => data.Events.KindOf(e) == EventKind.Return));
        Assert.Equal(33, data.Events.Price!.Count(p => p == 0));
        Assert.Equal("INFLATABLE POLITICAL GLOBE", data.ItemFeatures!.Title(data.Items.IndexOf("10002")));
        Assert.DoesNotContain(null, data.ItemFeatures["title"]!.Values);
    }

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Attune.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }
}

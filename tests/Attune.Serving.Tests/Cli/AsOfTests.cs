namespace Attune.Serving.Tests;

/// <summary>Lists as of a day, by the tool.</summary>
public sealed class AsOfTests(Shop shop) : IClassFixture<Shop>
{
    // tea every 7 days, jam every 2, until day 20 of January.
    string Purchases()
    {
        var file = shop.New("purchases.csv");
        var rows = Enumerable.Range(1, 20).SelectMany(d => new[] { d % 7 == 0 ? $"ann,tea,2011-01-{d:00}" : "", d % 2 == 0 && d < 8 ? $"ann,jam,2011-01-{d:00}" : "", d == 20 ? "bob,oil,2011-01-20" : "" });
        File.WriteAllText(file, "user,item,time\n" + string.Concat(rows.Where(r => r.Length > 0).Select(r => r + "\n")));
        return file;
    }

    [Fact]
    public void Recommend_AsOf_CountsOnlyWhatCameBefore()
    {
        var data = Purchases();
        string[] Items(string more) => [.. Tool.Json($"recommend --model recency --data {data} --user ann{more}").GetProperty("items").EnumerateArray().Select(i => i.GetProperty("item").GetString()!)];
        Assert.Equal(["tea", "jam"], Items(""));
        Assert.Equal(["jam", "tea"], Items(" --as-of 2011-01-07"));
        Assert.Contains("--as-of: 'soon' is not a day", Tool.Run("recommend", "--model", "recency", "--data", data, "--user", "ann", "--as-of", "soon").Failed(2), StringComparison.Ordinal);
        Assert.Contains("--as-of changes nothing", Tool.Run("recommend", "--model", shop.Model, "--user", "u1", "--as-of", "2011-01-07").Succeeded().Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Recommend_AllAsOf_StreamsEveryListForTheDay()
    {
        var (data, early, late) = (Purchases(), shop.New("early.csv"), shop.New("late.csv"));
        var ran = Tool.Run("recommend", "--model", "recency", "--data", data, "--all", "--as-of", "2011-01-07", "--seen", "only", "--out", early).Succeeded();
        Assert.Contains("users/s.", ran.Error, StringComparison.Ordinal);
        Tool.Run("recommend", "--model", "recency", "--data", data, "--all", "--out", late).Succeeded();
        string[] Of(string file) => [.. File.ReadAllLines(file).Skip(1).Select(l => string.Join(' ', l.Split(',')[..2]))];
        // bob had bought nothing yet: no list.
        Assert.Equal(["ann jam", "ann tea"], Of(early));
        Assert.Equal(["ann tea", "ann jam", "bob oil"], Of(late));
    }
}

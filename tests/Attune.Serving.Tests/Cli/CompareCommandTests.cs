namespace Attune.Serving.Tests;

public sealed class CompareCommandTests(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public void Compare_TwoSplitsAndSeeds_SaysWhetherTheRankingFlips()
    {
        var json = Tool.Json($"compare --models ease,als,bpr --set factors=3 iterations=2 epochs=2 --data {shop.Ratings} --split time:0.2 --split leave-last:1 --seeds 2 --seen include");
        var rows = json.GetProperty("models").EnumerateArray().ToList();
        Assert.Equal(6, rows.Count);
        Assert.Equal(["time:0.2", "leave-last:1"], json.GetProperty("splits").EnumerateArray().Select(s => s.GetProperty("split").GetString()!));
        var bpr = rows.First(r => r.GetProperty("model").GetString() == "bpr");
        Assert.Equal(2, bpr.GetProperty("seeds").GetInt32());
        Assert.True(bpr.GetProperty("seedDeviations").TryGetProperty("ndcg@10", out _));
        Assert.True(json.GetProperty("flips").GetArrayLength() >= 0);
        Assert.Equal(2 * 3 * 3, json.GetProperty("tests").EnumerateArray().Count(t => t.GetProperty("metric").GetString() != "coverage@10"));
    }

    [Fact]
    public void Compare_SettingsInTheName_TellTwoOfAKindApart()
    {
        var json = Tool.Json($"compare --models als:factors=2:iterations=1,als:factors=5:iterations=1,{shop.Model} --data {shop.Ratings}");
        var names = json.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("model").GetString()!).ToList();
        Assert.Contains(names, n => n.Contains("factors 2", StringComparison.Ordinal));
        Assert.Contains(names, n => n.Contains("factors 5", StringComparison.Ordinal));
        Assert.Contains("item-knn", names);
    }

    [Theory, InlineData("html", "<svg"), InlineData("md", "| model"), InlineData("txt", "ease"), InlineData("json", "\"title\"")]
    public void Compare_Report_IsWrittenInTheFormOfItsName(string ending, string holds)
    {
        var file = shop.New("report." + ending);
        var ran = Tool.Run("compare", "--models", "popularity,ease", "--data", shop.Ratings, "--report", file).Succeeded();
        Assert.Contains("ease", ran.Output, StringComparison.Ordinal);
        Assert.Contains(holds, File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_DataAndModels_AreOnePageThatNeedsNothingElse()
    {
        var file = shop.New("report.html");
        Tool.Run("report", "--data", shop.Ratings, "--models", "popularity,ease", "--out", file).Succeeded();
        var page = File.ReadAllText(file);
        foreach (var part in new[] { "Popularity curve", "one-event", "ndcg@10", "<svg" }.Except(["one-event"])) Assert.Contains(part, page, StringComparison.Ordinal);
        foreach (var outside in new[] { "<script", "http://", "<link" }) Assert.DoesNotContain(outside, page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_WithoutModels_DescribesTheData()
    {
        var file = shop.New("data.md");
        Tool.Run("report", "--data", shop.Timeless, "--out", file).Succeeded();
        Assert.Contains("Popularity curve", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compare --data {0}", "--models")]
    [InlineData("compare --models ease,easy --data {0}", "easy")]
    [InlineData("compare --models ease,als --set depth=3 --data {0}", "depth")]
    [InlineData("compare --models ease:regularization --data {0}", "key=value")]
    [InlineData("compare --models ease --seeds 0 --data {0}", "--seeds")]
    [InlineData("compare --models ease --data {0} --report page.doc", ".html")]
    [InlineData("compare --models ease --data {0} --report no/such/folder/page.html", "--report")]
    [InlineData("report --data {0}", "--out")]
    public void Compare_WrongUse_SaysWhatIsRight(string line, string hint) =>
        Assert.Contains(hint, Tool.Run(line.Replace("{0}", shop.Ratings, StringComparison.Ordinal).Split(' ')).Failed(2), StringComparison.Ordinal);
}

using System.Text.Json;

namespace Attune.Serving.Tests;

public sealed class RecommendCommandTests(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public void Train_ThenRecommend_GivesTitledItemsBestFirst()
    {
        var folder = shop.New("model");
        var trained = Tool.Json($"train als --set factors=4 iterations=2 --data {shop.Ratings} --items {shop.Titles} --out {folder} --seed 3");
        Assert.Equal(3, trained.GetProperty("options").GetProperty("seed").GetInt32());
        Assert.Equal(480, trained.GetProperty("train").GetProperty("interactions").GetInt32());
        var json = Tool.Json($"recommend --model {folder} --user u4 -n 5");
        Assert.Equal("als", json.GetProperty("model").GetString());
        var items = json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([1, 2, 3, 4, 5], items.Select(i => i.GetProperty("rank").GetInt32()));
        Assert.All(items, i => Assert.Contains("thing", i.GetProperty("title").GetString(), StringComparison.Ordinal));
        var scores = items.Select(i => i.GetProperty("score").GetDouble()).ToList();
        Assert.Equal(scores.OrderDescending(), scores);
    }

    [Fact]
    public void Recommend_Explain_GivesReasonsFromTheHistory()
    {
        var json = Tool.Json($"recommend --model {shop.Model} --history i2,i4 -n 3 --explain");
        var reasons = json.GetProperty("items")[0].GetProperty("reasons").EnumerateArray().Select(r => r.GetProperty("item").GetString()!).ToList();
        Assert.NotEmpty(reasons);
        Assert.Subset(new HashSet<string> { "i2", "i4" }, reasons.ToHashSet());
        Assert.Contains("red thing 2", Tool.Run("recommend", "--model", shop.Model, "--history", "i2", "--explain").Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Recommend_Seen_DecidesOnTheHistory()
    {
        string[] Items(string seen) => [.. Tool.Json($"recommend --model {shop.Model} --history i2,i4 -n 20 --seen {seen}").GetProperty("items").EnumerateArray().Select(i => i.GetProperty("item").GetString()!)];
        Assert.DoesNotContain("i2", Items("exclude"));
        Assert.Contains("i2", Items("include"));
        Assert.Subset(new HashSet<string> { "i2", "i4" }, Items("only").ToHashSet());
    }

    [Fact]
    public void Recommend_OnlyAFeature_FiltersTheCatalog()
    {
        var items = Tool.Json($"recommend --model {shop.Model} --user u1 -n 20 --only colour=red").GetProperty("items").EnumerateArray().ToList();
        Assert.NotEmpty(items);
        Assert.All(items, i => Assert.StartsWith("red", i.GetProperty("title").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Recommend_UnknownUser_IsAnEmptyListWithANote()
    {
        var json = Tool.Json($"recommend --model {shop.Model} --user nobody");
        Assert.Equal(0, json.GetProperty("items").GetArrayLength());
        Assert.Contains(json.GetProperty("notes").EnumerateArray(), n => n.GetString()!.Contains("'nobody' is unknown", StringComparison.Ordinal));
    }

    [Fact]
    public void Recommend_NameInsteadOfFolder_TrainsFirst()
    {
        var json = Tool.Json($"recommend --model popularity --data {shop.Ratings} --user nobody -n 4");
        Assert.Equal(4, json.GetProperty("items").GetArrayLength());
        Assert.Contains("--data", Tool.Run("recommend", "--model", "popularity", "--user", "u1").Failed(2), StringComparison.Ordinal);
    }

    [Fact]
    public void Recommend_Text_FindsByWords()
    {
        string[] line = ["recommend", "--model", "text-search", "--data", shop.Ratings, "--items", shop.Titles, "--text", "blue thing", "-n", "3", "--json"];
        var items = Tool.Run(line).Succeeded().Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(3, items.Count);
        Assert.All(items, i => Assert.StartsWith("blue", i.GetProperty("title").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Recommend_All_WritesEveryUserWhole()
    {
        var file = shop.New("lists.csv");
        Tool.Json($"recommend --model {shop.Model} --all -n 2 --out {file}");
        var lines = File.ReadAllLines(file);
        Assert.Equal("user,item,rank,score", lines[0]);
        Assert.Equal(40, lines.Skip(1).Select(l => l.Split(',')[0]).Distinct().Count());
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "*"));
    }

    [Fact]
    public void Similar_Item_StaysWithinTheTaste()
    {
        var json = Tool.Json($"similar --model {shop.Model} --item i2 -n 3");
        Assert.Equal("red thing 2", json.GetProperty("title").GetString());
        Assert.All(json.GetProperty("items").EnumerateArray(), i => Assert.StartsWith("red", i.GetProperty("title").GetString(), StringComparison.Ordinal));
        Assert.Contains("i2", Tool.Run("similar", "--model", shop.Model, "--item", "i222").Failed(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Similar_Text_FindsNeighboursOfANewItem()
    {
        var ran = Tool.Run("similar", "--model", "text-search", "--data", shop.Ratings, "--items", shop.Titles, "--text", "red thing", "-n", "2", "--json").Succeeded();
        Assert.Equal(2, ran.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public void Explain_UserAndItem_NamesContributions()
    {
        var json = Tool.Json($"explain --model {shop.Model} --user u2 --item i2");
        Assert.Equal("i2", json.GetProperty("item").GetString());
        Assert.Equal(JsonValueKind.Number, json.GetProperty("score").ValueKind);
        var parts = json.GetProperty("contributions").EnumerateArray().Select(c => c.GetProperty("contribution").GetDouble()).ToList();
        Assert.NotEmpty(parts);
        Assert.Equal(parts.OrderDescending(), parts);
    }

    [Fact]
    public void Train_From_StartsFromTheEarlierModelAndKnowsNewUsers()
    {
        var (first, grown, file) = (shop.New("als"), shop.New("als"), shop.New("more.csv"));
        Tool.Json($"train als --set factors=3 iterations=2 --data {shop.Ratings} --out {first}");
        File.WriteAllText(file, File.ReadAllText(shop.Ratings) + "newcomer,i2,5,1700000000\nnewcomer,i99,5,1700000001\n");
        var json = Tool.Json($"train als --from {first} --data {file} --out {grown}");
        Assert.Equal(3, json.GetProperty("options").GetProperty("factors").GetInt32());
        Assert.Equal(2, Tool.Json($"recommend --model {grown} --user newcomer -n 2").GetProperty("items").GetArrayLength());
        Assert.Contains("holds als", Tool.Run("train", "bpr", "--from", first, "--data", file, "--out", shop.New("x")).Failed(2), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("recommend --model {0}", "For whom")]
    [InlineData("recommend --model {0} --user u1 -n 0", "-n")]
    [InlineData("recommend --model {0} --all", "--out")]
    [InlineData("recommend --model {0} --all --out lists.pdf", "lists.pdf")]
    [InlineData("recommend --model {0} --all --user u1 --out lists.csv", "--user")]
    [InlineData("recommend --model {0} --user u1 --data x.csv", "--data")]
    [InlineData("recommend --model {0} --user u1 --set neighbors=3", "--set")]
    [InlineData("recommend --model nowhere --user u1", "nowhere")]
    [InlineData("similar --model {0}", "--item")]
    [InlineData("explain --model {0} --user u1", "--item")]
    [InlineData("train ease --data x.csv", "--out")]
    [InlineData("train --data x.csv --out y", "NAME")]
    [InlineData("train easy --data x.csv --out y", "ease")]
    public void Recommend_WrongUse_SaysWhatIsRight(string line, string hint) =>
        Assert.Contains(hint, Tool.Run(line.Replace("{0}", shop.Model, StringComparison.Ordinal).Split(' ')).Failed(2), StringComparison.Ordinal);
}

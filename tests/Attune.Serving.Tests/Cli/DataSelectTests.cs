using System.Text.Json;

namespace Attune.Serving.Tests;

public sealed class DataSelectTests(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public void Select_WritesTheChosenEvents_WithTheColumnsOfTheData()
    {
        var file = shop.New("chosen.csv");
        var json = Tool.Json($"data select {shop.Ratings} --chunk 4 --reference 5d --references 20 --budget 0.25 --to {file}");
        Assert.Equal(120, json.GetProperty("candidates").GetInt32());
        Assert.Equal(30, json.GetProperty("chosen").GetInt32());
        Assert.Equal(20, json.GetProperty("reference").GetInt32());
        Assert.Equal("diverse:0.05:mean", json.GetProperty("sampler").GetString());
        Assert.Equal("tokens", json.GetProperty("representation").GetString());
        Assert.True(json.GetProperty("discrepancy").GetDouble() > 0 && json.GetProperty("operations").GetProperty("total").GetDouble() > 0);
        var rows = File.ReadAllLines(file);
        Assert.Equal("user,item,time,rating", rows[0]);
        Assert.Equal(120, rows.Length - 1);
        // Each row is one of the data's.
        var events = File.ReadAllLines(shop.Ratings).Skip(1).Select(l => l.Split(',')).Select(f => (f[0], f[1], f[2], DateTimeOffset.FromUnixTimeSeconds(long.Parse(f[3], null)))).ToHashSet();
        Assert.All(rows.Skip(1).Select(l => l.Split(',')), f => Assert.Contains((f[0], f[1], f[3], DateTimeOffset.Parse(f[2], null)), events));
    }

    [Fact]
    public void Select_Chunks_AreLines_AndTheSameForAnyThreads()
    {
        string Lines(string more)
        {
            var file = shop.New("chosen.jsonl");
            Tool.Json($"data select --data {shop.Ratings} --chunk 3 --last 10d --reference 5d --select weighted --to {file}{more}");
            return File.ReadAllText(file);
        }
        var lines = Lines(" --threads 1");
        Assert.Equal(lines, Lines(" --threads 2"));
        Assert.NotEqual(lines, Lines(" --seed 7"));
        var first = JsonDocument.Parse(lines.Split('\n')[0]).RootElement;
        Assert.Equal(1, first.GetProperty("place").GetInt32());
        Assert.InRange(first.GetProperty("events").GetInt32(), 2, 3);
        Assert.StartsWith("u", first.GetProperty("user").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Select_ByVectorsOfItems_NeedsAModelOfFactors()
    {
        var folder = shop.New("als");
        Tool.Run("train", "als", "--set", "factors=4", "iterations=2", "--data", shop.Ratings, "--out", folder, "--quiet").Succeeded();
        var page = shop.New("choice.html");
        var json = Tool.Json($"data select {shop.Ratings} --chunk 4 --reference 5d --represent items --model {folder} --select herding --report {page}");
        Assert.Equal("items", json.GetProperty("representation").GetString());
        Assert.True(json.GetProperty("discrepancy").GetDouble() < json.GetProperty("randomDiscrepancy").GetDouble());
        Assert.Contains("<svg", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.Contains("vectors of items", Tool.Run("data", "select", shop.Ratings, "--represent", "items", "--model", shop.Model).Failed(2), StringComparison.Ordinal);
        Assert.Contains("reads a history", Tool.Run("data", "select", shop.Ratings, "--represent", "hidden", "--model", folder).Failed(2), StringComparison.Ordinal);
        Assert.Contains("--model is missing", Tool.Run("data", "select", shop.Ratings, "--represent", "hidden").Failed(2), StringComparison.Ordinal);
    }

    // The reference ends where the data, or --until, does: nothing later is looked at.
    [Fact]
    public void Select_Until_LooksAtNothingLater()
    {
        var (early, all) = (shop.New("early.csv"), shop.New("early-data.csv"));
        var lines = File.ReadAllLines(shop.Ratings);
        File.WriteAllLines(all, lines.Where((l, i) => i == 0 || long.Parse(l.Split(',')[3], null) < 1_600_819_200));
        var cut = Tool.Json($"data select {shop.Ratings} --chunk 4 --reference 4d --until 2020-09-23 --to {early}");
        var alone = Tool.Json($"data select {all} --chunk 4 --reference 4d --until 2020-09-23");
        Assert.Equal(alone.GetProperty("chunks").ToString(), cut.GetProperty("chunks").ToString());
        Assert.All(File.ReadAllLines(early).Skip(1), l => Assert.True(string.CompareOrdinal(l.Split(',')[2], "2020-09-23") < 0));
    }

    [Theory]
    [InlineData("--select tops", "there is no sampler 'tops'")]
    [InlineData("--budget 2", "--budget is 2")]
    [InlineData("--chunk 1", "--chunk is 1")]
    [InlineData("--from yesterday", "'yesterday' is not a date")]
    [InlineData("--from 2020-09-01 --last 3d", "write one of them")]
    [InlineData("--from 2031-01-01", "no event of ratings.csv is new")]
    [InlineData("--reference month", "'month' is not a time")]
    [InlineData("--references 0", "--references is 0")]
    [InlineData("--represent tocens", "there is no form 'tocens'")]
    [InlineData("--represent items --model nowhere", "there is no folder nowhere")]
    [InlineData("--select norm", "represent the chunks by vectors")]
    [InlineData("--to chosen.parquet", "must end in .csv")]
    public void Select_WrongWords_AreSaid(string words, string expected) =>
        Assert.Contains(expected, Tool.Run([.. $"data select {shop.Ratings} {words}".Split(' ')]).Failed(2), StringComparison.Ordinal);

    [Fact]
    public void Events_WithoutTimes_OrNamedTwice_AreSaid()
    {
        foreach (var verb in new[] { "select", "drift" })
        {
            Assert.Contains("no times", Tool.Run("data", verb, shop.Timeless, "--no-header").Failed(1), StringComparison.Ordinal);
            Assert.Contains("two ways", Tool.Run("data", verb, shop.Ratings, "--data", shop.Ratings).Failed(2), StringComparison.Ordinal);
            Assert.Contains("FILE is missing", Tool.Run("data", verb).Failed(2), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Drift_HasPeriodsTestsAndAChart()
    {
        var json = Tool.Json($"data drift {shop.Ratings} --every 5d --chunk 4 --permutations 200");
        var periods = json.GetProperty("periods").EnumerateArray().ToArray();
        Assert.Equal(5, periods.Length);
        Assert.Equal(480, periods.Sum(p => p.GetProperty("events").GetInt32()));
        Assert.Equal(JsonValueKind.Null, periods[0].GetProperty("toPrevious").ValueKind);
        Assert.All(periods.Skip(1), p => Assert.InRange(p.GetProperty("toPrevious").GetProperty("corrected").GetDouble(), 0.004, 1));
        Assert.Equal(json.GetProperty("alarms").GetInt32(), periods.Count(p => p.GetProperty("alarm").GetBoolean()));
        var page = shop.New("drift.html");
        var text = Tool.Run("data", "drift", shop.Ratings, "--events", "120", "--chunk", "4", "--kernel", "rbf", "--permutations", "100", "--report", page).Succeeded().Output;
        Assert.Contains("MMD²", text, StringComparison.Ordinal);
        Assert.Contains("<svg", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--every 5d --events 10", "write one of them")]
    [InlineData("--every soon", "'soon' is not a time")]
    [InlineData("--events 0", "--events is 0")]
    [InlineData("--level 1", "--level is 1")]
    [InlineData("--permutations 0", "--permutations is 0")]
    [InlineData("--sample-users 1", "--sample-users is 1")]
    [InlineData("--model somewhere", "--model is not read")]
    public void Drift_WrongWords_AreSaid(string words, string expected) =>
        Assert.Contains(expected, Tool.Run([.. $"data drift {shop.Ratings} {words}".Split(' ')]).Failed(2), StringComparison.Ordinal);
}

using System.Globalization;
using Attune.Cli;
using Attune.Tests;

namespace Attune.Serving.Tests;

public sealed class PlanDataCommandTests
{
    const string Sizes = "20%,40%,60%,80%,100%";

    static TemporaryFolder Shop()
    {
        var folder = new TemporaryFolder();
        folder.Write("clicks.csv", "user,item,time\n" + string.Concat(Enumerable.Range(0, 60).SelectMany(u => Enumerable.Range(0, 8).Select(k => string.Create(CultureInfo.InvariantCulture, $"u{u},i{(u * 3 + k * k) % 23},{1_600_000_000 + u * 1000 + k}\n")))));
        return folder;
    }

    static string Out(TemporaryFolder shop) => shop.At("growth");

    static string[] Words(TemporaryFolder shop, params string[] more) => ["plan", "data", "--data", shop.At("clicks.csv"), "--models", "popularity,item-knn", "--sizes", Sizes, "--out", Out(shop), .. more];

    [Fact]
    public void Data_OfAShop_PrintsCurvesAndVerdict_AndKeepsAStudy()
    {
        using var shop = Shop();
        var text = Tool.Run(Words(shop)).Succeeded().Output;
        Assert.Contains(" of 2 curves, ", File.ReadAllText(shop.At("growth", "report.md")), StringComparison.Ordinal);
        Assert.Contains("energy not measured", text, StringComparison.Ordinal);
        Assert.Contains("for a percent", File.ReadAllText(shop.At("growth", "report.md")), StringComparison.Ordinal);
        Assert.Equal(11, File.ReadAllLines(shop.At("growth", "results.csv")).Length);
        Assert.Contains("\"split\": \"time:0.2\"", File.ReadAllText(shop.At("growth", "spec.json")), StringComparison.Ordinal);
        // The folder is a study like any other.
        Assert.Equal(10, Tool.Json($"study report {Out(shop)}").GetProperty("results").GetArrayLength());
    }

    [Fact]
    public void Data_SameWordsAgain_GoOnWhereTheyWere()
    {
        using var shop = Shop();
        var json = Tool.Run(Words(shop, "--json")).Succeeded().Json;
        var results = shop.At("growth", "results.csv");
        var lines = File.ReadAllLines(results);
        File.WriteAllText(results, string.Join('\n', lines[..^3]) + "\n");
        var again = Tool.Run(Words(shop, "--json")).Succeeded();
        Assert.Contains("7 of 10 trainings are done", again.Error, StringComparison.Ordinal);
        Assert.Equal(Values(json), Values(again.Json));

        static double[] Values(System.Text.Json.JsonElement plan) => [.. plan.GetProperty("curves").GetProperty("groups").EnumerateArray().SelectMany(g => g.GetProperty("points").EnumerateArray()).Select(p => p.GetProperty("value").GetDouble())];
    }

    [Fact]
    public void Data_Json_HasPointsWithCostsAndTheLastStep()
    {
        using var shop = Shop();
        var group = Tool.Run(Words(shop, "--json", "--seeds", "2")).Succeeded().Json.GetProperty("curves").GetProperty("groups")[1];
        Assert.Equal("item-knn", group.GetProperty("model").GetString());
        var points = group.GetProperty("points").EnumerateArray().ToArray();
        Assert.Equal(5, points.Length);
        Assert.All(points, p => Assert.True(p.GetProperty("fitSeconds").GetDouble() >= 0 && p.GetProperty("joules").ValueKind == System.Text.Json.JsonValueKind.Null));
        Assert.Equal(points[4].GetProperty("value").GetDouble() - points[3].GetProperty("value").GetDouble(), group.GetProperty("lastStep").GetProperty("difference").GetDouble(), 1e-12);
    }

    // The numbers of the paper, from its authors' results.
    [Fact]
    public void Data_FromThePublishedTree_IsThePapersAnalysis()
    {
        var together = Tool.Json($"plan data --from {Path.Combine(TestData.Root, "tests", "Golden", "scaling-results.yaml")}").GetProperty("together");
        Assert.Equal((725, 72, 101, 63), (together.GetProperty("points").GetInt32(), together.GetProperty("bestAtLargest").GetInt32(), together.GetProperty("curves").GetInt32(), together.GetProperty("lateSlopes").GetInt32()));
        Assert.Equal(0.8708, together.GetProperty("medianSlope").GetDouble(), 5e-5);
        Assert.Contains("In 72 of 101 curves all data is the best, where chance would give 14.9", Tool.Run("plan", "data", "--from", Path.Combine(TestData.Root, "tests", "Golden", "scaling-results.yaml")).Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_IntoAnotherStudy_IsRefused()
    {
        using var shop = Shop();
        Directory.CreateDirectory(Out(shop));
        File.WriteAllText(shop.At("growth", "spec.json"), "{}");
        Assert.Contains("is another study", Tool.Run(Words(shop)).Failed(ExitCode.Misused), StringComparison.Ordinal);
        Assert.Equal("{}", File.ReadAllText(shop.At("growth", "spec.json")));
    }

    [Theory]
    [InlineData("--sizes 120%", "--sizes: the size 120% is impossible")]
    [InlineData("--sizes much", "--sizes: 'much' is no size")]
    [InlineData("--models nothing", "--models: ")]
    [InlineData("--metrics nothing", "--metrics: ")]
    [InlineData("--seeds 0", "--seeds is 0")]
    [InlineData("--thin users --sampling random", "write one of them")]
    [InlineData("--thin items", "no way to thin 'items'")]
    [InlineData("--sampling everybody", "there is no sampling 'everybody'")]
    [InlineData("--thin users --split time:0.2", "needs test users that training never has")]
    [InlineData("--from results.yaml", "is for trainings, and --from reads results")]
    public void Data_WrongWords_AreOneErrorAndLeaveNothing(string words, string expected)
    {
        using var shop = Shop();
        var call = Tool.Run(["plan", "data", "--data", shop.At("clicks.csv"), "--out", Out(shop), .. words.Split(' ')]);
        Assert.Contains(expected, call.Failed(call.Code == ExitCode.Failed ? ExitCode.Failed : ExitCode.Misused), StringComparison.Ordinal);
        Assert.False(File.Exists(shop.At("growth", "spec.json")));
    }
}

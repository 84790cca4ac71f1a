namespace Attune.Serving.Tests;

public sealed class DataClicksTests(Shop shop) : IClassFixture<Shop>
{
    static string Misused(string line) => Tool.Run(line.Split(' ')).Failed(2);

    string Log()
    {
        var path = shop.New("log.csv");
        File.WriteAllText(path, "id,click,hour,user,site,age\n" + string.Concat(Enumerable.Range(0, 400).Select(r => $"{r},{(r % 5 == 0 ? 1 : 0)},141021{r / 20:00},u{r % 30},s{r % 7},{r % 50}\n")));
        return path;
    }

    [Fact]
    public void Clicks_Text_IsDescribed()
    {
        var json = Tool.Json($"data clicks {Log()} --columns numeric=age --min-count 2");
        Assert.Equal((400, 80, 3), (json.GetProperty("rows").GetInt32(), json.GetProperty("clicks").GetInt32(), json.GetProperty("fields").GetArrayLength()));
        Assert.Equal("user-id", json.GetProperty("fields")[0].GetProperty("role").GetString());
        Assert.Equal((8, 2), (json.GetProperty("fields")[1].GetProperty("codes").GetInt32(), json.GetProperty("fields")[2].GetProperty("codes").GetInt32()));
    }

    [Fact]
    public void Clicks_SplitByTime_WritesPartsOfOneEncoder()
    {
        var to = shop.New("log.clicks");
        var json = Tool.Json($"data clicks {Log()} --split time:0.1:0.2 --to {to}");
        string[] files = [.. json.GetProperty("files").EnumerateArray().Select(f => f.GetString()!)];
        Assert.Equal(["train", "validation", "test"], files.Select(f => f.Split('.')[^2]));
        using var train = ClickFile.Open(files[0]);
        using var test = ClickFile.Open(files[2]);
        Assert.Null(train.Fields.Unlike(test.Fields));
        Assert.Equal((280, 80), ((int)train.Count, (int)test.Count));
        Assert.Equal(80, Tool.Json($"data clicks {files[2]}").GetProperty("rows").GetInt32());
        var copy = shop.New("again.clicks");
        Tool.Json($"data clicks {Log()} --encoder {files[0]} --to {copy}");
        using var again = ClickFile.Open(copy);
        Assert.Equal(400, again.Count);
        Assert.Null(train.Fields.Unlike(again.Fields));
    }

    [Fact]
    public void Clicks_Planted_AreWritten()
    {
        var to = shop.New("planted.clicks");
        var json = Tool.Json($"data clicks planted --rows 5000 --fields 6 --signal 4 --pairs 1 --sizes 5,30 --base-rate 0.4 --to {to}");
        Assert.Equal((5000, 6), (json.GetProperty("rows").GetInt32(), json.GetProperty("fields").GetArrayLength()));
        Assert.InRange(json.GetProperty("clicks").GetInt32(), 1850, 2150);
    }

    [Fact]
    public void Clicks_PlantedAndParted_AreOneTruth()
    {
        var to = shop.New("parted.clicks");
        var json = Tool.Json($"data clicks planted --rows 1000 --fields 3 --split random:0.1:0.2 --to {to}");
        var files = json.GetProperty("files").EnumerateArray().Select(f => ClickFile.Open(f.GetString()!)).ToArray();
        Assert.Equal([700, 100, 200], files.Select(f => f.Count));
        Assert.All(files, f => Assert.Null(files[0].Fields.Unlike(f.Fields)));
        Assert.Equal(3, files.Select(f => f.Fingerprint).Distinct().Count());
        foreach (var file in files) file.Dispose();
        Assert.Contains("planted rows have their own", Misused($"data clicks planted --fields 3 --negatives 2 --to {to}"), StringComparison.Ordinal);
        Assert.Contains("which have no times", Misused($"data clicks planted --fields 3 --split time:0.1:0.1 --to {to}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--split random:0.1:0.1", "--split writes files: name them with --to.")]
    [InlineData("--columns colour=red", "--columns: The mapping 'colour=red' has the use 'colour'")]
    [InlineData("--min-count 0", "--min-count is 0; it must be 1 or more.")]
    [InlineData("--negatives 0", "--negatives is 0; it must be 1 or more.")]
    public void Clicks_WrongOptions_AreToldInOneLine(string options, string message) => Assert.Contains(message, Misused($"data clicks {Log()} {options}"), StringComparison.Ordinal);

    [Fact]
    public void EvaluateClicks_ModelOfLists_IsRefused()
    {
        var (model, rows) = (shop.New("m"), shop.New("p.clicks"));
        Tool.Json($"train popularity --data {shop.Ratings} --out {model}");
        Tool.Json($"data clicks planted --rows 100 --fields 2 --signal 1 --pairs 0 --to {rows}");
        Assert.Contains("popularity predicts no clicks", Misused($"evaluate --model {model} --clicks {rows}"), StringComparison.Ordinal);
        Assert.Contains("the rows are for a trained model; als is none", Misused($"evaluate --model als --clicks {rows}"), StringComparison.Ordinal);
        Assert.Contains("--metrics is for lists of items", Misused($"evaluate --model {model} --clicks {rows} --metrics ndcg@10"), StringComparison.Ordinal);
    }
}

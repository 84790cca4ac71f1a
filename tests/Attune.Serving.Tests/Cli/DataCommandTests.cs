using System.Text.Json;

namespace Attune.Serving.Tests;

public sealed class DataCommandTests(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public void Describe_EveryWayToNameColumns_CountsTheSame()
    {
        var plain = Counts($"data describe {shop.Ratings}");
        Assert.Equal(480, plain.Interactions);
        Assert.Equal(40, plain.Users);
        Assert.Equal(plain, Counts($"data describe {shop.NoHeader} --format delimited --separator ; --columns user=0,item=1,rating=2,time=3"));
        Assert.Equal(plain, Counts($"data describe {shop.Named} --columns user=buyer,item=sku,time=when"));
        Assert.Equal(plain, Counts($"data describe {shop.Gz} --header"));
        Assert.Equal(plain, Counts($"data describe {shop.Timeless} --no-header"));
    }

    (int Users, int Items, int Interactions) Counts(string line)
    {
        var json = Tool.Json(line);
        return (json.GetProperty("users").GetInt32(), json.GetProperty("items").GetInt32(), json.GetProperty("interactions").GetInt32());
    }

    [Fact]
    public void Describe_Text_DrawsThePopularityCurve()
    {
        var text = Tool.Run("data", "describe", shop.Ratings).Succeeded().Output;
        Assert.Contains("Popularity curve", text, StringComparison.Ordinal);
        Assert.Contains("⣀", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_BadRow_FailsNamingFileLineAndValue_SkipCountsIt()
    {
        var file = shop.New("bad.csv");
        File.WriteAllText(file, "user,item,rating\na,x,4\nb,y,good\nc,z,5\n");
        var complaint = Tool.Run("data", "describe", file).Failed(1);
        foreach (var part in new[] { "bad.csv", "3", "rating", "good" }) Assert.Contains(part, complaint, StringComparison.Ordinal);
        var skipped = Tool.Run("data", "describe", file, "--bad-rows", "skip", "--json").Succeeded();
        Assert.Equal(2, skipped.Json.GetProperty("interactions").GetInt32());
        Assert.Contains("1", skipped.Json.GetProperty("notes").EnumerateArray().Single(n => n.GetString()!.Contains("skip", StringComparison.OrdinalIgnoreCase)).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_FiltersInOrder_AreNotedOneByOne()
    {
        var ran = Tool.Run("data", "describe", shop.Ratings, "--filter", "min-value:4", "--filter", "k-core:2", "--duplicates", "last", "--json").Succeeded();
        var notes = ran.Json.GetProperty("notes").EnumerateArray().Select(n => n.GetString()!).ToList();
        Assert.Contains("duplicates", notes[0], StringComparison.Ordinal);
        Assert.True(notes.FindIndex(n => n.StartsWith("min-value", StringComparison.Ordinal)) < notes.FindIndex(n => n.StartsWith("k-core", StringComparison.Ordinal)));
        Assert.Contains("note: min-value:4 removed", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_Sample_GoesOnWithAPart()
    {
        Assert.Equal(100, Tool.Json($"data describe {shop.Ratings} --sample 100").GetProperty("interactions").GetInt32());
        Assert.Equal(10, Tool.Json($"data describe {shop.Ratings} --sample users:0.25").GetProperty("users").GetInt32());
        var notes = Tool.Json($"data describe {shop.Ratings} --sample 0.5 --sample-seed 7").GetProperty("notes").EnumerateArray().Select(n => n.GetString()!);
        Assert.Contains(notes, n => n.StartsWith("sample 0.5: 240 of 480 events", StringComparison.Ordinal));
        Assert.StartsWith("error: --sample: 'half' is not a sample.", Tool.Run("data", "describe", shop.Ratings, "--sample", "half").Failed(2), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_WeightsOfKinds_ChangePreferencesOnly()
    {
        var file = shop.New("kinds.csv");
        File.WriteAllText(file, "user,item,kind\na,x,view\na,y,purchase\nb,x,view\n");
        Assert.Equal(1, Tool.Json($"data describe {file} --weights view=0").GetProperty("preferences").GetInt32());
        Assert.Equal(3, Tool.Json($"data describe {file} --values binary").GetProperty("preferences").GetInt32());
    }

    [Fact]
    public void Lint_LeaveLast_ReportsLeakageWithCountAndExample()
    {
        var findings = Tool.Json($"data lint {shop.Ratings} --split leave-last:1").GetProperty("findings").EnumerateArray().ToList();
        var leak = Assert.Single(findings, f => f.GetProperty("code").GetString() == "global-leakage");
        Assert.True(leak.GetProperty("count").GetInt32() > 0);
        Assert.Contains("user '", leak.GetProperty("example").GetString(), StringComparison.Ordinal);
        Assert.Equal("warning", leak.GetProperty("severity").GetString());
        Assert.Equal(1, Tool.Run("data", "lint", shop.Ratings, "--split", "leave-last:1", "--strict").Code);
    }

    [Fact]
    public void Convert_ToFolderAndToText_BothReadBackAsTheSameEvents()
    {
        var (folder, text) = (shop.New("saved"), shop.New("events.csv.gz"));
        Tool.Json($"data convert {shop.Ratings} --items {shop.Titles} --values log --out {folder}");
        Tool.Json($"data convert {folder} --out {text}");
        var (first, second) = (Tool.Json($"data describe {folder}"), Tool.Json($"data describe {text}"));
        foreach (var name in new[] { "users", "interactions", "from", "to", "values", "kinds" })
            Assert.Equal(first.GetProperty(name).ToString(), second.GetProperty(name).ToString());
        Assert.Contains(first.GetProperty("columns").EnumerateArray(), c => c.GetString() == "item title");
        Assert.Contains("--items", Tool.Run("data", "describe", folder, "--items", shop.Titles).Failed(2), StringComparison.Ordinal);
    }

    [Theory, InlineData(""), InlineData(" --csv")]
    public void Split_WritesPartsThatTogetherAreTheData(string form)
    {
        var folder = shop.New("parts");
        var part = Tool.Json($"data split {shop.Ratings} --split time:0.25 --out {folder}{form}").GetProperty("parts")[0];
        var sizes = new[] { "train", "test" }.Select(p => part.GetProperty(p).GetProperty("interactions").GetInt32()).ToArray();
        Assert.Equal(480, sizes.Sum());
        var end = form.Length == 0 ? "" : ".csv";
        Assert.Equal(sizes[0], Tool.Json($"data describe {folder}/train{end}").GetProperty("interactions").GetInt32());
        Assert.Equal(sizes[1], Tool.Json($"data describe {folder}/test{end}").GetProperty("interactions").GetInt32());
        Assert.Contains("exists already", Tool.Run("data", "split", shop.Ratings, "--out", folder).Failed(2), StringComparison.Ordinal);
    }

    [Fact]
    public void Split_Folds_MakesAFolderForEach()
    {
        var folder = shop.New("folds");
        var parts = Tool.Json($"data split {shop.Ratings} --split user-folds:3 --out {folder}").GetProperty("parts");
        Assert.Equal(3, parts.GetArrayLength());
        Assert.Equal(["fold-1", "fold-2", "fold-3"], Directory.GetDirectories(folder).Select(Path.GetFileName).Order());
        Assert.True(Directory.Exists(Path.Combine(folder, "fold-2", "history")));
        Assert.Equal(JsonValueKind.Object, parts[1].GetProperty("history").ValueKind);
    }
}

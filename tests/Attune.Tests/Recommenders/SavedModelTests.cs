using System.Text.Json.Nodes;

namespace Attune.Tests;

public sealed class SavedModelTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    string Saved()
    {
        new Popularity().Fit(TinyWorld.Handful()).Save(_folder.At("m"));
        return _folder.At("m");
    }

    void Edit(Action<JsonObject> change)
    {
        var path = Path.Combine(Saved(), "model.json");
        var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(json);
        File.WriteAllText(path, json.ToJsonString());
    }

    DataException LoadFails() => Assert.Throws<DataException>(() => Recommender.Load(_folder.At("m")));

    [Fact]
    public void Load_AfterSave_ScoresAndHistoriesAreEqual()
    {
        var data = new DatasetBuilder().Add(new("1", "x") { Value = 4 }).Add(new("2", "x") { Value = 0 }).Add(new("2", "y") { Value = 1 }).ItemFeature("x", "title", "The X", FeatureKind.Text).Build();
        var model = new Popularity().Fit(data);
        model.Save(_folder.At("m"));
        var again = Recommender.Load(_folder.At("m"));
        var (before, after) = (new float[2], new float[2]);
        model.Score(new Query(), model.Catalog.AllItems, before);
        again.Score(new Query(), again.Catalog.AllItems, after);
        Assert.Equal(before, after);
        Assert.Equal(model.Trainer, again.Trainer);
        Assert.Equal(model.Catalog.Histories.Values, again.Catalog.Histories.Values);
        Assert.Equal("The X", again.Catalog.ItemFeatures!.Title(0));
    }

    [Fact]
    public void Save_OverAnEarlierModel_ReplacesItAndLeavesNothingElse()
    {
        Saved();
        new Popularity().Fit(TinyWorld.Checkerboard(6)).Save(_folder.At("m") + "/");
        Assert.Equal(6, Recommender.Load(_folder.At("m")).Catalog.Users.Count);
        Assert.Equal([_folder.At("m")], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Save_IntoAFolderOfSomethingElse_IsRefusedAndTouchesNothing()
    {
        Directory.CreateDirectory(_folder.At("m"));
        var thesis = _folder.At("m", "thesis.txt");
        File.WriteAllText(thesis, "years of work");
        var model = new Popularity().Fit(TinyWorld.Handful());
        Assert.Contains("is not replaced", Assert.Throws<DataException>(() => model.Save(_folder.At("m"))).Message);
        Assert.Contains("is a file", Assert.Throws<DataException>(() => model.Save(thesis)).Message);
        Assert.Equal("years of work", File.ReadAllText(thesis));
        TinyWorld.Handful().Save(_folder.At("d"));
        Assert.Contains("attune-model", Assert.Throws<DataException>(() => model.Save(_folder.At("d"))).Message);
    }

    [Fact]
    public void Save_OverAModelBesideAForeignFile_IsRefusedAndNamesTheFile()
    {
        Saved();
        File.WriteAllText(_folder.At("m", "notes.txt"), "mine");
        Assert.Contains("'notes.txt'", Assert.Throws<DataException>(() => Saved()).Message);
    }

    [Fact]
    public void Save_ThatFailsHalfWay_LeavesTheEarlierModel()
    {
        Saved();
        var unicode = new Popularity().Fit(new DatasetBuilder().Add(new("u\uDC00", "i")).Build());
        Assert.Throws<DataException>(() => unicode.Save(_folder.At("m")));
        Assert.Equal(3, Recommender.Load(_folder.At("m")).Catalog.Users.Count);
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Save_WithAClock_StatesWhen()
    {
        new Popularity().Fit(TinyWorld.Handful()).Save(_folder.At("m"), TimeProvider.System);
        Assert.EndsWith("Z", JsonNode.Parse(File.ReadAllText(_folder.At("m", "model.json")))!["savedAt"]!.ToString());
    }

    [Theory]
    [InlineData("model.json")]
    [InlineData("weights.safetensors")]
    [InlineData("catalog.safetensors")]
    [InlineData("users.json")]
    [InlineData("items.json")]
    public void Load_AFileMissingTruncatedOrGarbage_IsOneDataExceptionThatNamesIt(string file)
    {
        var path = Path.Combine(Saved(), file);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        Assert.Contains(file, LoadFails().Message);
        File.WriteAllBytes(path, [.. bytes.Select(_ => (byte)0x15)]);
        Assert.Contains(file, LoadFails().Message);
        File.Delete(path);
        Assert.Contains(file, LoadFails().Message);
    }

    [Fact]
    public void Load_NewerFormatVersion_SaysWhatToDo()
    {
        Edit(json => json["formatVersion"] = 2);
        Assert.Contains("format version 2; this version of Attune reads 1 to 1. Install a newer Attune", LoadFails().Message);
    }

    [Fact]
    public void Load_UnknownModel_ListsThoseThatAre()
    {
        Edit(json => json["model"] = "crystal-ball");
        Assert.Contains("'crystal-ball'", LoadFails().Message);
        Assert.Contains("popularity", LoadFails().Message);
    }

    [Fact]
    public void Load_UnknownOption_IsADataException()
    {
        Edit(json => json["options"]!["mystery"] = 1);
        Assert.Contains("There is no option 'mystery'", LoadFails().Message);
    }

    [Fact]
    public void Load_NothingThere_SaysSo()
    {
        Assert.Contains("There is no folder", LoadFails().Message);
        Directory.CreateDirectory(_folder.At("m"));
        Assert.Contains("model.json is missing", LoadFails().Message);
    }

    [Fact]
    public void Load_TensorsOfAnotherModel_IsOneDataException()
    {
        Saved();
        new Popularity().Fit(TinyWorld.Checkerboard(4)).Save(_folder.At("other"));
        File.Copy(_folder.At("other", "weights.safetensors"), _folder.At("m", "weights.safetensors"), true);
        File.Copy(_folder.At("other", "items.json"), _folder.At("m", "items.json"), true);
        LoadFails();
    }
}

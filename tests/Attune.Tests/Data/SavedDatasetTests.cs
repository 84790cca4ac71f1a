namespace Attune.Tests;

public sealed class SavedDatasetTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static Dataset Everything() => new DatasetBuilder { Name = "all columns", Weights = new EventWeights { Kinds = new Dictionary<string, float> { ["view"] = .2f }, Scale = ValueScale.Log } }
        .Add(new("b\nb", "tea") { Time = DateTimeOffset.UnixEpoch.AddDays(2), Kind = EventKind.Purchase, Value = 3, Price = 1.5f, Slot = 2, Request = "r1", Context = "mobil – é" })
        .Add(new("b\nb", "jam") { Time = DateTimeOffset.UnixEpoch.AddDays(1), Kind = EventKind.View, Request = "r1" })
        .Add(new("\"a\"", "😀") { Time = DateTimeOffset.UnixEpoch.AddDays(3), Kind = EventKind.Return, Value = -1, Context = "" })
        .ItemFeature("tea", "title", "Té, \"verde\"\n", FeatureKind.Text).ItemFeature("milk", "genre", "a|b").ItemFeature("jam", "grams", "20", FeatureKind.Number)
        .UserFeature("b\nb", "age", "7", FeatureKind.Number)
        .Build();

    [Fact]
    public void FromFile_SavedFolderAndAnItemFile_IsRefusedNotIgnored()
    {
        Everything().Save(_folder.At("d"));
        var options = new SourceOptions { ItemFile = _folder.Write("titles.csv", "item,title\ntea,Tea\n") };
        Assert.Contains("titles.csv cannot be added to it", Assert.Throws<DataException>(() => Dataset.FromFile(_folder.At("d"), options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AfterSave_IsTheSameDataInEveryColumn()
    {
        var data = Everything();
        data.Save(_folder.At("d"));
        var again = Dataset.Load(_folder.At("d"));
        Assert.Equal((data.Name, data.Count), (again.Name, again.Count));
        Assert.Equal(data.Users.Ids, again.Users.Ids);
        Assert.Equal(data.Items.Ids, again.Items.Ids);
        Assert.Equal(data.Events.Users, again.Events.Users);
        Assert.Equal(data.Events.Items, again.Events.Items);
        Assert.Equal(data.Events.Times, again.Events.Times);
        Assert.Equal(data.Events.Values, again.Events.Values);
        Assert.Equal(data.Events.Prices, again.Events.Prices);
        Assert.Equal(data.Events.Slots, again.Events.Slots);
        Assert.Equal(data.Events.Requests.ToArray(), again.Events.Requests.ToArray());
        Assert.Equal(data.Events.Contexts.ToArray(), again.Events.Contexts.ToArray());
        Assert.Equal(Enumerable.Range(0, data.Count).Select(data.Events.KindOf), Enumerable.Range(0, data.Count).Select(again.Events.KindOf));
        Assert.Equal(data.Weights.Kinds, again.Weights.Kinds);
        Assert.Equal(data.Weights.Scale, again.Weights.Scale);
        Assert.Equal(data.Preferences.Values, again.Preferences.Values);
        Assert.Equal(Features(data.ItemFeatures), Features(again.ItemFeatures));
        Assert.Equal(Features(data.UserFeatures), Features(again.UserFeatures));
    }

    static IEnumerable<string> Features(FeatureTable? table) => table!.Columns.SelectMany(c => c.Values.Select((v, i) => $"{c.Name} {c.Kind} {i} {v ?? "null"}"));

    [Fact]
    public void Load_DataWithoutOptionalColumns_LeavesThemAbsent()
    {
        TinyWorld.Handful().Save(_folder.At("d"));
        var data = Dataset.Load(_folder.At("d"));
        Assert.False(data.HasTimes);
        Assert.True(data.Events.Values.IsEmpty && data.Events.Prices.IsEmpty && data.Events.Requests.IsEmpty);
        Assert.Null(data.ItemFeatures);
    }

    [Fact]
    public void Save_EqualData_GivesEqualBytes()
    {
        Everything().Save(_folder.At("a"));
        Everything().Save(_folder.At("b"));
        foreach (var file in Directory.GetFiles(_folder.At("a"))) Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(_folder.At("b"), Path.GetFileName(file))));
    }

    [Fact]
    public void Load_EventsOutOfRange_IsADataException()
    {
        TinyWorld.Handful().Save(_folder.At("d"));
        var path = Path.Combine(_folder.At("d"), "events.safetensors");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] = 0x7F;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("of 3", Assert.Throws<DataException>(() => Dataset.Load(_folder.At("d"))).Message);
    }

    [Fact]
    public void Save_HalfASurrogatePair_IsRefusedBecauseItWouldComeBackAsAnotherId()
    {
        var data = new DatasetBuilder().Add(new("u\uD800", "i")).Build();
        Assert.Contains("surrogate", Assert.Throws<DataException>(() => data.Save(_folder.At("d"))).Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void FromFile_DamagedHeader_SaysThatTheFolderIsDamaged()
    {
        using var home = new TemporaryFolder();
        TinyWorld.Handful().Save(home.At("shop"));
        File.WriteAllText(home.At("shop", "data.json"), "{ \"format\": \"attune-da");
        var error = Assert.Throws<DataException>(() => Dataset.FromFile(home.At("shop")));
        Assert.Contains("data.json", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("known by name", error.Message, StringComparison.Ordinal);
    }
}

namespace Attune.Serving.Tests;

/// <summary>How what a store holds reads as a data set.</summary>
public sealed class StoredDataTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    readonly ModelRoom _room = new();
    readonly List<string> _notes = [];

    [Fact]
    public async Task Read_Events_BecomeInteractions()
    {
        await AddAsync(
            new() { Type = "purchase", User = "ann", Item = "tea", Value = 2, Time = Noon, RequestId = "r1" },
            new() { Type = "view", User = "ann", Item = "jam", Time = Noon.AddHours(-1) },
            new() { Type = "impression", User = "bob", Item = "jam", Time = Noon });
        _room.Options.Feedback.Weights["view"] = 0.25f;

        var data = await ReadAsync();

        Assert.Equal(("default", 2, "ann"), (data.Name, data.Count, Assert.Single(data.Users.Ids)));
        Assert.Equal(["jam", "tea"], data.Sequence(0).ToArray().Select(i => data.Items[i]));
        Assert.Equal([0.25f, 2f], data.Sequence(0).ToArray().Select(i => data.Preferences.RowValues(0)[data.Preferences.Row(0).IndexOf(i)]));
        Assert.Equal([Noon.AddHours(-1), Noon], Enumerable.Range(0, 2).Select(e => data.Events.TimeOf(e)));
        Assert.Equal(["view", "purchase"], Enumerable.Range(0, 2).Select(data.Events.KindOf));
        Assert.Empty(_notes);
    }

    [Fact]
    public async Task Read_UpToANumber_LeavesOutWhatCameLater()
    {
        await _room.AddAsync(0, 2);
        var last = (await _room.Store.CountsAsync()).LastEvent;
        await _room.AddAsync(2, 4);
        Assert.Equal(120, (await ReadAsync(last)).Count);
        Assert.Equal(240, (await ReadAsync()).Count);
    }

    [Fact]
    public async Task Read_Items_BecomeFeatures()
    {
        await AddAsync(new StoredEvent { Type = "view", User = "ann", Item = "tea", Time = Noon });
        await _room.Store.PutItemsAsync([
            new() { Id = "tea", Comment = "Green tea", Categories = ["drinks", "hot|cold"], Labels = """{"brand":"Ito","price":3.5,"tags":["a","b"],"box":{"color":"red"},"organic":true,"vector":[1,2],"none":null}""" },
            new() { Id = "jam", Labels = """{"price":"cheap","title":"Jam"}""" },
            new() { Id = "mug", Labels = """["blue","new"]""" },
            new() { Id = "bad", Labels = """{"half":"\ud800"}""" },
            new() { Id = "bare" }]);

        var data = await ReadAsync();

        Assert.Equal(["jam", "mug", "tea"], data.Items.Ids);
        Assert.Equal(("Green tea", "drinks|hot/cold", "Ito", "3.5", "a|b", "red", "true"), (Of("tea", "title"), Of("tea", "categories"), Of("tea", "brand"), Of("tea", "price"), Of("tea", "tags"), Of("tea", "box.color"), Of("tea", "organic")));
        Assert.Equal(("Jam", "cheap", "blue|new"), (Of("jam", "title"), Of("jam", "price"), Of("mug", "labels")));
        Assert.Equal(FeatureKind.Tokens, data.ItemFeatures!["price"]!.Kind);
        Assert.Equal("Green tea", data.ItemFeatures.Title(data.Items.IndexOf("tea")));
        Assert.Equal(["1 items have labels with text that is no Unicode; those after it were left out.", "1 values of labels are lists of numbers or objects, which are no feature, and were left out."], _notes);

        string? Of(string item, string column) => data.ItemFeatures![column]!.Values[data.Items.IndexOf(item)];
    }

    [Fact]
    public async Task Read_LabelsOfEveryItemsOwn_DoNotBecomeColumnsWithoutEnd()
    {
        await AddAsync(new StoredEvent { Type = "view", User = "ann", Item = "i0", Time = Noon });
        await _room.Store.PutItemsAsync([.. Enumerable.Range(0, 1500).Select(i => new StoredItem { Id = $"i{i}", Labels = $$"""{"brand":"x","only{{i}}":1}""" })]);
        var data = await ReadAsync();
        Assert.Equal(32, data.ItemFeatures!.Columns.Count);
        Assert.Equal("brand", data.ItemFeatures.Columns[0].Name);
        Assert.Equal("1,469 labels that few items have were left out: 32 are read.", Assert.Single(_notes));
    }

    [Fact]
    public async Task Read_EventsOfAnyKind_NeverEndTraining()
    {
        await AddAsync([
            .. Enumerable.Range(0, 400).Select(i => new StoredEvent { Type = $"type{i}", User = "ann", Item = $"i{i}", Time = Noon }),
            new() { Type = "view", User = "ann", Item = "x", Time = default },
            new() { Type = "view", User = "ann", Item = "y", Value = 1e300, Time = DateTimeOffset.MaxValue },
            new() { Type = "view", User = "ann", Item = "😀", Value = -3, Time = Noon }]);
        var data = await ReadAsync();
        Assert.Equal(403, data.Count);
        Assert.True(data.Items.IndexOf("😀") >= 0);
        Assert.Equal(["203 events are of types beyond the first 200, and count as 'interaction'.", "1 events have a value beyond what a 32-bit number holds, and count as if nobody had said one."], _notes);
    }

    [Fact]
    public async Task Read_OnlyImpressions_SaysThatNothingSpeaksForAPreference()
    {
        await AddAsync(new StoredEvent { Type = "read", User = "ann", Item = "tea", Time = Noon });
        var error = await Assert.ThrowsAsync<DataException>(() => ReadAsync());
        Assert.Contains("(1 only say that an item was seen)", error.Message, StringComparison.Ordinal);
    }

    Task AddAsync(params StoredEvent[] events) => _room.Store.AddEventsAsync(events, addMissing: false);

    Task<Dataset> ReadAsync(long upTo = long.MaxValue) => StoredData.ReadAsync(_room.Store, _room.Options.Feedback, upTo, _notes.Add, TestContext.Current.CancellationToken);
}

namespace Attune.Tests;

public sealed class EventClicksTests : IDisposable
{
    readonly TemporaryFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    static Dataset Shop() => new DatasetBuilder { Name = "shop" }
        .Add(new("ann", "tea") { Kind = EventKind.Purchase, Context = "device=phone;day=mon" })
        .Add(new("ann", "cup") { Kind = EventKind.Impression, Context = "device=phone" })
        .Add(new("bob", "tea") { Kind = EventKind.Impression })
        .Add(new("bob", "cup") { Kind = EventKind.View })
        .Add(new("bob", "cup") { Kind = EventKind.Return })
        .UserFeature("ann", "age", "30", FeatureKind.Number).UserFeature("ann", "name", "Ann")
        .ItemFeature("tea", "genres", "hot|green").ItemFeature("cup", "name", "Cup").ItemFeature("tea", "title", "Green tea", FeatureKind.Text)
        .Build();

    [Fact]
    public void Of_Events_AreRowsOfIdsFeaturesAndCircumstances()
    {
        var table = ClickTable.Of(Shop());
        Assert.Equal(["user", "item", "age", "user.name", "genres", "item.name", "day", "device"], table.Fields.Fields.Select(f => f.Name));
        Assert.Equal([ClickFieldRole.UserId, ClickFieldRole.ItemId, ClickFieldRole.User, ClickFieldRole.User, ClickFieldRole.Item, ClickFieldRole.Item, ClickFieldRole.Context, ClickFieldRole.Context], table.Fields.Fields.Select(f => f.Role));
        Assert.Equal((ClickFieldKind.Numeric, ClickFieldKind.MultiValued), (table.Fields.Fields[2].Kind, table.Fields.Fields[4].Kind));
        // A return is no row.
        Assert.Equal([1f, 0f, 0f, 1f], table.Rows.Labels);
    }

    [Fact]
    public void Of_ImpressionWhoseRequestHasAClick_IsOneRow()
    {
        var data = new DatasetBuilder().Add(new("ann", "tea") { Kind = EventKind.Impression, Request = "r1" }).Add(new("ann", "cup") { Kind = EventKind.Impression, Request = "r1" })
            .Add(new("ann", "tea") { Kind = "click", Request = "r1" }).Add(new("ann", "tea") { Kind = EventKind.Impression, Request = "r2" }).Build();
        var table = ClickTable.Of(data);
        Assert.Equal([0f, 1f, 0f], table.Rows.Labels);
    }

    [Fact]
    public void Of_NoImpressions_SaysToDrawThem() => Assert.Equal("shop has no impressions, so nothing in it was not clicked. Draw items that were not (Negatives = 4), or read events whose kinds say what was only shown.",
        Assert.Throws<DataException>(() => ClickTable.Of(new DatasetBuilder { Name = "shop" }.Add(new("a", "b")).Build())).Message);

    [Fact]
    public void Of_DrawnNegatives_AreUnknownToTheUserInTheContext()
    {
        var data = new DatasetBuilder().AddRange(from u in Enumerable.Range(0, 20) from i in Enumerable.Range(0, 10) where (u + i) % 3 == 0 select new Interaction($"u{u}", $"i{i}") { Context = $"day={u % 2}" }).Build();
        var table = ClickTable.Of(data, new ClickOptions { Negatives = 3, Seed = 5 });
        var rows = Enumerable.Range(0, (int)table.Count).Select(r => (User: table.Rows.Codes[3 * r], Item: table.Rows.Codes[3 * r + 1], Day: table.Rows.Codes[3 * r + 2], Label: table.Rows.Labels[r])).ToList();
        Assert.Equal((data.Count, 3 * data.Count), (rows.Count(r => r.Label == 1), rows.Count(r => r.Label == 0)));
        var clicked = rows.Where(r => r.Label == 1).Select(r => (r.User, r.Item, r.Day)).ToHashSet();
        Assert.DoesNotContain(rows, r => r.Label == 0 && clicked.Contains((r.User, r.Item, r.Day)));
        Assert.Equal(table.Fingerprint, ClickTable.Of(data, new ClickOptions { Negatives = 3, Seed = 5 }).Fingerprint);
        Assert.NotEqual(table.Fingerprint, ClickTable.Of(data, new ClickOptions { Negatives = 3, Seed = 6 }).Fingerprint);
    }

    [Fact]
    public void Of_DrawnNegatives_AreUniform()
    {
        var data = new DatasetBuilder().AddRange(Enumerable.Range(0, 4000).Select(u => new Interaction($"u{u}", "i0"))).AddRange(Enumerable.Range(1, 5).Select(i => new Interaction("u0", $"i{i}"))).Build();
        var table = ClickTable.Of(data, new ClickOptions { Negatives = 1, MinCount = 2 });
        var counts = Enumerable.Range(0, (int)table.Count).Where(r => table.Rows.Labels[r] == 0).CountBy(r => table.Rows.Codes[2 * r + 1]).Select(c => c.Value).ToList();
        // u0 has clicked everything, so nothing is drawn for it; the others draw one of i1 to i5.
        Assert.Equal((5, 3999), (counts.Count, counts.Sum()));
        Assert.All(counts, c => Assert.InRange(c, 700, 900));
    }

    [Fact]
    public void Of_HeldOutWithKnown_DrawsNoClickOfTraining()
    {
        var data = new DatasetBuilder().AddRange(from u in Enumerable.Range(0, 30) from i in Enumerable.Range(0, 6) select new Interaction($"u{u}", $"i{i}") { Time = DateTimeOffset.UnixEpoch.AddDays(i) }).ItemFeature("i9", "x", "1").Build();
        var split = Split.ByTime(data, 0.3);
        var train = ClickTable.Of(split.Train, new ClickOptions { Negatives = 1 });
        var test = ClickTable.Of(split.Test, train.Fields.Encoder!, new ClickOptions { Negatives = 2, Known = split.Train });
        var drawn = Enumerable.Range(0, (int)test.Count).Where(r => test.Rows.Labels[r] == 0).Select(r => test.Rows.Codes[test.Rows.Columns * r + 1]).ToHashSet();
        Assert.Equal([train.Fields.ItemId!.Offset + 1 + split.Train.Items.IndexOf("i9")], drawn.Select(c => c).ToArray().Length == 1 ? drawn : [-1]);
    }

    [Fact]
    public void Of_LibFm_HasUserItemAndPlaces()
    {
        var table = ClickTable.Of(Dataset.FromFile(_temp.Write("a.libfm", "1 0:1 957:1 5040:1 5060:0.5\n-1 0:1 958:1 5041:1 5060:1\n-1 1:1 958:1 5041:1 5060:1\n")));
        Assert.Equal(["user", "item", "c0", "c1"], table.Fields.Fields.Select(f => f.Name));
        Assert.Equal([3, 3, 3, 3], table.Fields.Fields.Select(f => f.Size));
        Assert.Equal([1f, 0f, 0f], table.Rows.Labels);
    }
}

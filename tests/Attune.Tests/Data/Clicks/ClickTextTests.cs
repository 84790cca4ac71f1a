namespace Attune.Tests;

public sealed class ClickTextTests : IDisposable
{
    const string Avazu = "id,click,hour,banner_pos,site\n1,0,14102100,0,a\n2,1,14102101,1,a\n3,0,14102101,0,b\n";
    readonly TemporaryFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Open_AvazuCsv_FindsLabelAndTimeAndLeavesTheRowNumberOut()
    {
        var table = ClickTable.Of(ClickText.Open(_temp.Write("a.csv", Avazu)));
        Assert.Equal(["banner_pos", "site"], table.Fields.Fields.Select(f => f.Name));
        Assert.Equal([0f, 1f, 0f], table.Rows.Labels);
        Assert.Equal(new DateTimeOffset(2014, 10, 21, 1, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), table.Times[1]);
    }

    [Fact]
    public void Open_NoHeader_TakesTheNamesGiven()
    {
        var path = _temp.Write("a.csv", Avazu[(Avazu.IndexOf('\n') + 1)..]);
        Assert.Equal([0f, 1f, 0f], ClickTable.Of(ClickText.Open(path, new ClickTextOptions { Names = ["id", "click", "hour", "banner_pos", "site"] })).Rows.Labels);
        Assert.Contains("has no column 'label'; it has 0, 1, 2, 3, 4", Assert.Throws<DataException>(() => ClickTable.Of(ClickText.Open(path))).Message, StringComparison.Ordinal);
        Assert.Contains("has 5 columns, but 2 names", Assert.Throws<DataException>(() => ClickText.Open(path, new ClickTextOptions { Names = ["a", "b"] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_CriteoTabs_AreCountsAndLabels()
    {
        string Row(string label, string first, string last) => $"{label}\t{first}{new string('\t', 12)}\t{string.Join('\t', Enumerable.Repeat("x", 25))}\t{last}\n";
        var table = ClickTable.Of(ClickText.Open(_temp.Write("a.tsv", Row("1", "5", "y") + Row("0", "", ""))));
        Assert.Equal(39, table.Fields.Fields.Count);
        Assert.Equal(("I1", "C26", true), (table.Fields.Fields[0].Name, table.Fields.Fields[^1].Name, table.Fields.AreLabels));
        Assert.Equal((1, 0), (table.Rows.Codes[0], table.Rows.Codes[39]));
        Assert.Equal(table.Fields.Fields[^1].Offset, table.Rows.Codes[^1]);
    }

    [Fact]
    public void Open_LibFm_TakesOtherValuesIntoTheLabel()
    {
        var table = ClickTable.Of(ClickText.Open(_temp.Write("a.libfm", "1 0:1 957:1 5040:1 # a remark\n-1 0:1 958:1 5040:2.5\n")));
        Assert.Equal(["user", "item", "c0"], table.Fields.Fields.Select(f => f.Name));
        Assert.Equal([2, 3, 3], table.Fields.Fields.Select(f => f.Size));
        Assert.Equal(ClickFieldRole.ItemId, table.Fields.Fields[1].Role);
    }

    [Theory]
    [InlineData("1,rome\n7,oslo\n", "line 3, column 'label': the label '7'")]
    [InlineData("1,rome\n0,oslo,2\n", "line 3, the row has 3 columns where 2 are needed")]
    [InlineData("1,rome\n0\n", "line 3, the row has 1 columns where 2 are needed")]
    [InlineData("1,rome\n0,\"oslo\"x\n", "line 3, column 2: there is text after the closing quote")]
    public void Open_BadRow_NamesItsLine(string rows, string reason)
    {
        var path = _temp.Write("a.csv", "label,city\n" + rows);
        Assert.Contains($"{path}, {reason}", Assert.Throws<DataException>(() => ClickTable.Of(ClickText.Open(path))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_BadRowsSkipped_AreReportedOnceThoughReadTwice()
    {
        var skipped = new List<BadRow>();
        var rows = ClickText.Open(_temp.Write("a.csv", "label,city,age\n1,rome,1\nx,oslo,1\n0,oslo\n1,rome,old\n0,rome,3\n"), new ClickTextOptions { BadRows = BadRows.Skip, Skipped = skipped.Add });
        var table = ClickTable.Of(rows, rows.Schema.With("numeric=age"));
        Assert.Equal([3, 4, 5], skipped.Select(s => s.Line).Order());
        Assert.Equal(2, table.Count);
        // Nothing of a bad row is learned.
        Assert.Equal(2, table.Fields.Fields[0].Size);
    }

    [Fact]
    public void Open_AllRowsBad_IsAnError() =>
        Assert.Contains("has no rows to learn the fields from", Assert.Throws<DataException>(() => ClickTable.Of(ClickText.Open(_temp.Write("a.csv", "label,city\nx,rome\n"), new ClickTextOptions { BadRows = BadRows.Skip }))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("ctr-samples/avazu_first10k/train_9000.csv", 8999, 21, 0.175)]
    [InlineData("ctr-samples/criteo_first10k/train_8000.tsv", 8000, 39, 0.234)]
    public void Open_RealSamples_AreReadWhole(string entry, int count, int fields, double rate)
    {
        using var zip = TestData.Zip("ctr-samples");
        using var from = zip.GetEntry(entry)!.Open();
        using var bytes = new MemoryStream();
        from.CopyTo(bytes);
        var table = ClickTable.Of(ClickText.Open(_temp.Write(Path.GetFileName(entry), bytes.ToArray())));
        Assert.Equal((count, fields), ((int)table.Count, table.Fields.Fields.Count));
        Assert.InRange(table.Rows.Labels.Average(), rate - 0.03, rate + 0.03);
    }
}

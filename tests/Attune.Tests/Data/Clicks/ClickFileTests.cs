namespace Attune.Tests;

public sealed class ClickFileTests : ClickSourceContract, IDisposable
{
    readonly TemporaryFolder _temp = new();
    readonly List<ClickFile> _open = [];

    public void Dispose()
    {
        foreach (var file in _open) file.Dispose();
        _temp.Dispose();
    }

    // Groups of 64 rows, three in a window: 1,000 rows make 16 groups, of which the last has 40.
    protected override IClickSource Source()
    {
        var path = _temp.At("rows.clicks");
        if (!File.Exists(path)) ClickFileWriter.Write(path, Truth.Fields, Truth.Blocks(1000, 150), 64, default);
        return Opened(path, 3);
    }

    ClickFile Opened(string path, int window = 8)
    {
        _open.Add(ClickFile.Open(path, window));
        return _open[^1];
    }

    static readonly string[] Names = ["label", "w", "city", "age", "tags"];

    ClickRecords Mixed() => ClickRecords.Of(Names, [.. Enumerable.Range(0, 500).Select(r => new string?[] { r % 3 == 0 ? "1" : "0", $"{1 + r % 4}.5", $"city{r % 40}", r % 7 == 0 ? null : $"{r}", string.Join('|', Enumerable.Range(0, r % 4).Select(t => $"t{(r + t) % 9}")) })]);

    [Fact]
    public void Write_NumbersSeveralLabelsAndWeights_ComeBackAsTheyWere()
    {
        var schema = new ClickSchema { Weight = "w", Fields = [new("city"), new("age") { Kind = ClickFieldKind.Numeric }, new("tags") { Kind = ClickFieldKind.MultiValued, Labels = 3 }] };
        var encoder = ClickFile.Write(_temp.At("a.clicks"), Mixed(), schema);
        var file = Opened(_temp.At("a.clicks"));
        var (expected, rows) = (ClickTable.Of(Mixed(), encoder).Rows, ClickRows.Join([.. file.Blocks(200)]));
        Assert.Equal(expected.Codes, rows.Codes);
        Assert.Equal(expected.Values!, rows.Values!);
        Assert.Equal(expected.Labels, rows.Labels);
        Assert.Equal(expected.Weights!, rows.Weights!);
        Assert.Equal(encoder.Fingerprint, file.Fields.Encoder!.Fingerprint);
        Assert.Equal(encoder.ToJson(), file.Fields.Encoder.ToJson());
        var batch = file.Batch(500, 1, 0, 0);
        Assert.Equal(expected.Values!.Order(), batch.Values!.Order());
        Assert.Equal(expected.Weights!.Order(), batch.Weights!.Order());
    }

    [Fact]
    public void Write_TestRowsWithTheEncoderOfTraining_HaveEqualFields()
    {
        var encoder = ClickFile.Write(_temp.At("a.clicks"), Mixed(), new ClickSchema { Fields = [new("city")] });
        Assert.Equal(1, ClickFile.Write(_temp.At("b.clicks"), ClickRecords.Of(Names, [["0", "1", "nowhere", "", ""]]), encoder));
        var test = Opened(_temp.At("b.clicks"));
        Assert.Null(test.Fields.Unlike(Opened(_temp.At("a.clicks")).Fields));
        Assert.Equal([0], test.Blocks(1).Single().Codes);
    }

    [Fact]
    public void Batch_OneWindow_ShufflesOverGroupsAndHoldsNoMore()
    {
        var file = (ClickFile)Source();
        var first = Enumerable.Range(0, 3).SelectMany(s => file.Batch(64, 1, 0, s).Codes.Chunk(6)).Select(c => string.Join(' ', c)).ToHashSet();
        // The groups of which the first window is made: those that share rows with it.
        var groups = file.Blocks(64).Select(b => b.Codes.Chunk(6).Count(c => first.Contains(string.Join(' ', c)))).ToArray();
        Assert.InRange(groups.Count(g => g == 64), 2, 3);
        Assert.InRange(groups.Sum(), 192, 200);
    }

    [Fact]
    public void Open_ManyGroups_ReadsOnlyWhatABatchNeeds()
    {
        var path = _temp.At("large.clicks");
        var truth = new PlantedClicks { Fields = 8, Signal = 2, Pairs = 1, Sizes = [100, 1000] }.Plant();
        Assert.Equal(300_000, ClickFile.Write(path, truth.Fields, truth.Blocks(300_000)));
        var file = Opened(path, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(1024, file.Batch(1024, 1, 0, 100).Count);
        // One group of 65,536 rows × 8 codes of 4 bytes, its bytes in the file and its order.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 65_536 * 8 * 4, 65_536 * 8 * 4 * 2.5);
        Assert.Equal(truth.Rows(0, 300_000).Labels.Sum(), file.Blocks(8192).Sum(b => b.Labels.Sum()));
        // Codes 0 to 100 take a byte, 0 to 1000 two, a label one.
        Assert.InRange(new FileInfo(path).Length, 300_000 * 13, 300_000 * 13 + 100_000);
    }

    [Theory]
    [InlineData(10, "no file of clicks")]
    [InlineData(100, "cannot be read as a file of clicks")]
    [InlineData(-1, "its end is missing")]
    [InlineData(-40, "its end is missing")]
    public void Open_CutFile_IsOneClearError(int keep, string reason)
    {
        ((ClickFile)Source()).Dispose();
        var bytes = File.ReadAllBytes(_temp.At("rows.clicks"));
        var path = _temp.Write("cut.clicks", bytes[..(keep > 0 ? keep : bytes.Length + keep)]);
        Assert.Contains(reason, Assert.Throws<DataException>(() => ClickFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AnyByteDamaged_IsFoundAtLatestWhenRead()
    {
        ((ClickFile)Source()).Dispose();
        var bytes = File.ReadAllBytes(_temp.At("rows.clicks"));
        var random = ((Numerics.Seed)4).Stream();
        for (var trial = 0; trial < 60; trial++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[trial % 2 == 0 ? random.NextInt(bytes.Length) : bytes.Length - 1 - random.NextInt(14_000)] ^= (byte)(1 + random.NextInt(255));
            var path = _temp.Write("damaged.clicks", damaged);
            Assert.Throws<DataException>(() =>
            {
                using var file = ClickFile.Open(path);
                return file.Blocks(500).Sum(b => b.Count);
            });
        }
    }

    [Fact]
    public void Open_TableOfText_SaysWhatToDo() => Assert.Contains("attune data clicks", Assert.Throws<DataException>(() => ClickFile.Open(_temp.Write("a.csv", "label,city\n1,rome\n0,oslo\n"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Write_WhatEndsEarly_LeavesNoFile()
    {
        static IEnumerable<ClickRows> Broken()
        {
            yield return Truth.Rows(0, 100);
            throw new DataException("the source broke");
        }

        Assert.Throws<DataException>(() => ClickFile.Write(_temp.At("b.clicks"), Truth.Fields, Broken()));
        Assert.Empty(Directory.GetFiles(_temp.Path));
    }

    [Fact]
    public void Write_NoRows_IsRefused() => Assert.Contains("There are no rows", Assert.Throws<DataException>(() => ClickFile.Write(_temp.At("b.clicks"), Truth.Fields, [])).Message, StringComparison.Ordinal);
}

namespace Attune.Tests;

public sealed class ClickEncoderTests
{
    static readonly string[] Names = ["label", "city", "age", "tags", "count", "price"];

    static readonly ClickSchema Schema = new()
    {
        Fields =
        [
            new("city") { MinCount = 2 },
            new("age") { Kind = ClickFieldKind.Numeric },
            new("tags") { Kind = ClickFieldKind.MultiValued, Labels = 2 },
            new("count") { Kind = ClickFieldKind.Numeric, Numbers = ClickNumbers.LogSquares },
            new("price") { Kind = ClickFieldKind.Numeric, Numbers = ClickNumbers.Quantiles, Buckets = 4 },
        ],
    };

    static ClickRecords Train => ClickRecords.Of(Names,
    [
        ["1", "rome", "0", "a|b", "0", "1"],
        ["0", "rome", "9", "b", "2", "2"],
        ["0", "oslo", "-9", "b|c|a", "3", "3"],
        ["1", "rome", "", "", "100", "4"],
        ["0", null, "99", "c", "101", ""],
    ]);

    static ClickRows Encode(ClickEncoder encoder, params string?[] row) => ClickTable.Of(ClickRecords.Of(Names, [row]), encoder).Rows;

    [Fact]
    public void Fit_Fields_LieOneAfterAnother()
    {
        var fields = ClickEncoder.Fit(Train, Schema).Fields;
        // Beside the first code: rome; the number; a, b, c; =0, =2, ⌊log(3)²⌋ = 1 and ⌊log(100)²⌋ = ⌊log(101)²⌋ = 21; four buckets.
        Assert.Equal([2, 2, 4, 5, 5], fields.Fields.Select(f => f.Size));
        Assert.Equal([0, 2, 4, 8, 13], fields.Fields.Select(f => f.Offset));
        Assert.Equal([0, 1, 2, 4, 5], fields.Fields.Select(f => f.Column));
        Assert.Equal([ClickFieldKind.Categorical, ClickFieldKind.Numeric, ClickFieldKind.MultiValued, ClickFieldKind.Categorical, ClickFieldKind.Categorical], fields.Fields.Select(f => f.Kind));
        Assert.Equal((18, 6, false), (fields.Codes, fields.Columns, fields.AreLabels));
    }

    [Fact]
    public void Encode_KnownTexts_HaveTheirCodes()
    {
        var rows = Encode(ClickEncoder.Fit(Train, Schema), "1", "rome", "9", "c|a", "100.9", "3.5");
        // Vocabularies are in natural order: 1, 21, =0, =2.
        Assert.Equal([1, 3, 7, 5, 10, 16], rows.Codes);
        // log(1+0), log 10, −log 10 and log 100 have mean log(100)/4 and mean square (2·log²10 + log²100)/4.
        var (ten, hundred) = (Math.Log(10), Math.Log(100));
        var expected = (ten - hundred / 4) / Math.Sqrt((2 * ten * ten + hundred * hundred) / 4 - hundred * hundred / 16);
        Assert.Equal(expected, rows.Values![1], 1e-6);
        Assert.Equal([1f, 0.5f, 0.5f, 1f, 1f], [rows.Values[0], .. rows.Values[2..]]);
        Assert.Equal([1f], rows.Labels);
    }

    [Theory]
    [InlineData("oslo", "rarer than the minimum")]
    [InlineData("bern", "never seen")]
    [InlineData("", "missing")]
    public void Encode_LabelThatIsNotKnown_HasTheFirstCode(string city, string why)
    {
        Assert.NotEmpty(why);
        Assert.Equal(0, Encode(ClickEncoder.Fit(Train, Schema), "0", city, "1", "a", "1", "1").Codes[0]);
    }

    [Fact]
    public void Encode_NothingStands_HasFirstCodesAndOneLabel()
    {
        var rows = Encode(ClickEncoder.Fit(Train, Schema), "0", null, null, null, null, null);
        Assert.Equal([0, 2, 4, 4, 8, 13], rows.Codes);
        Assert.Equal([1f, 1f, 1f, 0f, 1f, 1f], rows.Values!);
    }

    [Fact]
    public void Encode_SomeOfSeveralLabelsUnknown_CountAsUnknown()
    {
        var rows = Encode(ClickEncoder.Fit(Train, Schema), "0", "rome", "1", "zzz|b|a", "1", "1");
        Assert.Equal((4, 6), (rows.Codes[2], rows.Codes[3]));
        Assert.Equal((0.5f, 0.5f), (rows.Values![2], rows.Values[3]));
    }

    [Theory]
    [InlineData(-5, 1), InlineData(1, 1), InlineData(1.99, 1), InlineData(2, 2), InlineData(3, 3), InlineData(4, 4), InlineData(1e9, 4)]
    public void Encode_Buckets_BeginAtTheirEdges(double price, int bucket) => Assert.Equal(13 + bucket,
        Encode(ClickEncoder.Fit(Train, Schema), "0", "rome", "1", "a", "1", price.ToString(System.Globalization.CultureInfo.InvariantCulture)).Codes[5]);

    [Fact]
    public void Fit_ManyValues_BucketsHoldEquallyMany()
    {
        var random = ((Numerics.Seed)3).Stream();
        string[][] rows = [.. Enumerable.Range(0, 20000).Select(r => new[] { r % 3 == 0 ? "1" : "0", Math.Exp(random.NextGaussian()).ToString("R", System.Globalization.CultureInfo.InvariantCulture) })];
        var table = ClickTable.Of(ClickRecords.Of(["label", "x"], rows), new ClickSchema { Fields = [new("x") { Kind = ClickFieldKind.Numeric, Numbers = ClickNumbers.Quantiles, Buckets = 10 }] });
        Assert.All(table.Rows.Codes.GroupBy(c => c), g => Assert.InRange(g.Count(), 1995, 2005));
    }

    [Fact]
    public void Json_RoundTrip_EncodesAlike()
    {
        var encoder = ClickEncoder.Fit(Train, Schema);
        var again = ClickEncoder.FromJson(encoder.ToJson());
        Assert.Equal(encoder.Fingerprint, again.Fingerprint);
        Assert.Null(encoder.Fields.Unlike(again.Fields));
        var (a, b) = (ClickTable.Of(Train, encoder), ClickTable.Of(Train, again));
        Assert.Equal(a.Rows.Codes, b.Rows.Codes);
        Assert.Equal(a.Rows.Values!, b.Rows.Values!);
    }

    [Fact]
    public void Json_Damaged_IsOneClearError() => Assert.Contains("cannot be read", Assert.Throws<DataException>(() => ClickEncoder.FromJson(ClickEncoder.Fit(Train, Schema).ToJson().Replace("\"size\":4", "\"size\":9", StringComparison.Ordinal))).Message, StringComparison.Ordinal);

    [Fact]
    public void Unlike_OtherLabelsOfEqualNumber_AreTold()
    {
        ClickSchema schema = new() { Fields = [new("city")] };
        var (a, b) = (ClickEncoder.Fit(ClickRecords.Of(["label", "city"], [["1", "rome"]]), schema), ClickEncoder.Fit(ClickRecords.Of(["label", "city"], [["1", "oslo"]]), schema));
        Assert.Equal("field 0, 'city', has other labels or numbers, though as many", a.Fields.Unlike(b.Fields));
    }

    [Theory]
    [InlineData("2", "1", "column 'label': the label '2' is none of 1, 0 and -1")]
    [InlineData("1", "old", "column 'age': 'old' is not a finite number")]
    [InlineData("1", "NaN", "column 'age': 'NaN' is not a finite number")]
    public void Fit_RowThatCannotBeRead_IsOneClearError(string label, string age, string reason) => Assert.Contains(reason,
        Assert.Throws<DataException>(() => ClickEncoder.Fit(ClickRecords.Of(Names, [[label, "rome", age, "", "", ""]]), Schema)).Message, StringComparison.Ordinal);

    [Fact]
    public void Fit_Weights_AreReadAndChecked()
    {
        ClickSchema schema = new() { Fields = [new("city")], Weight = "w" };
        Assert.Equal([0.5f, 3f], ClickTable.Of(ClickRecords.Of(["label", "city", "w"], [["1", "rome", "0.5"], ["-1", "rome", "3"]]), schema).Rows.Weights!);
        Assert.Contains("the weight '0' is not a finite number above 0", Assert.Throws<DataException>(() => ClickEncoder.Fit(ClickRecords.Of(["label", "city", "w"], [["1", "rome", "0"]]), schema)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelCounts_MoreLabelsThanItHolds_NeverLosesAFrequentOne()
    {
        var counts = new LabelCounts(100);
        var random = ((Numerics.Seed)1).Stream();
        for (var i = 0; i < 20000; i++) counts.Add(i % 10 == 0 ? "often" : $"rare{random.NextInt(1 << 30)}");
        Assert.Contains("often", counts.Frequent(2000));
        Assert.DoesNotContain(counts.Frequent(2000), l => l.StartsWith("rare", StringComparison.Ordinal));
        Assert.True(counts.Error > 0);
    }
}

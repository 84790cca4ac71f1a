namespace Attune.Tests;

public sealed class ClickSplitTests
{
    static ClickRecords Rows(int count) => ClickRecords.Of(["label", "n", "time"], [.. Enumerable.Range(0, count).Select(r => new[] { "1", $"{r}", $"{1_600_000_000 + (r * 7919 % count) / 2}" })]);

    static List<int> Read(ClickRecords rows) => [.. rows.Read(default).Select(r => int.Parse(r[1], System.Globalization.CultureInfo.InvariantCulture))];

    [Fact]
    public void Random_Parts_HaveEveryRowOnceIn8To1To1()
    {
        var split = ClickSplit.Random(Rows(20_000), 3);
        var (train, validation, test) = (Read(split.Train), Read(split.Validation), Read(split.Test));
        Assert.Equal(Enumerable.Range(0, 20_000), train.Concat(validation).Concat(test).Order());
        Assert.InRange(train.Count, 15_800, 16_200);
        Assert.InRange(validation.Count, 1_850, 2_150);
        Assert.InRange(test.Count, 1_850, 2_150);
        Assert.Equal(test, Read(ClickSplit.Random(Rows(20_000), 3).Test));
        Assert.NotEqual(test, Read(ClickSplit.Random(Rows(20_000), 4).Test));
    }

    [Fact]
    public void ByTime_Parts_FollowOneAnother()
    {
        const int Count = 1009;
        var split = ClickSplit.ByTime(Rows(Count), new ClickSchema { Fields = [new("n")], Time = "time" }, 0.2, 0.1);
        int TimeOf(int row) => row * 7919 % Count / 2;
        var (train, validation, test) = (Read(split.Train), Read(split.Validation), Read(split.Test));
        Assert.Equal(Count, train.Count + validation.Count + test.Count);
        Assert.True(train.Max(TimeOf) < validation.Min(TimeOf) && validation.Max(TimeOf) < test.Min(TimeOf));
        Assert.InRange(test.Count, 100, 103);
        Assert.InRange(validation.Count, 200, 204);
    }

    [Fact]
    public void ByTime_NoTime_IsRefused() => Assert.Contains("has no column with times", Assert.Throws<DataException>(() => ClickSplit.ByTime(Rows(10), new ClickSchema { Fields = [new("n")] })).Message, StringComparison.Ordinal);

    [Fact]
    public void ByTime_OneTimeOnly_IsRefused() => Assert.Contains("no time parts the rows", Assert.Throws<DataException>(() => ClickSplit.ByTime(ClickRecords.Of(["label", "n", "time"], [["1", "0", "5"], ["0", "1", "5"]]), new ClickSchema { Fields = [new("n")], Time = "time" })).Message, StringComparison.Ordinal);

    [Theory, InlineData(-0.1, 0.1), InlineData(0.5, 0.5), InlineData(double.NaN, 0.1)]
    public void Random_SharesThatLeaveNothing_AreRefused(double validation, double test) => Assert.Throws<ArgumentException>(() => ClickSplit.Random(Rows(10), 0, validation, test));
}

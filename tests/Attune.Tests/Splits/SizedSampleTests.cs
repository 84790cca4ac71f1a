namespace Attune.Tests;

public sealed class SizedSampleTests
{
    // Users of 1 to 60 events, so that small shares round some to none.
    static Dataset World()
    {
        var builder = new DatasetBuilder { Name = "steps" };
        for (var u = 1; u <= 60; u++)
            for (var i = 0; i < u; i++) builder.Add(new Interaction($"u{u}", $"i{(u * 7 + i) % 90}"));
        return builder.Build();
    }

    static string[] Pairs(Dataset data) => [.. Enumerable.Range(0, data.Count).Select(e => $"{data.Users[data.Events.User[e]]} {data.Items[data.Events.Item[e]]}").Order(StringComparer.Ordinal)];

    static int[] PerUser(Dataset data) => [.. Enumerable.Range(1, 60).Select(u => data.Users.IndexOf($"u{u}") is >= 0 and var at ? data.Sequence(at).Length : 0)];

    // The factor by the loop of the paper's text, in exact decimals.
    static double FactorByHand(int[] lengths, int size)
    {
        var (all, factor) = (lengths.Sum(), 1.0m);
        while (lengths.Sum(n => Math.Min(n, (int)Math.Round((double)size / all * (double)factor * n, MidpointRounding.ToEven))) < size) factor = Math.Round(factor * 1.05m, 2, MidpointRounding.ToEven);
        return (double)factor;
    }

    [Theory]
    [InlineData(20)]
    [InlineData(90)]
    [InlineData(500)]
    [InlineData(1500)]
    public void OfSize_ByUser_HasTheSizeAndTheFactorOfThePapersLoop(int size)
    {
        var data = World();
        var sample = SizedSample.OfSize(data, size, SampleBy.User);
        Assert.Equal(size, sample.Data.Count);
        Assert.Equal(FactorByHand([.. Enumerable.Range(1, 60)], size), sample.Factor);
        Assert.Subset(Pairs(data).ToHashSet(), Pairs(sample.Data).ToHashSet());
    }

    // round(0.02 · factor · n): a user of few events gives none, whatever is drawn.
    [Fact]
    public void OfSize_ByUser_LosesUsersWhoseShareRoundsToNone()
    {
        var sample = SizedSample.OfSize(World(), 37, SampleBy.User);
        var share = 37.0 / 1830 * sample.Factor;
        var counts = PerUser(sample.Data);
        for (var n = 1; n <= 60; n++) Assert.InRange(counts[n - 1], 0, (int)Math.Round(share * n, MidpointRounding.ToEven));
    }

    // Heavy users keep their share of all events to within a hundredth.
    [Fact]
    public void OfSize_ByUser_KeepsTheSharesOfHeavyUsers()
    {
        var counts = PerUser(SizedSample.OfSize(World(), 900, SampleBy.User).Data);
        for (var n = 40; n <= 60; n++) Assert.InRange(counts[n - 1] / 900.0 - n / 1830.0, -0.005, 0.005);
    }

    [Fact]
    public void OfSize_ByItem_KeepsTheSharesOfItems()
    {
        var data = World();
        var sample = SizedSample.OfSize(data, 900, SampleBy.Item).Data;
        Assert.Equal(900, sample.Count);
        for (var i = 0; i < data.Items.Count; i++)
        {
            var of = data.Events.Item.Count(e => e == i);
            var kept = sample.Items.IndexOf(data.Items[i]) is >= 0 and var at ? sample.Events.Item.Count(e => e == at) : 0;
            Assert.InRange(kept / 900.0 - of / 1830.0, -0.006, 0.006);
        }
    }

    [Theory]
    [InlineData(SampleBy.Random)]
    [InlineData(SampleBy.User)]
    [InlineData(SampleBy.Item)]
    [InlineData(SampleBy.Hybrid)]
    internal void OfSize_EveryWay_IsExactAndDeterministic(SampleBy by)
    {
        var data = World();
        var sample = SizedSample.OfSize(data, 700, by);
        Assert.Equal(700, sample.Data.Count);
        Assert.Equal(Pairs(sample.Data), Pairs(SizedSample.OfSize(data, 700, by).Data));
        Assert.NotEqual(Pairs(sample.Data), Pairs(SizedSample.OfSize(data, 700, by, seed: 43).Data));
        Assert.Same(data, SizedSample.OfSize(data, 5000, by).Data);
    }

    [Theory]
    [InlineData(SampleBy.Random, 183)]
    [InlineData(SampleBy.User, 183)]
    internal void OfShare_RoundsEveryGroupToEven(SampleBy by, int expected)
    {
        var sample = SizedSample.OfShare(World(), 0.1, by).Data;
        var counts = PerUser(sample);
        if (by == SampleBy.User) Assert.Equal([.. Enumerable.Range(1, 60).Select(n => (int)Math.Round(0.1 * n, MidpointRounding.ToEven))], counts);
        // Halves go to even, so 5 gives none and 15 two: 25 and 45 lose what 15, 35 and 55 gain.
        Assert.Equal(by == SampleBy.User ? counts.Sum() : expected, sample.Count);
    }

    [Fact]
    public void OfShare_Hybrid_TakesTheRootTwice()
    {
        var data = World();
        var expected = SizedSample.OfShare(SizedSample.OfShare(data, Math.Sqrt(0.25), SampleBy.Item).Data, Math.Sqrt(0.25), SampleBy.User).Data;
        Assert.Equal(Pairs(expected), Pairs(SizedSample.OfShare(data, 0.25, SampleBy.Hybrid).Data));
        Assert.InRange(expected.Count, 420, 500);
    }

    [Fact]
    public void OfShare_ThatRoundsToNothing_IsOneClearError() =>
        Assert.Contains("leaves none", Assert.Throws<DataException>(() => SizedSample.OfShare(Worlds.Of("a x, a y, b x"), 0.1, SampleBy.User)).Message, StringComparison.Ordinal);

    // As Python's round(f * 1.05, 2): 1.05 · 1.1 = 1.155 lies a hair above as a double; 1.125 lies exactly between.
    [Theory]
    [InlineData(1.0, 1.05)]
    [InlineData(1.05, 1.1)]
    [InlineData(1.1, 1.16)]
    [InlineData(38.96, 40.91)]
    [InlineData(2.5, 2.62)]
    public void Next_RoundsAsPythonDoes(double factor, double expected) => Assert.Equal(expected, SizedSample.Next(factor));

    [Fact]
    public void Factors_OfAFile_AreHonouredAndSaved()
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("factors.json");
        var found = SizedSample.OfSize(World(), 20, SampleBy.User, 42, SampleFactors.Open(path));
        Assert.True(found.Factor > 1);
        Assert.Contains($"\"steps/user@20 of 1830\": {found.Factor.ToString(System.Globalization.CultureInfo.InvariantCulture)}", File.ReadAllText(path), StringComparison.Ordinal);
        File.WriteAllText(path, """{ "steps/user@20 of 1830": 3.5 }""");
        var cached = SizedSample.OfSize(World(), 20, SampleBy.User, 42, SampleFactors.Open(path));
        Assert.Equal((3.5, 20), (cached.Factor, cached.Data.Count));
        File.WriteAllText(path, """{ "steps/user@20 of 1830": 0.5 }""");
        Assert.Contains("must be a number from 1", Assert.Throws<DataException>(() => SampleFactors.Open(path)).Message, StringComparison.Ordinal);
        File.WriteAllText(path, "[]");
        Assert.Contains("is no list of factors", Assert.Throws<DataException>(() => SampleFactors.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Thinning_Histories_AreNestedExactAndAlikeForAll()
    {
        var data = World();
        string[] before = [];
        foreach (var size in new[] { 40, 183, 700, 1200, 1829, 1830 })
        {
            var thin = Thinning.Histories(data, size);
            Assert.Equal((size, data.Items.Count), (thin.Count, thin.Items.Count));
            Assert.Subset(Pairs(thin).ToHashSet(), before.ToHashSet());
            before = Pairs(thin);
            var counts = PerUser(thin);
            for (var n = 1; n <= 60; n++) Assert.InRange(counts[n - 1] - (double)size * n / 1830, -1.5, 1.5);
        }
    }

    [Fact]
    public void Thinning_Users_AreNestedAndWhole()
    {
        var data = World();
        string[] before = [];
        foreach (var size in new[] { 40, 183, 700, 1200, 1830 })
        {
            var thin = Thinning.Users(data, size);
            Assert.InRange(thin.Count, size, size + 59);
            Assert.Equal(data.Items.Count, thin.Items.Count);
            Assert.Subset(Pairs(thin).ToHashSet(), before.ToHashSet());
            before = Pairs(thin);
            var counts = PerUser(thin);
            for (var n = 1; n <= 60; n++) Assert.True(counts[n - 1] == 0 || counts[n - 1] == n);
        }
        Assert.Equal(Pairs(Thinning.Users(data, 700)), Pairs(Thinning.Users(data, 700)));
        Assert.NotEqual(Pairs(Thinning.Users(data, 700)), Pairs(Thinning.Users(data, 700, seed: 1)));
    }
}

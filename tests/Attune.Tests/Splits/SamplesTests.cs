namespace Attune.Tests;

public sealed class SamplesTests
{
    static readonly string[] s_shares = ["", "users:", "items:", "user:", "item:"];

    [Fact]
    public void Parse_SmallerOfTwoSamples_IsAPartOfTheLarger() => AnyEvents.Hold(events =>
    {
        var data = AnyEvents.Build(events);
        foreach (var form in s_shares)
            Nested(data, [form + "0.1", form + "0.3", form + "0.7"]);
        Nested(data, ["1", "5", "1000"]);
        Nested(data, ["users:1", "users:3", "users:0.9"]);
        Nested(data, ["3", "0.9"], onlyWhere: data.Count * 0.9 >= 3);
    });

    static void Nested(Dataset data, string[] samples, bool onlyWhere = true)
    {
        if (!onlyWhere) return;
        var rows = Array.ConvertAll(samples, s => AnyEvents.Rows(Samples.Parse(s, data, seed: 3)));
        for (var i = 1; i < rows.Length; i++) Assert.True(IsPart(rows[i - 1], rows[i]), $"{samples[i - 1]} is not part of {samples[i]}");
        Assert.True(IsPart(rows[^1], AnyEvents.Rows(data)));
    }

    // Events may repeat, so counts matter.
    static bool IsPart(string[] part, string[] whole)
    {
        var left = whole.GroupBy(r => r).ToDictionary(g => g.Key, g => g.Count());
        return part.GroupBy(r => r).All(g => left.GetValueOrDefault(g.Key) >= g.Count());
    }

    [Fact]
    public void Parse_AnyOrderOfRows_GivesTheSameEvents() => AnyEvents.Hold(events =>
    {
        var (data, turned) = (AnyEvents.Build(events), AnyEvents.Build(events.Reverse()));
        foreach (var sample in s_shares.Select(s => s + "0.4").Append("7"))
            Assert.Equal(AnyEvents.Rows(Samples.Parse(sample, data)), AnyEvents.Rows(Samples.Parse(sample, turned)));
    });

    [Fact]
    public void Parse_Sizes_AreMet() => AnyEvents.Hold(events =>
    {
        var data = AnyEvents.Build(events);
        Assert.Equal(Math.Min(5, data.Count), Samples.Events(data, 5).Count);
        Assert.Equal((int)Math.Ceiling(0.3 * data.Count), Samples.Events(data, 0.3).Count);
        Assert.Equal(Math.Min(2, data.Users.Count), Samples.Users(data, 2).Users.Count);
        Assert.Equal((int)Math.Ceiling(0.5 * data.Items.Count), Samples.Items(data, 0.5).Items.Count);
        var (ofUsers, ofItems) = (Samples.OfEachUser(data, 0.25), Samples.OfEachItem(data, 0.25));
        Assert.Equal(data.Users.Ids, ofUsers.Users.Ids);
        Assert.Equal(data.Items.Ids, ofItems.Items.Ids);
        for (var u = 0; u < data.Users.Count; u++) Assert.Equal((int)Math.Ceiling(0.25 * data.Sequence(u).Length), ofUsers.Sequence(u).Length);
        for (var i = 0; i < data.Items.Count; i++) Assert.Equal((int)Math.Ceiling(0.25 * data.Events.Item.Count(x => x == i)), ofItems.Events.Item.Count(x => x == i));
    });

    [Fact]
    public void Users_Sample_KeepsWholeUsers() => AnyEvents.Hold(events =>
    {
        var data = AnyEvents.Build(events);
        var sample = Samples.Users(data, 0.5);
        for (var u = 0; u < sample.Users.Count; u++)
            Assert.Equal(data.Sequence(data.Users.IndexOf(sample.Users[u])).Length, sample.Sequence(u).Length);
    });

    [Fact]
    public void Parse_AnotherSeed_IsAnotherSample()
    {
        var data = AnyEvents.Build(Enumerable.Range(0, 400).Select(e => new Interaction($"u{e % 20}", $"i{e % 37}") { Value = e }));
        Assert.Equal(AnyEvents.Rows(Samples.Events(data, 0.2)), AnyEvents.Rows(Samples.Events(data, 0.2)));
        Assert.NotEqual(AnyEvents.Rows(Samples.Events(data, 0.2)), AnyEvents.Rows(Samples.Events(data, 0.2, seed: 1)));
        List<string> notes = [];
        Samples.Parse("user:0.1", data, note: notes.Add);
        Assert.Equal(["sample user:0.1: 40 of 400 events, 20 of 20 users and 26 of 37 items are kept."], notes.ConvertAll(n => n.Replace(n[(n.IndexOf("and ", StringComparison.Ordinal) + 4)..n.IndexOf(" of 37", StringComparison.Ordinal)], "26", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("1.5")]
    [InlineData("-3")]
    [InlineData("half")]
    [InlineData("user:10")]
    [InlineData("users:2.5")]
    [InlineData("basket:0.1")]
    public void Parse_BadText_ListsTheForms(string text)
    {
        var data = AnyEvents.Build([new("a", "b"), new("a", "c")]);
        Assert.StartsWith($"'{text}' is not a sample. Samples are 0.1 (share of events)", Assert.Throws<ArgumentException>(() => Samples.Parse(text, data)).Message);
    }

    [Fact]
    public void Events_SizesOutOfRange_AreRefused()
    {
        var data = AnyEvents.Build([new("a", "b"), new("a", "c")]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Samples.Events(data, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Samples.Users(data, 1.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Samples.OfEachItem(data, double.NaN));
    }
}

namespace Attune.Tests;

public sealed class CatalogTests
{
    static Dataset Shop() => new DatasetBuilder { Name = "shop" }
        .Add(At("ann", "jam", 3)).Add(At("ann", "tea", 1)).Add(At("ann", "jam", 2)).Add(At("ann", "oil", 4, EventKind.Impression)).Add(At("ann", "tea", 5, EventKind.Return))
        .Add(At("bob", "oil", 1)).Add(At("bob", "tea", 2)).Build();

    static Interaction At(string user, string item, int day, string kind = EventKind.Purchase) => new(user, item) { Time = DateTimeOffset.UnixEpoch.AddDays(day), Kind = kind };

    static string Words(Catalog catalog, Query query) => string.Join(' ', catalog.SequenceOf(query).ToArray().Select(i => catalog.Items[i]));

    [Fact]
    public void SequenceOf_KnownUser_OldestFirstWithRepeatsAndWithoutWhatSpeaksForNothing()
    {
        var catalog = Catalog.OfSequences(Shop());
        Assert.Equal("tea jam jam", Words(catalog, Query.For(0)));
        Assert.Equal("oil tea", Words(catalog, Query.For(1)));
        Assert.Equal("", Words(catalog, new Query()));
        Assert.Equal("", Words(catalog, Query.For(2)));
        Assert.Equal("jam jam", Words(Catalog.OfSequences(Shop(), latest: 2), Query.For(0)));
    }

    [Fact]
    public void SequenceOf_GivenHistory_TakesTheStoredOnesPlaceWithoutUnknownItems()
    {
        var catalog = Catalog.OfSequences(Shop());
        Assert.Equal("tea jam tea", Words(catalog, new Query { User = 1, History = [2, -1, 0, 77, 2] }));
        Assert.Equal("", Words(catalog, new Query { User = 1, History = [] }));
    }

    [Fact]
    public void SequenceOf_CatalogWithoutOrder_SaysWhatToDo() =>
        Assert.Contains("Catalog.OfSequences", Assert.Throws<InvalidOperationException>(() => Catalog.Of(Shop()).SequenceOf(Query.For(0)).Length).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_SavedModelThatReadsOrder_KnowsTheSequences()
    {
        using var folder = new TemporaryFolder();
        new Markov().Fit(Shop()).Save(folder.At("m"));
        var catalog = Recommender.Load(folder.At("m")).Catalog;
        Assert.Equal("tea jam jam", Words(catalog, Query.For(0)));
        Assert.Equal(1, catalog.Histories.RowLength(0)); // The return took the tea back.
    }

    [Theory]
    [InlineData(7, "lists item 7")]
    [InlineData(-1, "lists item -1")]
    public void Load_SequenceWithAnItemThatIsNone_IsRefused(int item, string part)
    {
        using var folder = new TemporaryFolder();
        var good = Catalog.Of(Shop());
        CatalogFile.Write(folder.At("c"), new Catalog(good.Users, good.Items, good.Histories, null, new ItemSequences([0, 1, 1], [item])));
        Assert.Contains(part, Assert.Throws<FormatException>(() => CatalogFile.Read(folder.At("c"), 2, 3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Times_AreThoseOfTheItemsOrRefused()
    {
        using var folder = new TemporaryFolder();
        var good = Catalog.OfTimedSequences(Shop());
        Assert.Equal(good.Sequences!.Items.Length, good.Sequences.Times!.Length);
        CatalogFile.Write(folder.At("c"), good);
        Assert.Equal(good.Sequences.Times, CatalogFile.Read(folder.At("c"), good.Users.Count, good.Items.Count).Sequences!.Times);
        CatalogFile.Write(folder.At("c"), new Catalog(good.Users, good.Items, good.Histories, null, new ItemSequences(good.Sequences.Offsets, good.Sequences.Items, [1])));
        Assert.Contains("there are 1 times of", Assert.Throws<FormatException>(() => CatalogFile.Read(folder.At("c"), good.Users.Count, good.Items.Count)).Message, StringComparison.Ordinal);
        CatalogFile.Write(folder.At("c"), Catalog.OfSequences(Shop()));
        Assert.Null(CatalogFile.Read(folder.At("c"), good.Users.Count, good.Items.Count).Sequences!.Times);
    }
}

namespace Attune.Tests;

public sealed class ItemFilterTests
{
    static readonly Catalog Films = Catalog.Of(new DatasetBuilder().Add(new("u", "a")).Add(new("u", "b")).Add(new("u", "c")).Add(new("u", "d"))
        .ItemFeature("a", "genre", "Comedy|War").ItemFeature("b", "genre", "Comedy-War").ItemFeature("c", "genre", "drama")
        .ItemFeature("a", "year", "1990", FeatureKind.Number).ItemFeature("b", "year", "1990.0", FeatureKind.Number)
        .ItemFeature("a", "title", "War", FeatureKind.Text).ItemFeature("b", "title", "War | Peace", FeatureKind.Text).Build());

    static string Kept(Func<int, bool>? filter) => string.Concat(Enumerable.Range(0, 4).Where(i => filter!(i)).Select(i => Films.Items[i]));

    [Theory]
    [InlineData("genre=comedy", "a")]
    [InlineData("GENRE = War", "a")]
    [InlineData("genre=Comedy|Drama", "ac")]
    [InlineData("genre=com", "")]
    [InlineData("year=1990", "ab")]
    [InlineData("title=war", "a")]
    public void Where_ACondition_MatchesWholeLabels(string condition, string kept) => Assert.Equal(kept, Kept(ItemFilter.Where(Films, condition)));

    [Fact]
    public void OnlyAndWithout_Ids_UnknownOnesMatchNothing()
    {
        Assert.Equal("bd", Kept(ItemFilter.Only(Films, ["b", "d", "zebra"])));
        Assert.Equal("ac", Kept(ItemFilter.Without(Films, ["b", "d", "zebra"])));
        Assert.Equal("c", Kept(ItemFilter.All(ItemFilter.Without(Films, ["a"]), null, ItemFilter.Where(Films, "genre=drama"))));
        Assert.Null(ItemFilter.All(null, null));
    }

    [Fact]
    public void Where_UnknownFeatureOrForm_SaysWhatThereIs()
    {
        Assert.Equal("There is no item feature 'genres' to filter by; there are genre, year, title. Did you mean 'genre'?", Assert.Throws<DataException>(() => ItemFilter.Where(Films, "genres=x")).Message);
        Assert.Contains("feature=value", Assert.Throws<DataException>(() => ItemFilter.Where(Films, "genre")).Message);
    }
}

namespace Attune.Tests;

public sealed class FeatureTableTests
{
    static readonly FeatureTable Films = new(2,
    [
        new("Title", FeatureKind.Text, ["Alien", null]),
        new("genres", FeatureKind.Tokens, ["Horror|Sci-Fi", null]),
        new("year", FeatureKind.Number, ["1979", null]),
    ]);

    [Fact]
    public void Title_AnyCaseOfTheName_IsFound() => Assert.Equal("Alien", Films.Title(0));

    [Fact]
    public void Title_UnknownOrOutside_IsNull()
    {
        Assert.Null(Films.Title(1));
        Assert.Null(Films.Title(-1));
        Assert.Null(Films.Title(2));
    }

    [Fact]
    public void Numbers_MissingOnes_AreNaN() =>
        Assert.Equal([1979.5, double.NaN, double.NaN, -2], new FeatureColumn("year", FeatureKind.Number, ["1979.5", null, " ", "-2"]).Numbers(Vocabulary.Empty));

    [Theory]
    [InlineData("old")]
    [InlineData("1e999")]
    [InlineData("1.979,5")]
    public void Numbers_TextThatIsNone_NamesColumnIdAndText(string text)
    {
        var ids = new DatasetBuilder().Add(new("ann", "alien")).Build().Items;
        var thrown = Assert.Throws<DataException>(() => new FeatureColumn("year", FeatureKind.Number, [text]).Numbers(ids));
        Assert.StartsWith($"The feature 'year' is a number, but that of 'alien' is '{text}'.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_SeparatedByBars_AreTrimmedAndDifferent() =>
        Assert.Equal(["Sci-Fi", "Horror"], new FeatureColumn("genres", FeatureKind.Tokens, [" Sci-Fi|| Horror |Sci-Fi"]).Labels(0));

    [Fact]
    public void Text_WordsAndTokens_AreJoinedWithoutNumbers() => Assert.Equal("Alien Horror Sci-Fi", Films.Text(0));

    [Fact]
    public void Knows_RowOfNulls_IsFalse()
    {
        Assert.True(Films.Knows(0));
        Assert.False(Films.Knows(1));
        Assert.False(Films.Knows(7));
    }

    [Fact]
    public void Reindex_MovedRow_TakesItsValues() => Assert.Equal([null, "Alien", null], Films.Reindex([-1, 0, 1])["title"]!.Values);

    [Fact]
    public void Constructor_ColumnOfAnotherLength_NamesIt() =>
        Assert.Contains("'year' has 1 values for 2", Assert.Throws<ArgumentException>(() => new FeatureTable(2, [new("year", FeatureKind.Number, ["1979"])])).Message, StringComparison.Ordinal);
}

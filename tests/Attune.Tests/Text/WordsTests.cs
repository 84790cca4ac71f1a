namespace Attune.Tests;

public sealed class WordsTests
{
    [Theory]
    [InlineData("Red Mug, 2nd-hand!", "red mug 2nd hand")]
    [InlineData("", "")]
    [InlineData(" … ", "")]
    [InlineData("ÉCLAIR Straße ΔΕΛΤΑ", "éclair straße δελτα")]
    [InlineData("re\u0301sume\u0301", "re\u0301sume\u0301")]
    [InlineData("緑茶 tea", "緑 茶 tea")]
    [InlineData("tea茶7", "tea 茶 7")]
    [InlineData("a\uD800b", "a b")]
    [InlineData("𝟙𐐀", "𝟙𐐨")]
    public void Of_AnyText_IsItsWords(string text, string expected) => Assert.Equal(expected, string.Join(' ', Words.Of(text)));
}

using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Attune.Studies;

namespace Attune.Tests;

public sealed class SearchSpaceTests
{
    public static TheoryData<string> Searched => [.. Trainers.All.Where(m => m.Options.Any(o => o.Search is not null)).Select(m => m.Name)];

    [Theory, MemberData(nameof(Searched))]
    public void Of_EveryModelThatStatesRanges_IsReadBackFromItsTextAndLiesWithinWhatIsAllowed(string model)
    {
        var trainer = Trainers.Create(model);
        var space = SearchSpace.Of(trainer);
        Assert.Equal(space.ToString(), SearchSpace.Parse(trainer, space.ToString()).ToString());
        foreach (var option in Options.Of(trainer.GetType()).Where(p => p.IsDefined(typeof(SearchAttribute))))
            if (OptionText.KindOf(option.PropertyType) is "int" or "number") Assert.NotNull(option.GetCustomAttribute<RangeAttribute>());
    }

    [Fact]
    public void Of_ImportantModels_StateSomething() => Assert.All(new[] { "als", "bpr", "ease", "item-knn", "svd", "baseline" }, m => Assert.Contains(Searched, row => row.Data == m));

    [Fact]
    public void Of_EnumerationsAndRanges_AreListsAndRanges() => Assert.Equal("dial=0..10 mode=fast,slow", SearchSpace.Of(new Knob()).ToString());

    [Fact]
    public void Of_AModelThatStatesNothing_SaysWhatToWrite() =>
        Assert.Contains("popularity names no options worth searching", Assert.Throws<ArgumentException>(() => SearchSpace.Of(new Popularity())).Message);

    [Theory]
    [InlineData("factors=16..256:log", "factors=16..256:log")]
    [InlineData("  regularization=0.001,0.01,0.1 ;factors=8..16 ", "regularization=0.001,0.01,0.1 factors=8..16")]
    [InlineData("alpha=1e-3..1e3:log", "alpha=0.001..1000:log")]
    public void Parse_Als_GivesWhatIsMeant(string text, string meant) => Assert.Equal(meant, SearchSpace.Parse(new Als(), text).ToString());

    [Fact]
    public void Parse_ANameAlone_IsTheModelsOwnRange() => Assert.Equal("mode=fast,slow dial=0..10", SearchSpace.Parse(new Knob(), "mode Dial").ToString());

    [Theory]
    [InlineData("factor=1..2", "Did you mean 'factors'?")]
    [InlineData("factors=16", "two or more different values")]
    [InlineData("factors=16:log", "LOW..HIGH:log")]
    [InlineData("factors=16,16", "two or more different values")]
    [InlineData("factors=256..16", "from a smaller to a greater")]
    [InlineData("factors=1.5..16", "not a whole number")]
    [InlineData("factors=0..16", "1 to 2048")]
    [InlineData("factors=a,b", "not a whole number")]
    [InlineData("factors=16,99999", "allowed 1 to 2048")]
    [InlineData("seed=0..9:log", "must begin above 0")]
    [InlineData("seed", "states no range for seed")]
    [InlineData("alpha=1..2 alpha=3..4", "alpha is there 2 times")]
    [InlineData("", "Nothing is named to vary")]
    public void Parse_Wrong_SaysWhatIsRight(string text, string hint) =>
        Assert.Contains(hint, Assert.Throws<ArgumentException>(() => SearchSpace.Parse(new Als(), text)).Message);

    [Fact]
    public void Parse_SeveralErrors_AreToldTogether()
    {
        var message = Assert.Throws<ArgumentException>(() => SearchSpace.Parse(new Knob(), "mode=1..2 dial=0..1000 nothing=1,2")).Message;
        Assert.Contains("mode is one of fast, slow", message);
        Assert.Contains("-100 to 100", message);
        Assert.Contains("'nothing'", message);
    }

    [Fact]
    public void Dimension_OfWholeNumbers_GivesEachOneACellOfEqualWidthOnItsScale()
    {
        var plain = new Dimension { Name = "n", Low = 1, High = 4, Whole = true };
        Assert.Equal(["1", "1", "2", "2", "3", "3", "4", "4"], Enumerable.Range(0, 8).Select(i => plain.At((i + 0.5) / 8)));
        var log = new Dimension { Name = "n", Low = 1, High = 100, Whole = true, Log = true };
        foreach (var value in new[] { "1", "7", "50", "100" }) Assert.Equal(value, log.At(log.CoordinateOf(value)));
        Assert.Equal(Math.Log(2) / Math.Log(100.5 / 0.5), log.CoordinateOf("1"), 12);
        Assert.Equal(("1", "100"), (log.At(0), log.At(1)));
    }

    [Fact]
    public void Dimension_WithSteps_GivesTheseAlone()
    {
        var steps = new Dimension { Name = "n", Low = 32, High = 60, Whole = true, Step = 8 };
        Assert.Equal(["32", "32", "40", "40", "48", "48", "56", "56"], Enumerable.Range(0, 8).Select(i => steps.At((i + 0.5) / 8)));
        Assert.Equal(("32", "56", 4.0), (steps.At(0), steps.At(1), steps.Count));
        var log = steps with { High = 256, Log = true };
        Assert.All(Enumerable.Range(0, 101), i => Assert.Equal(0, int.Parse(log.At(i / 100.0)) % 8));
        Assert.Equal(["32", "88", "256"], log.Levels(3));
    }

    [Fact]
    public void Dimension_OfRealNumbers_RoundsToFourDigitsWithinItsEnds()
    {
        var range = new Dimension { Name = "x", Low = 0.0123456, High = 10, Log = true };
        Assert.Equal(("0.01235", "10"), (range.At(0), range.At(1)));
        Assert.Equal("0.12344", new Dimension { Name = "x", Low = 0.12344, High = 1 }.At(0));
        Assert.Equal("0.3514", range.At(0.5));
        Assert.Equal(0.5, range.CoordinateOf("0.3514"), 4);
    }

    [Fact]
    public void Dimension_Levels_PartTheScaleEvenlyEndsIncluded()
    {
        Assert.Equal(["1", "10", "100"], new Dimension { Name = "x", Low = 1, High = 100, Log = true }.Levels(3));
        Assert.Equal(["1", "10", "100"], new Dimension { Name = "n", Low = 1, High = 100, Log = true, Whole = true }.Levels(3));
        Assert.Equal(["0", "1"], new Dimension { Name = "n", Low = 0, High = 1, Whole = true }.Levels(5));
        Assert.Equal(["a", "b"], new Dimension { Name = "c", Choices = ["a", "b"] }.Levels(5));
    }
}

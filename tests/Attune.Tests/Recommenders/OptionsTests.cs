using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Attune.Tests;

public sealed class OptionsTests
{
    public enum Mixing
    {
        SumOfParts,
        Best,
    }

    /// <summary>Every kind of option.</summary>
    public sealed record AllKinds : ITrainer
    {
        [Range(1, 100)]
        public int Factors { get; init; } = 8;

        [Range(0.0, 0.1)]
        public float LearningRate { get; init; } = 0.05f;

        [Range(0.0, 1.0, MinimumIsExclusive = true)]
        public double Shrink { get; init; } = 0.5;

        public double Free { get; init; } = 1;

        public double Unlimited { get; init; } = double.PositiveInfinity;

        [Range(1, 9)]
        public int? Depth { get; init; }

        public bool Bias { get; init; } = true;

        public Mixing Mixing { get; init; }

        public IReadOnlyList<string> Parts { get; init; } = ["ease", "als"];

        public string? Domain { get; init; }

        public QueryParts Reads => QueryParts.None;

        public IRecommender Fit(Dataset data, FitContext? context = null) => new Popularity().Fit(data, context);

        public IRecommender Restore(Catalog catalog, Weights weights) => throw new NotSupportedException();
    }

    static AllKinds With(params (string, string)[] settings) => (AllKinds)Options.With(new AllKinds(), settings.Select(s => KeyValuePair.Create(s.Item1, s.Item2)));

    static IReadOnlyList<string> Errors(params (string, string)[] settings) => Assert.Throws<OptionsException>(() => With(settings)).Errors;

    [Fact]
    public void With_EveryKindOfValue_IsReadInvariantly()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            var o = With(("factors", "64"), ("learning-rate", "1e-2"), ("SHRINK", ".25"), ("depth", "3"), ("bias", "False"), ("mixing", "sum-of-parts"), ("parts", "a, b"), ("domain", "books"));
            Assert.Equal((64, .01f, .25, 3, false, Mixing.SumOfParts, "books"), (o.Factors, o.LearningRate, o.Shrink, o.Depth, o.Bias, o.Mixing, o.Domain));
            Assert.Equal(["a", "b"], o.Parts);
            Assert.Null(With(("depth", "null")).Depth);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void With_ManyFaults_ReportsAllOfThemInOneException()
    {
        var errors = Errors(("factor", "3"), ("bias", "ja"), ("mixing", "worst"), ("depth", "1.5"), ("free", "NaN"), ("factors", "99999999999"));
        Assert.Equal(
        [
            "There is no option 'factor'; all-kinds has factors, learningRate, shrink, free, unlimited, depth, bias, mixing, parts, domain. Did you mean 'factors'?",
            "bias = 'ja' is not true or false.",
            "mixing = 'worst' is not one of sum-of-parts, best.",
            "depth = '1.5' is not a whole number or null.",
            "free = 'NaN' is not a number.",
            "factors = '99999999999' is not a whole number.",
        ], errors);
    }

    [Fact]
    public void Validate_ManyOutOfRange_ReportsValueRangeAndDefaultOfEach()
    {
        var trainer = new AllKinds { Factors = 0, LearningRate = 0.2f, Shrink = 0, Free = double.NaN, Depth = 10, Mixing = (Mixing)7 };
        Assert.Equal(
        [
            "factors is 0; allowed 1 to 100, default 8.",
            "learningRate is 0.2; allowed 0 to 0.1, default 0.05.",
            "shrink is 0; allowed above 0 to 1, default 0.5.",
            "free is NaN; allowed any finite number, default 1.",
            "depth is 10; allowed 1 to 9, default none.",
            "mixing is 7; allowed: one of sum-of-parts, best.",
            "and one more",
        ], Assert.Throws<OptionsException>(() => Options.Validate(trainer, null, "and one more")).Errors);
    }

    [Fact]
    public void Validate_AtTheLimits_IsAllowed()
    {
        Options.Validate(new AllKinds { Factors = 1, LearningRate = 0.1f, Shrink = 1, Depth = 9 });
        Options.Validate(new AllKinds { Factors = 100, LearningRate = 0, Shrink = double.Epsilon, Depth = null });
    }

    [Theory]
    [InlineData("1")]
    [InlineData("sum-of-parts,best")]
    [InlineData("")]
    public void With_AnEnumerationByNumberOrSeveralNames_IsRefused(string text) => Assert.Single(Errors(("mixing", text)));

    [Fact]
    public void ToJson_ThenFromJson_KeepsEverythingNaNIncluded()
    {
        var trainer = new AllKinds { Factors = 3, LearningRate = float.NaN, Depth = 2, Mixing = Mixing.Best, Parts = ["x"], Domain = "ü" };
        var json = Options.ToJson(trainer);
        Assert.Contains("\"mixing\":\"best\"", json);
        var again = (AllKinds)Options.FromJson(typeof(AllKinds), json);
        Assert.Equal(json, Options.ToJson(again));
        Assert.Equal(trainer, again with { Parts = trainer.Parts });
    }

    [Fact]
    public void FromJson_AbsentOptions_HaveTheirDefaults() => Assert.Equal(8, ((AllKinds)Options.FromJson(typeof(AllKinds), "{}")).Factors);

    [Fact]
    public void FromJson_WrongTypesAndUnknownNames_AreReportedTogether() => Assert.Equal(
        ["factors = \"many\" is not a whole number.", "bias = null is not true or false.", "mixing = 1 is not one of sum-of-parts, best.", "There is no option 'zebra'; all-kinds has factors, learningRate, shrink, free, unlimited, depth, bias, mixing, parts, domain."],
        Assert.Throws<OptionsException>(() => Options.FromJson(typeof(AllKinds), """{"factors":"many","bias":null,"mixing":1,"zebra":2}""")).Errors);

    [Theory]
    [InlineData("[1]")]
    [InlineData("null")]
    public void FromJson_NoObject_IsAnOptionsException(string json) => Assert.Throws<OptionsException>(() => Options.FromJson(typeof(AllKinds), json));

    [Theory]
    [InlineData(typeof(Popularity), "popularity")]
    [InlineData(typeof(AllKinds), "all-kinds")]
    [InlineData(typeof(Rp3Beta), "rp3-beta")]
    public void NameOf_AClass_IsItsKebabCase(Type type, string name) => Assert.Equal(name, Options.NameOf(type));

    static class Rp3Beta;
}

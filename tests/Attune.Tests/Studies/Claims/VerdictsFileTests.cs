using System.Globalization;
using Attune.Studies;

namespace Attune.Tests;

public sealed class VerdictsFileTests
{
    static ClaimResult Result(string id, MeanInterval found, string verdict) =>
        new(new ClaimEntry { Id = id, Says = "s", Source = "s", Is = "above", Metric = "m", Runtime = "hours" }, found, 3, verdict);

    [Fact]
    public void Write_IsSortedRoundedAndTheSameInEveryCulture()
    {
        using var folder = new TemporaryFolder();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture.Clone() is CultureInfo other && (other.NumberFormat.NumberDecimalSeparator = ",") == "," ? other : culture;
            VerdictsFile.Write(folder.At("verdicts.json"), [Result("b", new(1 / 3.0, -1e-12 / 3, 123456.789, 6), "undecided"), Result("B", new(double.NaN, double.NaN, double.NaN, 0), "undecided"), Result("a", new(-0.0000001234567, -0.0, 2, 3), "not reproduced")]);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
        Assert.Equal("""
            {
              "B": {
                "verdict": "undecided",
                "n": 0
              },
              "a": {
                "verdict": "not reproduced",
                "mean": -1.23457E-07,
                "low": 0,
                "high": 2,
                "n": 3
              },
              "b": {
                "verdict": "undecided",
                "mean": 0.333333,
                "low": -3.33333E-13,
                "high": 123457,
                "n": 6
              }
            }

            """.ReplaceLineEndings("\n"), File.ReadAllText(folder.At("verdicts.json")));
        Assert.Equal(("not reproduced", -1.23457e-7, 3), VerdictsFile.Read(folder.At("verdicts.json"))["a"] is var a ? (a.Verdict, a.Mean, a.N) : default);
    }

    [Theory]
    [InlineData("[", "line 1: this is not JSON")]
    [InlineData("[]", "the file must be an object in braces")]
    [InlineData("""{ "rises": "reproduced" }""", "rises must be an object in braces")]
    [InlineData("""{ "rises": null }""", "rises must be an object in braces")]
    [InlineData("""{ "rises": { "verdict": "reproduced" } }""", "rises has no entry 'n'")]
    [InlineData("""{ "rises": { "verdict": "yes", "n": 3 } }""", "rises.verdict is 'yes'; it must be one of reproduced, not reproduced, undecided, reported")]
    [InlineData("""{ "rises": { "verdict": "reproduced", "n": "three" } }""", "rises.n is not what belongs there")]
    [InlineData("""{ "rises": { "verdict": "reproduced", "n": 3, "median": 1 } }""", "there is no entry 'rises.median'; there are verdict, mean, low, high, n")]
    public void Read_Garbage_SaysWhatIsWrong(string text, string hint)
    {
        using var tiny = new TinyClaims(TinyClaims.Claim());
        File.WriteAllText(tiny.At("verdicts.json"), text);
        var message = Assert.Throws<DataException>(() => tiny.Judge()).Message;
        Assert.Contains(hint, message, StringComparison.Ordinal);
        Assert.Contains("verdicts.json", message, StringComparison.Ordinal);
    }
}

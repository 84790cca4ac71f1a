using Attune.Studies;

namespace Attune.Tests;

public sealed class CurveReadingTests
{
    const string Models = """[ { "model": "popularity" }, { "model": "item-knn" }, { "model": "random-order" } ]""";

    const string Sizes = ", \"thin\": \"histories\", \"sizes\": [\"20%\", \"40%\", \"60%\", \"80%\", \"100%\"]";

    static ClaimEntry Claim(string read, double margin = 0, string @is = "above") => new() { Id = "c", Says = "It grows.", Source = "a paper", Is = @is, Metric = "ndcg@5", Runtime = "seconds", Margin = margin, Curves = new ClaimCurves { Read = read } };

    static CellResult Made(StudyCell cell, double value, int events) => new(cell, [value, 0]) { Notes = [new SizedNote(events, 100, 1, 1, 1).ToString()] };

    // Popularity rises to the end, item k-NN is best in the middle, random order is best at the end after a dip.
    static CellResult[] Results(Study study) =>
    [
        .. study.Cells.Select(c =>
        {
            var at = int.Parse(c.Data.Split('@')[1].TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture);
            return Made(c, c.Model == "popularity" ? at / 100.0 : c.Model == "item-knn" ? 1 - Math.Abs(at - 60) / 100.0 : at == 80 ? 0.1 : at / 200.0, at);
        }),
    ];

    // Wilson's interval of 2 of 3 is 0.2077 to 0.9385 (Brown, Cai and DasGupta 2001, by their formula).
    [Fact]
    public void BestAtLargest_IsAShareWithWilsonsInterval()
    {
        using var tiny = new TinyStudy(Models, data: Sizes);
        var study = tiny.Read();
        var found = new CurveReading(study, Results(study)).Of(Claim(ClaimCurves.BestAtLargest, 0.1)).Found;
        Assert.Equal((2 / 3.0, 0.2077, 0.9385, 3), (found.Mean, Math.Round(found.Low, 4), Math.Round(found.High, 4), found.N));
    }

    // By hand: 1, −1 at the end (y' 1 → 0... in fifths of x) and steep after the dip.
    [Fact]
    public void LateSlope_IsTheMedianOfTheCurves()
    {
        using var tiny = new TinyStudy(Models, data: Sizes);
        var study = tiny.Read();
        var result = new CurveReading(study, Results(study)).Of(Claim(ClaimCurves.LateSlope));
        Assert.Equal([1, -2, 4], result.Pairs.Select(p => Math.Round(p.Differences[0], 9)));
        Assert.Equal(1, result.Found.Mean, 1e-12);
        Assert.Equal(Verdict.Undecided, result.Verdict);
        Assert.Equal(3, result.Expected);
    }

    // Of 10 values the second from both ends: P(at most 1 of 10 coins) = 11 ⁄ 1024, at most 2 would be 56 ⁄ 1024.
    [Fact]
    public void Median_OfTen_HasTheSecondFromBothEnds()
    {
        var found = CurveReading.Median([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        Assert.Equal((5.5, 2, 9, 10), (found.Mean, found.Low, found.High, found.N));
        Assert.True(double.IsNaN(CurveReading.Median([1, 2, 3, 4, 5]).Low));
        Assert.Equal((1, 6), (CurveReading.Median([1, 2, 3, 4, 5, 6]).Low, CurveReading.Median([1, 2, 3, 4, 5, 6]).High));
    }

    [Fact]
    public void OpenCurve_DoesNotCount()
    {
        using var tiny = new TinyStudy(Models, data: Sizes);
        var study = tiny.Read();
        var open = new StudyCell("tiny@100%", "item-knn", 1);
        var results = Results(study).Where(r => r.Cell != open).ToArray();
        Assert.Equal(2, new CurveReading(study, results).Of(Claim(ClaimCurves.BestAtLargest)).Found.N);
        Assert.Equal([open], new ClaimReading(study, results).OpenCells(Claim(ClaimCurves.BestAtLargest)));
    }

    [Theory]
    [InlineData("""{ "read": "height" }""", "", "there is no 'height'")]
    [InlineData("""{ "read": "late-slope", "data": ["huge"] }""", "", "there is no 'huge'; there are tiny")]
    [InlineData("""{ "read": "late-slope", "models": ["als"] }""", "", "there is no 'als'")]
    [InlineData("""{ "read": "late-slope" }""", ", \"data\": \"tiny@20%\"", "leave pairs, left, right, data and relative out")]
    public void Claim_ThatDoesNotFit_IsOneClearError(string curves, string more, string expected)
    {
        using var tiny = new TinyStudy(Models, data: Sizes);
        File.WriteAllText(Path.Combine(tiny.Folder, ClaimsFile.FileName), $$"""{ "system": "s2", "claims": [ { "id": "c", "says": "It grows.", "source": "a paper", "runtime": "seconds", "is": "above", "metric": "ndcg@5", "curves": {{curves}}{{more}} } ] }""");
        Assert.Contains(expected, Assert.Throws<DataException>(() => ClaimsFile.Read(tiny.Folder)).Message, StringComparison.Ordinal);
    }
}

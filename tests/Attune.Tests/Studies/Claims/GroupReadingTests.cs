using Attune.Studies;

namespace Attune.Tests;

public sealed class GroupReadingTests
{
    static string Claim(string groups, string more = "", string kind = "above", string metric = "ndcg@5") =>
        $$"""{ "system": "s17", "claims": [ { "id": "it", "says": "It is.", "source": "a paper", "runtime": "seconds", "is": "{{kind}}", "metric": "{{metric}}", "data": "shop"{{more}}, "groups": {{groups}} } ] }""";

    static ClaimsFile Read(TinyPeople shop, string claims)
    {
        File.WriteAllText(Path.Combine(shop.Folder, ClaimsFile.FileName), claims);
        return ClaimsFile.Read(shop.Folder);
    }

    static ClaimResult Result(TinyPeople shop, string claims) => Read(shop, claims) is var file ? new ClaimReading(file.Study, StudyRun.ResultsOf(file.Study)).Of(file.Spec.Claims[0]) : null!;

    static SampleSummary Of(TinyPeople shop, string model, string part, string measure) => StudyRun.ResultsOf(shop.Read()).First(r => r.Cell.Model == model).Details.First(d => d.Part == part && d.Measure == measure) is var d ? new(d.Count, d.Mean, d.Deviation) : default;

    [Fact]
    public void TwoGroups_HaveWelchsInterval()
    {
        using var shop = new TinyPeople();
        shop.Run();
        var found = Result(shop, Claim("""{ "over": "users", "of": [ { "model": "als", "group": "child", "against": "adult" } ] }""")).Found;
        var welch = WelchT.Of(Of(shop, "als", "child", "ndcg@5"), Of(shop, "als", "adult", "ndcg@5"));
        Assert.Equal((welch.Difference, welch.Interval().Low, welch.Interval().High), (found.Mean, found.Low, found.High), (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) + Math.Abs(a.Item3 - b.Item3) < 1e-12);
        Assert.Equal(90, found.N);
    }

    [Fact]
    public void Changes_AndNumbers_HaveTheIntervalOfOneSample()
    {
        using var shop = new TinyPeople();
        shop.Run();
        var found = Result(shop, Claim("""{ "over": "users", "of": [ { "model": "als-calibrated", "group": "child", "measure": "miscalibration@5 change", "value": 0 } ] }""", kind: "below", metric: "miscalibration@5"));
        var change = Of(shop, "als-calibrated", "child", "miscalibration@5 change");
        Assert.Equal(change.Mean + change.HalfWidth(), found.Found.High, 1e-12);
        Assert.Equal(Verdict.Reproduced, found.Verdict);
    }

    // Two groups beside their own values, one 10 % above: relative differences 0 and −1/11, and Student's t over the two.
    [Fact]
    public void Pairs_HaveOneDifferenceEach()
    {
        using var shop = new TinyPeople();
        shop.Run();
        var (child, adult) = (Of(shop, "popularity", "child", "ndcg@5").Mean, Of(shop, "popularity", "adult", "ndcg@5").Mean);
        var claims = Claim(FormattableString.Invariant($$"""{ "over": "pairs", "of": [ { "model": "popularity", "group": "child", "value": {{child:R}} }, { "model": "popularity", "group": "adult", "value": {{1.1 * adult:R}} } ] }"""), ", \"margin\": 0.05, \"relative\": true", "within");
        var found = Result(shop, claims);
        Assert.Equal(MeanInterval.Of([0, -1 / 11.0]), found.Found, (a, b) => Math.Abs(a.Mean - b.Mean) + Math.Abs(a.Low - b.Low) + Math.Abs(a.High - b.High) < 1e-9 && a.N == b.N);
        Assert.Equal(Verdict.Undecided, found.Verdict);
    }

    [Fact]
    public void Profiles_NeedNoModel_AndOpenCellsAreNamed()
    {
        using var shop = new TinyPeople();
        var claims = Claim("""{ "over": "users", "of": [ { "group": "child", "against": "adult" } ] }""", metric: "profile-popularity");
        var file = Read(shop, claims);
        Assert.Equal(["shop/popularity/1"], new ClaimReading(file.Study, []).OpenCells(file.Spec.Claims[0]).Select(c => c.ToString()));
        Assert.Equal(0, new ClaimReading(file.Study, []).Of(file.Spec.Claims[0]).Found.N);
        shop.Run();
        Assert.Equal(90, Result(shop, claims).Found.N);
    }

    [Theory]
    [InlineData("""{ "over": "hours", "of": [ { "group": "child", "against": "adult" } ] }""", "users or pairs")]
    [InlineData("""{ "over": "users", "of": [] }""", "empty list")]
    [InlineData("""{ "over": "users", "of": [ { "group": "teen", "against": "adult" } ] }""", "no group 'teen'")]
    [InlineData("""{ "over": "users", "of": [ { "group": "child" } ] }""", "one right side")]
    [InlineData("""{ "over": "users", "of": [ { "group": "child", "model": "ease", "against": "adult" } ] }""", "does not train 'ease'")]
    public void Mistakes_AreNamed(string groups, string expected)
    {
        using var shop = new TinyPeople();
        Assert.Contains(expected, Assert.Throws<DataException>(() => Read(shop, Claim(groups))).Message, StringComparison.Ordinal);
    }
}

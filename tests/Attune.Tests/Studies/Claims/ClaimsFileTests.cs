using System.Text.Json.Nodes;
using Attune.Studies;

namespace Attune.Tests;

public sealed class ClaimsFileTests
{
    [Theory]
    [InlineData("{", "line 1: this is not JSON")]
    [InlineData("", "this is not JSON")]
    [InlineData("[]", "the file must be an object in braces")]
    [InlineData("null", "the file must be an object in braces")]
    [InlineData("{}", "the entry 'system' must be the id of a system")]
    [InlineData("""{ "system": 20 }""", "the entry 'system' must be the id of a system")]
    [InlineData("""{ "system": "s20" }""", "there are neither checks nor claims")]
    [InlineData("""{ "system": "s20", "claim": [] }""", "there is no entry 'claim'; there are system, checks, claims. Did you mean 'claims'?")]
    [InlineData("""{ "system": "s20", "claims": {} }""", "claims must be a list in brackets")]
    [InlineData("""{ "system": "s20", "claims": [7] }""", "claims[0] must be an object in braces")]
    [InlineData("""{ "system": "s20", "claims": null }""", "claims is null")]
    [InlineData("""{ "system": "s20", "checks": [ { "id": "forms" } ] }""", "checks[0] has no entry 'runtime'")]
    public void Open_NoClaims_SaysWhatIsWrong(string text, string hint)
    {
        using var tiny = new TinyClaims();
        File.WriteAllText(tiny.At("claims.json"), text);
        Fails(tiny, hint);
    }

    [Theory]
    [InlineData("\"rises\"", "\" \"", "claims: an id is empty")]
    [InlineData("\"It rises.\"", "\"\"", "claims rises: says is empty")]
    [InlineData("\"above\"", "\"abov\"", "claims rises: is: there is no 'abov'; there are above, below, within, better, report. Did you mean 'above'?")]
    [InlineData("\"hours\"", "\"days\"", "claims rises: runtime: there is no 'days'; there are seconds, minutes, hours.")]
    [InlineData("\"ndcg@5\"", "\"ndcg@10\"", "claims rises: metric: there is no 'ndcg@10'; there are ndcg@5, rmse, average-popularity@5, joules, joules-with-choosing.")]
    [InlineData("\"tiny\"", "\"tin\"", "claims rises: pairs[0]: data: there is no 'tin'; there are tiny, big. Did you mean 'tiny'?")]
    [InlineData("\"data\": \"tiny\", ", "", "claims rises: pairs[0]: no data is named")]
    [InlineData("\"left\": \"every3\"", "\"left\": \"every4\"", "pairs[0]: model: there is no 'every4'; there are pure, every3, every6, item-knn, popularity. Did you mean 'every3'?")]
    [InlineData("\"right\": \"pure\"", "\"right\": \"puree\"", "pairs[0]: model: there is no 'puree'")]
    [InlineData("\"right\": \"pure\"", "\"right\": \"popularity\", \"data\": \"big\"", "hybrids does not train popularity on big; on big it trains pure, every3, every6, item-knn.")]
    [InlineData("\"left\": \"every3\"", "\"left\": \"best ever-*\"", "pairs[0]: 'ever-*' names 0 models of tiny; a best is of 2 or more")]
    [InlineData("\"right\": \"pure\"", "\"right\": \"spread item*\"", "pairs[0]: 'item*' names 1 models of tiny; a spread is of 2 or more")]
    [InlineData("\"right\": \"pure\"", "\"right\": \"pure\", \"times\": 0", "pairs[0]: times is 0; it must be a number other than 0")]
    [InlineData("\"right\": \"pure\"", "\"right\": \"every3\"", "pairs[0] compares every3 with itself")]
    [InlineData(", \"right\": \"pure\"", "", "pairs[0] needs either a model on the right (\"right\") or a number (\"value\")")]
    [InlineData("\"right\": \"pure\"", "\"right\": \"pure\", \"value\": 1", "pairs[0] needs either a model on the right")]
    [InlineData("\"right\": \"pure\"", "\"value\": \"high\"", "claims[0].pairs[0].value is not what belongs there")]
    [InlineData("\"right\": \"pure\"", "\"rigth\": \"pure\"", "there is no entry 'claims[0].pairs[0].rigth'")]
    [InlineData("\"right\": \"pure\" }]", "\"value\": 0 }], \"relative\": true", "a difference cannot be relative to 0")]
    [InlineData("[{ \"left\": \"every3\", \"right\": \"pure\" }]", "[]", "claims rises: pairs is an empty list")]
    [InlineData("\"above\"", "\"within\"", "claims rises: margin is 0; a difference can only lie within one above 0.")]
    [InlineData("\"above\", \"metric\": \"ndcg@5\"", "\"better\", \"metric\": \"average-popularity@5\"", "average-popularity@5 has no better end")]
    [InlineData("\"pairs\"", "\"seeds\": 4, \"pairs\"", "claims rises: seeds is 4; it must be from 1 to 3")]
    [InlineData("\"pairs\"", "\"seeds\": 0, \"pairs\"", "claims rises: seeds is 0; it must be from 1 to 3")]
    [InlineData("\"pairs\"", "\"seeds\": 1.5, \"pairs\"", "claims[0].seeds is not what belongs there")]
    [InlineData("\"pairs\"", "\"margin\": \"some\", \"pairs\"", "claims[0].margin is not what belongs there")]
    [InlineData("\"pairs\"", "\"left\": [\"pure\"], \"pairs\"", "left, right, rightData and rightMetric are for \"is\": \"report\"; a claim that is above compares pairs.")]
    [InlineData("\"above\"", "\"report\"", "claims rises: pairs, margin and relative are for claims with a verdict")]
    public void Open_OneThingWrong_IsOneClearSentenceThatNamesFileAndEntry(string right, string wrong, string hint)
    {
        var claim = TinyClaims.Claim();
        Assert.Contains(right, claim, StringComparison.Ordinal);
        using var tiny = new TinyClaims(claim.Replace(right, wrong, StringComparison.Ordinal));
        Fails(tiny, hint);
    }

    [Theory]
    [InlineData("", "claims ranks: left names 0 models; a ranking needs at least 2.")]
    [InlineData(""", "left": ["pure", "every3"], "right": ["every6"]""", "left names 2 models and right 1; each on the left needs its counterpart")]
    [InlineData(""", "left": ["pure", "pure"], "right": ["every3", "every6"]""", "claims ranks: left names 'pure' twice")]
    [InlineData(""", "left": ["pure", "every3"]""", "both rankings are the same")]
    [InlineData(""", "left": ["pure", "every3"], "rightData": "bigger" """, "claims ranks: right: data: there is no 'bigger'")]
    [InlineData(""", "left": ["pure", "every3"], "rightMetric": "average-popularity@5" """, "average-popularity@5 has no better end, so it ranks nothing")]
    [InlineData(""", "left": ["pure", "every3"], "rightMetric": "hit@5" """, "rightMetric: there is no 'hit@5'")]
    [InlineData(""", "left": ["pure", "popularity"], "rightData": "big" """, "claims ranks: right: hybrids does not train popularity on big")]
    [InlineData(""", "left": ["pure", "every3"], "right": ["every6", "svd"]""", "claims ranks: right: model: there is no 'svd'")]
    [InlineData(""", "left": ["pure", "every3"], "rightData": "big", "margin": 1""", "pairs, margin and relative are for claims with a verdict")]
    public void Open_ReportThatRanksNothing_IsRefused(string more, string hint)
    {
        using var tiny = new TinyClaims(TinyClaims.Report(more));
        Fails(tiny, hint);
    }

    [Fact]
    public void Open_TwoOfOneName_AreRefused()
    {
        using var tiny = new TinyClaims($"{TinyClaims.Claim()}, {TinyClaims.Claim()}");
        Fails(tiny, "claims names 'rises' twice");
        tiny.Add(checks: """{ "id": "forms", "runtime": "seconds" }, { "id": "forms", "runtime": "seconds" }""");
        Fails(tiny, "checks names 'forms' twice");
        tiny.Add(checks: """{ "id": "forms", "runtime": "at once" }""");
        Fails(tiny, "checks forms: runtime: there is no 'at once'");
    }

    [Fact]
    public void Open_MetricOfTasksOnEvents_IsRefused()
    {
        using var tiny = new TinyClaims(TinyClaims.Claim(metric: "accuracy"));
        File.WriteAllText(tiny.At("spec.json"), File.ReadAllText(tiny.At("spec.json")).Replace("\"rmse\"", "\"accuracy\"", StringComparison.Ordinal));
        Fails(tiny, "claims rises: pairs[0]: accuracy is not measured on tiny, where these are: ndcg@5, average-popularity@5.");
    }

    [Fact]
    public void Open_StudyThatIsBrokenOrMissing_IsNamedItself()
    {
        using var tiny = new TinyClaims(TinyClaims.Claim());
        File.WriteAllText(tiny.At("spec.json"), "{}");
        Assert.Contains("spec.json: the file has no entry 'question'", Assert.Throws<DataException>(() => Verification.Open(tiny.Studies, "s20")).Message, StringComparison.Ordinal);
        File.Delete(tiny.At("spec.json"));
        Assert.Contains("There is no study", Assert.Throws<DataException>(() => Verification.Open(tiny.Studies, "s20")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MistakeInAnotherSystemsClaims_DoesNotMatter()
    {
        using var tiny = new TinyClaims(TinyClaims.Claim());
        tiny.Add(TinyClaims.Claim(kind: "abov"), study: "others", system: "s19");
        Assert.Single(Verification.Open(tiny.Studies, "S20").Files);
    }

    [Fact]
    public void Open_UnknownSystem_SaysWhatThereIs()
    {
        using var tiny = new TinyClaims(TinyClaims.Claim());
        Assert.Contains("makes claims of a system 's2'; there are claims of s20.", Assert.Throws<DataException>(() => Verification.Open(tiny.Studies, "s2")).Message, StringComparison.Ordinal);
        File.Delete(tiny.At("claims.json"));
        Assert.Contains("none of them has a claims.json yet", Assert.Throws<DataException>(() => Verification.Open(tiny.Studies, "s20")).Message, StringComparison.Ordinal);
        Assert.Contains("--studies", Assert.Throws<DataException>(() => Verification.Open(tiny.At("nowhere"), "s20")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ExampleOfTheDocs_IsWhatTheFileMayHold()
    {
        var docs = File.ReadAllText(Repository.At("docs", "studies.md"));
        var example = docs[docs.IndexOf("```json\n", StringComparison.Ordinal)..].Split("```")[1]["json\n".Length..];
        var spec = (ClaimsSpec)SpecReader.Read(JsonNode.Parse(example), typeof(ClaimsSpec));
        Assert.Equal(("s20", 1, 2), (spec.System, spec.Checks.Count, spec.Claims.Count));
        foreach (var entry in typeof(ClaimEntry).GetProperties().Where(p => p.CanWrite)) Assert.Contains($"`{char.ToLowerInvariant(entry.Name[0])}{entry.Name[1..]}`", docs, StringComparison.Ordinal);
    }

    static void Fails(TinyClaims tiny, string hint)
    {
        var message = Assert.Throws<DataException>(() => Verification.Open(tiny.Studies, "s20")).Message;
        Assert.Contains(hint, message, StringComparison.Ordinal);
        Assert.Contains("claims.json", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}

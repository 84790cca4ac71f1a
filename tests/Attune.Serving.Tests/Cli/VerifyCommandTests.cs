using System.Text.Json;
using System.Text.Json.Nodes;
using Attune.Cli;
using Attune.Tests;

namespace Attune.Serving.Tests;

public sealed class VerifyCommandTests
{
    const string Spec = """
        {
          "question": "Which of two?",
          "data": [ { "name": "shop", "file": "events.txt", "split": "leave-last:1" } ],
          "models": [ { "model": "popularity" }, { "model": "als", "options": { "factors": 2, "iterations": 4 } } ],
          "seeds": [3, 4],
          "metrics": ["hit@3"]
        }
        """;

    const string Claims = """
        {
          "system": "s19",
          "claims": [
            { "id": "reaches", "says": "ALS finds something.", "source": "nobody", "is": "above", "margin": -0.5, "data": "shop", "metric": "hit@3", "runtime": "seconds", "pairs": [ { "left": "als", "value": 0 } ] },
            { "id": "doubles", "says": "ALS finds all.", "source": "nobody", "is": "above", "margin": 1, "data": "shop", "metric": "hit@3", "runtime": "seconds", "pairs": [ { "left": "als", "right": "popularity" } ] }
          ]
        }
        """;

    const string Document = "| id | status |\n|---|---|\n| S2 | a question | planned |\n| S19 | a question | built |\nAnd more.\n";

    static TemporaryFolder Shop(string claims = Claims)
    {
        var folder = new TemporaryFolder();
        foreach (var name in (string[])["studies/hybrids", "studies/empty", "docs"]) Directory.CreateDirectory(folder.At(name));
        folder.Write("studies/hybrids/spec.json", Spec);
        folder.Write("studies/hybrids/claims.json", claims);
        folder.Write("docs/systems.md", Document);
        folder.Write("events.txt", string.Concat(Enumerable.Range(0, 30).Select(u => $"u{u} {string.Join(' ', Enumerable.Range(0, 5 + u % 3).Select(k => $"i{(u + k * k) % 11}").Distinct())}\n")));
        return folder;
    }

    static Ran Verify(TemporaryFolder shop, params IEnumerable<string> more) => Tool.Run(["verify", "s19", "--studies", shop.At("studies"), "--data", shop.Path, .. more]);

    // An answer, and one line that says why the code is 1.
    static string Unverified(Ran ran)
    {
        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.NotEmpty(ran.Output);
        Assert.DoesNotContain("defect of Attune", ran.Error, StringComparison.Ordinal);
        return Assert.Single(ran.Error.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Verify_FromNothingToCommitted_IsHeldFromThenOn()
    {
        using var shop = Shop();
        var verdicts = shop.At("studies", "hybrids", "verdicts.json");
        Assert.Contains("hybrids/reaches is new and undecided; hybrids/doubles is new and undecided", Unverified(Verify(shop)), StringComparison.Ordinal);
        Assert.Contains("is new and reproduced", Unverified(Verify(shop, "--full")), StringComparison.Ordinal);
        Assert.False(File.Exists(verdicts));
        Assert.Equal(Document, File.ReadAllText(shop.At("docs", "systems.md")));
        Assert.Contains("Which of two?", File.ReadAllText(shop.At("studies", "hybrids", "report.md")), StringComparison.Ordinal);
        Assert.Contains("verdicts.json is written", Verify(shop, "--write").Succeeded().Error, StringComparison.Ordinal);
        Assert.Equal(Document, File.ReadAllText(shop.At("docs", "systems.md")));
        var committed = File.ReadAllText(verdicts);
        Assert.Contains("1 of 2 are reproduced, 1 not reproduced", Verify(shop).Succeeded().Output, StringComparison.Ordinal);
        Verify(shop, "--full", "--write").Succeeded();
        Assert.Equal(committed, File.ReadAllText(verdicts));
        Assert.Equal(Document.Replace("built", "verified: 1 of 2 claims reproduced", StringComparison.Ordinal), File.ReadAllText(shop.At("docs", "systems.md")));

        File.WriteAllText(verdicts, committed.Replace("not reproduced", "undecided", StringComparison.Ordinal));
        Assert.Contains("error: s19 is not as it is committed: hybrids/doubles is not reproduced and was undecided.", Unverified(Verify(shop)), StringComparison.Ordinal);

        var other = Claims.Replace("\"margin\": -0.5", "\"margin\": 0.999", StringComparison.Ordinal);
        shop.Write("studies/hybrids/claims.json", other);
        Assert.Contains("still says \"verified: 1 of 2 claims reproduced\"; --full --write brings it up to date.", Verify(shop, "--write").Succeeded().Error, StringComparison.Ordinal);
        Verify(shop, "--write", "--full").Succeeded();
        Assert.Contains("verified: 0 of 2 claims reproduced", File.ReadAllText(shop.At("docs", "systems.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_Json_HoldsWhatTheReportHolds()
    {
        using var shop = Shop();
        Verify(shop, "--full", "--write", "--quiet").Succeeded();
        var json = Verify(shop, "--json").Succeeded().Json;
        Assert.Equal(("s19", "reduced"), (json.GetProperty("system").GetString(), json.GetProperty("size").GetString()));
        Assert.True(json.GetProperty("checksPassed").GetBoolean() && json.GetProperty("asCommitted").GetBoolean());
        foreach (var empty in (string[])["changes", "checks", "open", "written", "notes"]) Assert.Equal(0, json.GetProperty(empty).GetArrayLength());
        var claim = json.GetProperty("claims")[1];
        Assert.Equal(["study", "id", "says", "source", "is", "metric", "margin", "relative", "runtime", "pairs", "mean", "low", "high", "n", "of", "verdict", "reason", "committed", "changed"], claim.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("hybrids", "doubles", 2, "not reproduced"), (claim.GetProperty("study").GetString(), claim.GetProperty("id").GetString(), claim.GetProperty("n").GetInt32(), claim.GetProperty("verdict").GetString()));
        Assert.Equal(["data", "left", "leftMean", "right", "rightMean", "differences", "of"], claim.GetProperty("pairs")[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(claim.GetProperty("mean").GetDouble(), claim.GetProperty("pairs")[0].GetProperty("differences").EnumerateArray().Average(d => d.GetDouble()), 12);
    }

    [Fact]
    public void Verify_JsonWhereVerdictsChanged_IsStillWhole()
    {
        using var shop = Shop();
        var ran = Verify(shop, "--json");
        Unverified(ran);
        Assert.Equal(2, ran.Json.GetProperty("changes").GetArrayLength());
        Assert.Equal(["hybrids/shop/als/3", "hybrids/shop/als/4", "hybrids/shop/popularity/3"], ran.Json.GetProperty("open").EnumerateArray().Select(o => o.GetString()));
        Assert.Equal(JsonValueKind.Null, ran.Json.GetProperty("claims")[0].GetProperty("low").ValueKind);
        Assert.Contains("3 trainings of these claims are open", ran.Json.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
        var written = Verify(shop, "--json", "--write").Succeeded().Json;
        Assert.Equal(2, written.GetProperty("changes").GetArrayLength());
        Assert.EndsWith("verdicts.json", Assert.Single(written.GetProperty("written").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_BrokenVerdicts_AreToldBeforeAnyTraining()
    {
        using var shop = Shop();
        shop.Write("studies/hybrids/verdicts.json", "[]");
        Assert.Contains("verdicts.json: the file must be an object", Verify(shop, "--full").Failed(ExitCode.Failed), StringComparison.Ordinal);
        Assert.False(File.Exists(shop.At("studies", "hybrids", "results.csv")));
    }

    [Fact]
    public void Verify_FullWithoutData_SaysWhereItIsLookedFor()
    {
        using var shop = Shop();
        Assert.Contains("ATTUNE_DATA", Tool.Run("verify", "s19", "--studies", shop.At("studies"), "--data", shop.At("nowhere"), "--full").Failed(ExitCode.Failed), StringComparison.Ordinal);
    }

    // A study may have less time than its claims would take: then they are undecided, and that is a verdict too.
    [Fact]
    public void Verify_FullWithoutTime_WritesThatNothingIsDecided()
    {
        using var shop = Shop();
        shop.Write("studies/hybrids/spec.json", Spec.Replace("\"seeds\"", "\"minutes\": 1e-9, \"seeds\"", StringComparison.Ordinal));
        var ran = Verify(shop, "--full", "--write").Succeeded();
        Assert.Contains("note: The time is over with 3 trainings open", ran.Error, StringComparison.Ordinal);
        Assert.Contains("undecided", File.ReadAllText(shop.At("studies", "hybrids", "verdicts.json")), StringComparison.Ordinal);
        Assert.Contains("verified: 0 of 2 claims reproduced", File.ReadAllText(shop.At("docs", "systems.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_NoRowInTheDocument_IsNoted()
    {
        using var shop = Shop();
        File.Delete(shop.At("docs", "systems.md"));
        Assert.Contains("systems.md has no row of s19", Verify(shop, "--full", "--write").Succeeded().Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_Stopped_KeepsWhatIsTrained()
    {
        using var shop = Shop();
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var ran = Tool.Run(stop.Token, ["verify", "s19", "--studies", shop.At("studies"), "--data", shop.Path, "--full", "--write"]);
        Assert.Equal(ExitCode.Stopped, ran.Code);
        Assert.Contains("error: stopped", ran.Error, StringComparison.Ordinal);
        Assert.Equal("", ran.Output);
        Assert.False(File.Exists(shop.At("studies", "hybrids", "verdicts.json")));
    }

    [Theory]
    [InlineData("verify s21 --studies HERE", ExitCode.Failed, "No study in")]
    [InlineData("verify s19 --studies nowhere", ExitCode.Failed, "There is no folder 'nowhere'")]
    [InlineData("verify", ExitCode.Misused, "attune verify needs SYSTEM")]
    [InlineData("verify s19 --ful", ExitCode.Misused, "--full")]
    public void Verify_Wrong_IsOneLine(string line, int code, string hint)
    {
        using var shop = Shop();
        Assert.Contains(hint, Tool.Run([.. line.Replace("HERE", shop.At("studies"), StringComparison.Ordinal).Split(' ')]).Failed(code), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "claims.json, line 1: this is not JSON")]
    [InlineData("""{ "system": "s19", "checks": [ { "id": "forms", "runtime": "seconds" } ] }""", "claims.json: checks: there is no 'forms' in the code")]
    [InlineData("""{ "system": "s19", "claims": [ { "id": "a" } ] }""", "claims.json: claims[0] has no entry 'says'")]
    public void Verify_Garbage_IsOneLine(string claims, string hint)
    {
        using var shop = Shop(claims);
        Assert.Contains(hint, Verify(shop).Failed(ExitCode.Failed), StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_MetricOfListsOnATask_IsRefused()
    {
        using var shop = Shop(Claims.Replace("\"left\": \"als\", \"value\": 0", "\"left\": \"sasrec\", \"value\": 0, \"data\": \"recall\"", StringComparison.Ordinal));
        shop.Write("studies/hybrids/spec.json", Spec.Replace("\"data\": [", "\"data\": [ { \"name\": \"recall\", \"task\": { \"kind\": \"mqar\" } },", StringComparison.Ordinal)
            .Replace("\"popularity\" }", "\"popularity\", \"data\": [\"shop\"] }, { \"model\": \"sasrec\" }", StringComparison.Ordinal).Replace("4 } }", "4 }, \"data\": [\"shop\"] }", StringComparison.Ordinal));
        Assert.Contains("claims reaches: pairs[0]: hit@3 is not measured on recall, where these are: none of this study.", Verify(shop).Failed(ExitCode.Failed), StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_HybridAttentionOfTheRepository_PassesInItsReducedForm()
    {
        Assert.SkipWhen(Neural.Torch.Missing is not null, Neural.Torch.Missing ?? "");
        var ran = Tool.Json($"verify s20 --studies {Path.Combine(TestData.Root, "studies")}");
        Assert.True(ran.GetProperty("checksPassed").GetBoolean() && ran.GetProperty("asCommitted").GetBoolean());
        Assert.Equal(6, ran.GetProperty("checks").GetArrayLength());
    }

    // What is committed stands together: claims, results, verdicts. The checks are left to the command: some need libtorch, all need time.
    [Fact]
    public void Verdicts_OfTheRepository_AreThoseThatTheCommittedResultsGive()
    {
        foreach (var study in Directory.GetDirectories(Path.Combine(TestData.Root, "studies")).Where(f => File.Exists(Path.Combine(f, "verdicts.json"))))
        {
            using var folder = new TemporaryFolder();
            var copy = Directory.CreateDirectory(folder.At("study")).FullName;
            foreach (var name in (string[])["spec.json", "results.csv"]) File.Copy(Path.Combine(study, name), Path.Combine(copy, name));
            var claims = JsonNode.Parse(File.ReadAllText(Path.Combine(study, "claims.json")), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!.AsObject();
            claims.Remove("checks");
            File.WriteAllText(Path.Combine(copy, "claims.json"), claims.ToJsonString());
            Tool.Run("verify", claims["system"]!.GetValue<string>(), "--studies", folder.Path, "--write").Succeeded();
            Assert.Equal(File.ReadAllText(Path.Combine(study, "verdicts.json")), File.ReadAllText(Path.Combine(copy, "verdicts.json")));
        }
    }
}

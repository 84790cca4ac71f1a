using Attune.Studies;

namespace Attune.Tests;

public sealed class SystemStatusTests
{
    const string Text = "# Systems\n\n| id | question | command | system | status |\n|---|---|---|---|---|\n| S2 | Which? | `a` | two | planned |\n| S20 | Long? | `b` | twenty | built |\n\nS20 | is | written | by | hand.\n";

    static string Document => File.ReadAllText(Repository.At("docs", "systems.md"));

    [Fact]
    public void Put_OneSystem_ChangesItsLastCellAlone()
    {
        var text = SystemStatus.Put(Text, "s20", "verified: 1 of 2 claims reproduced")!;
        Assert.Equal(Text.Replace("built", "verified: 1 of 2 claims reproduced", StringComparison.Ordinal), text);
        Assert.Equal("verified: 1 of 2 claims reproduced", SystemStatus.In(text, "S20"));
        Assert.Equal(Text.ReplaceLineEndings("\r\n").Replace("planned", "built", StringComparison.Ordinal), SystemStatus.Put(Text.ReplaceLineEndings("\r\n"), "S2", "built"));
        Assert.Null(SystemStatus.Put(Text, "s3", "built"));
        Assert.Null(SystemStatus.In("", "s3"));
    }

    [Theory]
    [InlineData("", "verified")]
    [InlineData("reported", "verified")]
    [InlineData("reproduced", "verified: 1 of 1 claims reproduced")]
    [InlineData("reproduced,not reproduced,undecided,reported,reproduced", "verified: 2 of 4 claims reproduced")]
    public void Of_Verdicts_CountsClaimsAndLeavesReportsOut(string verdicts, string status) => Assert.Equal(status, SystemStatus.Of(verdicts.Split(',', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void Document_EverySystemWithCommittedVerdicts_HasTheStatusThatTheyGive()
    {
        var committed = ClaimsFile.Under(Repository.At("studies")).Select(f => (f.System, Path: Path.Combine(f.Folder, VerdictsFile.FileName))).Where(f => File.Exists(f.Path)).GroupBy(f => f.System.ToLowerInvariant());
        Assert.All(committed, system => Assert.Equal(SystemStatus.Of(system.SelectMany(f => VerdictsFile.Read(f.Path).Values.Select(v => v.Verdict))), SystemStatus.In(Document, system.Key)));
    }

    // The other way: nobody writes by hand that a system is verified.
    [Fact]
    public void Document_EverySystemThatIsVerified_HasAFileOfClaims()
    {
        var verified = Document.Split('\n').Where(l => l.StartsWith("| S", StringComparison.Ordinal)).Select(l => l.Split('|')[1].Trim()).Where(id => SystemStatus.In(Document, id)!.StartsWith("verified", StringComparison.Ordinal));
        Assert.Empty(verified.Except(ClaimsFile.Under(Repository.At("studies")).Select(f => f.System), StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void Document_EveryRow_HasAKnownStatus() => Assert.All(Enumerable.Range(1, 20), s => Assert.Contains(SystemStatus.In(Document, $"s{s}")!.Split(':')[0], new[] { "planned", "built", "verified" }));
}

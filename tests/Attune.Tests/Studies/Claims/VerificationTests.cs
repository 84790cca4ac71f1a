using Attune.Studies;

namespace Attune.Tests;

public sealed class VerificationTests
{
    const string Forms = """{ "id": "forms", "says": "Both forms agree.", "runtime": "seconds" }""", Memory = """{ "id": "memory", "runtime": "minutes" }""";

    static Dictionary<string, IReadOnlyList<ICheck>> Code(params IReadOnlyList<ICheck> checks) => new() { ["S20"] = checks };

    static Verified Run(TinyClaims tiny, IReadOnlyList<ICheck> code, CheckSize size = CheckSize.Reduced, FitContext? context = null)
    {
        var system = Verification.Open(tiny.Studies, "s20", Code(code));
        return system.Judge(size, [.. system.Checks.Select(c => CheckRun.Of(c.Check, c.Entry, size, context ?? FitContext.Default))]);
    }

    [Fact]
    public void Checks_PassFailAndThrow_AreToldApart()
    {
        using var tiny = new TinyClaims(checks: $$"""{{Forms}}, {{Memory}}, { "id": "odd", "runtime": "hours" }""");
        var verified = Run(tiny, [new Fake("odd", (_, _) => throw new InvalidOperationException("no\nmemory")), new Fake("memory", (_, _) => new(false, 2, 1, "bytes per place.")), new Fake("forms", (size, _) => new(true, (int)size, 1e-4, "largest difference"))]);
        Assert.Equal(["forms", "memory", "odd"], verified.Checks.Select(c => c.Check.Id));
        Assert.Equal([true, false, false], verified.Checks.Select(c => c.Result.Passed));
        Assert.Equal(["Both forms agree.", "says memory", "says odd"], verified.Checks.Select(c => c.Says));
        Assert.Equal("s20 is not as it is committed: the check memory failed: bytes per place; the check odd failed: it ended with InvalidOperationException: no memory.", verified.Complaint);
        Assert.StartsWith("Nothing is written: verdicts on a system that fails a check", verified.WhyNotWritten, StringComparison.Ordinal);
        var text = verified.ToReport().ToText(160);
        Assert.Contains("2 of 3 checks failed. The verdicts are those committed.", text, StringComparison.Ordinal);
        Assert.Contains("Checks, in reduced sizes", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Checks_Full_GetTheirSize()
    {
        using var tiny = new TinyClaims(checks: Forms);
        Assert.Equal(1, Run(tiny, [new Fake("forms", (size, _) => new(true, (int)size, 1, ""))], CheckSize.Full).Checks[0].Result.Measured);
    }

    [Fact]
    public void Checks_Cancelled_EndAtOnceAndAreNoFailure()
    {
        using var tiny = new TinyClaims(checks: $"{Forms}, {Memory}");
        using var stop = new CancellationTokenSource();
        var context = new FitContext { Cancellation = stop.Token };
        Assert.Throws<OperationCanceledException>(() => Run(tiny, [new Fake("forms", (_, c) =>
        {
            stop.Cancel();
            c.Report("step", 1, 2);
            return new(true, 0, 0, "");
        }), new Fake("memory", (_, _) => throw new InvalidOperationException("not to be run"))], context: context));
        Assert.Throws<OperationCanceledException>(() => CheckRun.Of(new Fake("forms", (_, _) => new(true, 0, 0, "")), new CheckEntry { Id = "forms", Runtime = "seconds" }, CheckSize.Full, context));
        // One that gives up by itself has failed.
        Assert.False(Run(new TinyClaims(checks: Forms), [new Fake("forms", (_, _) => throw new OperationCanceledException())]).Checks[0].Result.Passed);
    }

    [Fact]
    public void Checks_ReducedButLong_AreNoted()
    {
        using var tiny = new TinyClaims(checks: Forms);
        var time = new ManualTime();
        var slow = new Fake("forms", (_, _) =>
        {
            time.Advance(TimeSpan.FromSeconds(61));
            return new(true, 0, 0, "");
        });
        Assert.Contains("The reduced checks took 61 s", Assert.Single(Run(tiny, [slow], context: new FitContext { Time = time }).Notes), StringComparison.Ordinal);
        Assert.Empty(Run(tiny, [slow], CheckSize.Full, new FitContext { Time = time }).Notes);
    }

    [Fact]
    public void Open_ChecksThatFileAndCodeDoNotShare_AreToldAndRefused()
    {
        using var tiny = new TinyClaims(checks: Forms);
        static Fake Passing(string id) => new(id, (_, _) => new(true, 0, 0, ""));
        Assert.Contains("claims.json: checks: there is no 'forms' in the code; it has no checks of s20 yet.", Assert.Throws<DataException>(() => Verification.Open(tiny.Studies, "s20", Code())).Message, StringComparison.Ordinal);
        Assert.Contains("of s20 it has form, memory. Did you mean 'form'?", Assert.Throws<DataException>(() => Verification.Open(tiny.Studies, "s20", Code(Passing("form"), Passing("memory")))).Message, StringComparison.Ordinal);
        Assert.Contains("The check memory is in the code, but no claims.json of s20 names it", Assert.Single(Verification.Open(tiny.Studies, "s20", Code(Passing("forms"), Passing("memory"))).Notes), StringComparison.Ordinal);
        tiny.Add(checks: Forms, study: "more");
        Assert.Contains("The check 'forms' of s20 is named by several of", Assert.Throws<DataException>(() => Verification.Open(tiny.Studies, "s20", Code(Passing("forms")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_VerdictsAgainstThoseCommitted_NewChangedGoneAndMoved()
    {
        using var tiny = new TinyClaims($"{TinyClaims.Claim()}, {TinyClaims.Claim(id: "reaches", pairs: """{ "left": "every3", "value": 0.3 }""")}");
        tiny.Results(("every3", [0.5, 0.5, 0.5]), ("pure", [0.4, 0.4, 0.4]));
        Assert.Equal(["hybrids/rises is new and reproduced", "hybrids/reaches is new and reproduced"], Run(tiny, []).Changes);
        VerdictsFile.Write(tiny.At("verdicts.json"), tiny.Judge().Claims);
        Assert.Null(Run(tiny, []).Complaint);
        Assert.Empty(Run(tiny, []).Notes);
        tiny.Results(("every3", [0.5, 0.5, 0.6]), ("pure", [0.4, 0.4, 0.4]));
        Assert.Equal(["hybrids/rises is undecided and was reproduced"], Run(tiny, []).Changes);
        Assert.Contains("not its numbers, for hybrids/reaches", Assert.Single(Run(tiny, []).Notes), StringComparison.Ordinal);
        Assert.EndsWith("--write commits the new verdicts.", Run(tiny, []).Complaint, StringComparison.Ordinal);
        tiny.Add(TinyClaims.Claim());
        Assert.Contains("hybrids/reaches has a verdict and is no longer claimed", Run(tiny, []).Changes);
        Assert.Contains("Not as committed: 2 verdicts.", Run(tiny, []).ToReport().Lead, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_OpenTrainings_AreNotedAndFailedOnesAreNot()
    {
        using var tiny = new TinyClaims(TinyClaims.Claim());
        tiny.Results(("every3", [0.5, 0.6, 0.7]), ("pure", [0.4, 0.4]));
        Assert.Contains("1 trainings of these claims are open (--full runs them): tiny/pure/3.", Assert.Single(Run(tiny, []).Notes), StringComparison.Ordinal);
        tiny.Fail("pure", 3);
        Assert.Empty(Run(tiny, []).Notes);
    }

    [Fact]
    public void ToReport_TwoStudies_HoldsEveryClaimWithItsStudy()
    {
        using var tiny = new TinyClaims($"""{TinyClaims.Claim()}, {TinyClaims.Report(""", "left": ["pure", "every3"], "right": ["every3", "every6"]""")}""");
        tiny.Results(("every3", [0.5, 0.6, 0.7]), ("pure", [0.4, 0.4, 0.4]), ("every6", [0.1]));
        tiny.Add(TinyClaims.Claim(""", "margin": 0.03, "relative": true""", kind: "within"), study: "others");
        var report = Run(tiny, []).ToReport();
        Assert.Contains("Of the claims 0 of 2 are reproduced, 0 not reproduced, 2 undecided.", report.Lead, StringComparison.Ordinal);
        var tables = report.Sections[0].Tables;
        Assert.Equal(["hybrids/rises", "> 0", null, null, "3", "undecided", "new"], tables[0].Rows[0].Select(c => c.Text));
        Assert.Equal(0.2, tables[0].Rows[0][2].Value, 12);
        Assert.Equal(["others/rises", "± 0.03 of the right", null, null, "0 of 3", "undecided (too few results: 0 of 3)", "new"], tables[0].Rows[1].Select(c => c.Text));
        Assert.Equal(["hybrids/rises", "It rises.", "a paper", "every3", "pure"], tables[1].Rows[0].Select(c => c.Text));
        Assert.Equal(["hybrids/ranks", "The order changes.", "every3 > pure", "every3 > every6"], tables[3].Rows[0].Take(4).Select(c => c.Text));
        Assert.Equal(-1, tables[3].Rows[0][4].Value);
        Assert.Contains("<table", report.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void BySystem_EveryCheck_IsNamedOnceAndSaysWhatMustHold() => Assert.All(SystemChecks.BySystem, system =>
    {
        Assert.Distinct(system.Value.Select(c => c.Id));
        Assert.All(system.Value, c => Assert.NotEmpty(c.Says));
    });

    sealed class Fake(string id, Func<CheckSize, FitContext, CheckResult> run) : ICheck
    {
        public string Id => id;

        public string Says => $"says {id}";

        public CheckResult Run(CheckSize size, FitContext context) => run(size, context);
    }
}

using System.CommandLine;

namespace Attune.Cli;

/// <summary><c>attune data lint</c>: what makes the data, or a way to split it, misleading.</summary>
static class DataLintCommand
{
    static readonly Argument<string?> File = new("FILE") { Description = "The events to check; or name --train and --test.", Arity = ArgumentArity.ZeroOrOne };
    static readonly Option<string[]> How = new("--split") { HelpName = "HOW", Description = $"Check this way to split too: {Split.Forms}." };
    static readonly Option<string> Train = new("--train") { HelpName = "FILE", Description = "Training events of a predefined split." };
    static readonly Option<string> Test = new("--test") { HelpName = "FILE", Description = "Its held-out events." };
    static readonly Option<bool> Strict = new("--strict") { Description = "Fail (exit code 1) where there is a warning." };
    static readonly RunOptions Run = [];
    static readonly DataOptions Reading = [];

    internal static Verb Create() => new Verb("lint", "What is odd: ties in id order, duplicates, one-event users, leakage between training and test; each with a count and an example.",
        "attune data lint ratings.csv",
        "attune data lint ratings.csv --split leave-last:1 --json",
        "attune data lint --train u1.base --test u1.test") { File, How, Train, Test, Strict, Run, Reading }.Does(call =>
    {
        var findings = Find(call);
        call.Answer(new { findings = findings.Select(f => new { about = f.About, code = f.Finding.Code, severity = f.Finding.Severity, count = f.Finding.Count, example = f.Finding.Example, advice = f.Finding.Advice }), notes = call.Notes }, LintReport.Of([.. findings.Select(f => f.Finding)]));
        var warnings = findings.Count(f => f.Finding.Severity == LintSeverity.Warning);
        if (call.Value(Strict) && warnings > 0) throw new DataException($"There {(warnings == 1 ? "is 1 warning" : $"are {warnings} warnings")}, and --strict asks for none.");
    });

    static List<(string About, LintFinding Finding)> Find(Call call)
    {
        if (call.Value(File) is { } path)
        {
            if (call.Has(Train) || call.Has(Test)) throw new UsageException("FILE and --train/--test are two ways to name the data; write one of them.");
            var data = Reading.Read(call, path);
            var splits = UsageException.Applying("--split", () => (call.Value(How) ?? []).SelectMany(how => Split.Parse(how, data, Run.Seed(call))).ToArray());
            return [.. About(data.Name, DataLint.Check(data)), .. splits.SelectMany(s => About(s.Method, SplitLint.Check(s)))];
        }
        if (call.Has(How)) throw new UsageException("--split needs FILE, the events to split.");
        var split = Split.Files(Reading.Read(call, call.Needed(Train, "name FILE, or --train and --test.")), Reading.ReadAsItIs(call, call.Needed(Test, "with --train name --test too.")));
        return [.. About(split.Train.Name, DataLint.Check(split.Train)), .. About("train and test", SplitLint.Check(split))];
    }

    static IEnumerable<(string, LintFinding)> About(string what, IEnumerable<LintFinding> findings) => findings.Select(f => (what, f));
}

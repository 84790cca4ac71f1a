namespace Attune.Cli;

/// <summary>What was found to be odd, as a report: one section each.</summary>
static class LintReport
{
    internal static Report Of(IReadOnlyCollection<LintFinding> findings) => new("What is odd about the data")
    {
        Lead = findings.Count == 0 ? "Nothing was found." : $"Warnings: {findings.Count(f => f.Severity == LintSeverity.Warning)}, notes: {findings.Count(f => f.Severity == LintSeverity.Note)}.",
        Sections = [.. findings.Select(f => new Section($"{f.Code} ({f.Severity.ToString().ToLowerInvariant()})") { Text = [f.Example, f.Advice] })],
    };
}

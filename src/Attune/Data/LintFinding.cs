namespace Attune;

/// <summary>How much a finding matters.</summary>
public enum LintSeverity
{
    /// <summary>Worth knowing; the data can be used as it is.</summary>
    Note,

    /// <summary>Measured numbers will mislead unless something is done about it.</summary>
    Warning,
}

/// <summary>One thing that is odd about data or a split.</summary>
/// <param name="Code">Stable kebab-case name: <c>exact-duplicates</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Count">How many events, users, items or pairs it concerns: the example says which.</param>
/// <param name="Example">One sentence with the first case, ids named.</param>
/// <param name="Advice">What it means and what to do.</param>
public sealed record LintFinding(string Code, LintSeverity Severity, long Count, string Example, string Advice);

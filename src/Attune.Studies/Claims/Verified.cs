using System.Globalization;

namespace Attune.Studies;

/// <summary>What a verification has found: the checks decide whether the system is built right, the claims have their verdicts whatever they are. Immutable.</summary>
/// <param name="System">The id of the system.</param>
/// <param name="Size">The size in which the checks were run.</param>
/// <param name="Checks">What they have found.</param>
/// <param name="Studies">The claims, by study.</param>
sealed record Verified(string System, CheckSize Size, IReadOnlyList<CheckRun> Checks, IReadOnlyList<JudgedStudy> Studies)
{
    /// <summary>What the reduced checks of a system are to take together.</summary>
    internal const int ReducedSeconds = 60;

    internal IEnumerable<CheckRun> Failed => Checks.Where(c => !c.Result.Passed);

    internal IReadOnlyList<string> Changes => [.. Studies.SelectMany(s => s.Changes)];

    internal IReadOnlyList<StudyCell> Open => [.. Studies.SelectMany(s => s.Open)];

    /// <summary>What docs/systems.md says of the system with these verdicts.</summary>
    internal string Status => SystemStatus.Of(Studies.SelectMany(s => s.Claims).Select(c => c.Verdict));

    /// <summary>Why the system does not stand as committed, in one sentence; null where it does.</summary>
    internal string? Complaint
    {
        get
        {
            string[] wrong = [.. Failed.Select(c => $"the check {c.Check.Id} failed: {c.Result.Words.TrimEnd('.')}"), .. Changes];
            return wrong.Length == 0 ? null : $"{System} is not as it is committed: {string.Join("; ", wrong)}.{(Changes.Count > 0 && !Failed.Any() ? " Look why; --write commits the new verdicts." : "")}";
        }
    }

    /// <summary>Why the verdicts must not be written, in one sentence; null where they may be.</summary>
    internal string? WhyNotWritten => Failed.Any() ? "Nothing is written: verdicts on a system that fails a check say nothing of its paper." : null;

    /// <summary>What a reader must know.</summary>
    internal IEnumerable<string> Notes
    {
        get
        {
            if (Open.Count > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{Open.Count} trainings of these claims are open (--full runs them): {string.Join(", ", Open.Take(9))}{(Open.Count > 9 ? ", …" : "")}.");
            if (Studies.SelectMany(s => s.Moved).ToList() is { Count: > 0 } moved) yield return $"The verdict is the committed one, but not its numbers, for {string.Join(", ", moved)}; --write takes them over.";
            if (Size == CheckSize.Reduced && Checks.Sum(c => c.Seconds) is > ReducedSeconds and var seconds) yield return string.Create(CultureInfo.InvariantCulture, $"The reduced checks took {seconds:0} s; they are to take {ReducedSeconds} s together.");
        }
    }

    internal Report ToReport() => VerifiedReport.Of(this);
}

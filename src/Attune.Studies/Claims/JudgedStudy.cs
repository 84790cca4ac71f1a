namespace Attune.Studies;

/// <summary>The claims that one study decides, beside the verdicts that are committed. Immutable.</summary>
/// <param name="File">The study and its claims.</param>
/// <param name="Claims">What the results make of each, in the order of the file.</param>
/// <param name="Committed">The committed verdicts by claim; none where there is no file of them.</param>
/// <param name="Open">The cells of the claims that are neither done nor failed.</param>
sealed record JudgedStudy(ClaimsFile File, IReadOnlyList<ClaimResult> Claims, IReadOnlyDictionary<string, CommittedVerdict> Committed, IReadOnlyList<StudyCell> Open)
{
    internal string Name => File.Study.Name;

    internal static JudgedStudy Of(ClaimsFile file)
    {
        var reading = new ClaimReading(file.Study, StudyRun.ResultsOf(file.Study));
        return new JudgedStudy(file, [.. file.Spec.Claims.Select(reading.Of)], VerdictsFile.Read(file.VerdictsPath), [.. file.Spec.Claims.SelectMany(reading.OpenCells).Distinct()]);
    }

    internal bool HasChanged(ClaimResult claim) => Committed.GetValueOrDefault(claim.Claim.Id)?.Verdict != claim.Verdict;

    /// <summary>What is not as it is committed, one sentence without its stop for each verdict.</summary>
    internal IEnumerable<string> Changes =>
    [
        .. Claims.Where(HasChanged).Select(c => Committed.TryGetValue(c.Claim.Id, out var before) ? $"{Name}/{c.Claim.Id} is {c.Verdict} and was {before.Verdict}" : $"{Name}/{c.Claim.Id} is new and {c.Verdict}"),
        .. Committed.Keys.Except(Claims.Select(c => c.Claim.Id)).Select(id => $"{Name}/{id} has a verdict and is no longer claimed"),
    ];

    /// <summary>The claims whose verdict is the committed one, but not its numbers.</summary>
    internal IEnumerable<string> Moved => Claims.Where(c => !HasChanged(c) && Committed[c.Claim.Id] != CommittedVerdict.Of(c)).Select(c => $"{Name}/{c.Claim.Id}");
}

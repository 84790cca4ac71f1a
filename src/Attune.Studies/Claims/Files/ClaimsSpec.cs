namespace Attune.Studies;

/// <summary>The file of a system's checks and claims as it is written.</summary>
sealed record ClaimsSpec
{
    /// <summary>The id of the system, as <c>s20</c>.</summary>
    public required string System { get; init; }

    /// <summary>What must hold if it is built right.</summary>
    public IReadOnlyList<CheckEntry> Checks { get; init; } = [];

    /// <summary>What its paper claims.</summary>
    public IReadOnlyList<ClaimEntry> Claims { get; init; } = [];

    internal void Check(Study study)
    {
        if (Checks.Count + Claims.Count == 0) throw new ArgumentException("there are neither checks nor claims; it needs at least one entry.");
        foreach (var (list, ids) in new[] { ("checks", Checks.Select(c => c.Id)), ("claims", Claims.Select(c => c.Id)) })
        {
            if (ids.Any(string.IsNullOrWhiteSpace)) throw new ArgumentException($"{list}: an id is empty; every entry needs a name of its own.");
            StudySpec.Different(list, ids);
        }
        foreach (var check in Checks) ClaimRules.Check(check);
        foreach (var claim in Claims) ClaimRules.Check(claim, study);
    }
}

namespace Attune.Studies;

/// <summary>Groups of users that a claim is read off, in place of models over seeds.</summary>
sealed record ClaimGroups
{
    internal const string Users = "users", Pairs = "pairs";

    /// <summary>Over what the interval is: <c>users</c> (Welch's of each pair, pairs combined as independent means), or <c>pairs</c> (Student's t over the differences of all pairs, one each).</summary>
    public required string Over { get; init; }

    /// <summary>What is compared with what.</summary>
    public required IReadOnlyList<ClaimGroupPair> Of { get; init; }
}

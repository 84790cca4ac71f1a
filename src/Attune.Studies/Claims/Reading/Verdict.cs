namespace Attune.Studies;

/// <summary>What is made of a claim, in the words of verdicts.json.</summary>
static class Verdict
{
    internal const string Reproduced = "reproduced", NotReproduced = "not reproduced", Undecided = "undecided", Reported = "reported";

    internal static readonly IReadOnlyList<string> All = [Reproduced, NotReproduced, Undecided, Reported];

    /// <summary>Reproduced where the whole interval lies on the claimed side of the margin, not reproduced where it lies wholly on the other, undecided else.</summary>
    /// <param name="kind">Which side is claimed: one of <see cref="ClaimEntry.Kinds"/>.</param>
    /// <param name="margin">The margin.</param>
    /// <param name="found">The mean difference and its interval.</param>
    internal static string Of(string kind, double margin, MeanInterval found) => kind switch
    {
        _ when found.N < 2 => Undecided,
        ClaimEntry.Below => Of(found.High < margin, found.Low >= margin),
        ClaimEntry.Within => Of(found.Low > -margin && found.High < margin, found.Low >= margin || found.High <= -margin),
        _ => Of(found.Low > margin, found.High <= margin),
    };

    static string Of(bool here, bool there) => here ? Reproduced : there ? NotReproduced : Undecided;
}

using System.Globalization;

namespace Attune.Studies;

/// <summary>What verdicts.json keeps of a claim; numbers in six digits, so that the last bits of another machine change no file.</summary>
sealed record CommittedVerdict
{
    /// <summary>One of <see cref="Studies.Verdict.All"/>.</summary>
    public required string Verdict { get; init; }

    /// <summary>The mean difference, or Kendall's τ of a report; null where there is none.</summary>
    public double? Mean { get; init; }

    /// <summary>The lower end of the interval; null where there is none.</summary>
    public double? Low { get; init; }

    /// <summary>The upper end of the interval; null where there is none.</summary>
    public double? High { get; init; }

    /// <summary>How many differences, or ranked models of a report.</summary>
    public required int N { get; init; }

    internal static CommittedVerdict Of(ClaimResult claim) => new() { Verdict = claim.Verdict, Mean = Rounded(claim.Found.Mean), Low = Rounded(claim.Found.Low), High = Rounded(claim.Found.High), N = claim.Found.N };

    // What rounds to −0 is written as 0.
    static double? Rounded(double value) => double.IsFinite(value) ? double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + 0.0 : null;
}

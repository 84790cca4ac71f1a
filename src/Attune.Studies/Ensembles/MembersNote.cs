using System.Text.RegularExpressions;

namespace Attune.Studies;

/// <summary>Who is in an ensemble and who was left out, as a note of a result.</summary>
/// <param name="Kept">The members, with weights and what each reached alone where that was measured.</param>
/// <param name="Left">Those left out; empty where nobody was.</param>
sealed partial record MembersNote(string Kept, string Left)
{
    public override string ToString() => $"members: {Kept}{(Left.Length > 0 ? $"; left out: {Left}" : "")}";

    /// <summary>The note of a fitted model; null where it is no ensemble that chooses.</summary>
    internal static string? Of(IRecommender model) => model is IDescribes { Trainer: Ensemble } told ? new MembersNote(told.Facts[0].Value, told.Facts.Count > 1 ? told.Facts[1].Value : "").ToString() : null;

    internal static bool Is(string note) => Form().IsMatch(note);

    internal static MembersNote? Read(IEnumerable<string> notes) => notes.Select(n => Form().Match(n)).FirstOrDefault(m => m.Success) is { } m ? new MembersNote(m.Groups[1].Value, m.Groups[2].Value) : null;

    [GeneratedRegex("^members: (.+?)(?:; left out: (.+))?$")]
    private static partial Regex Form();
}

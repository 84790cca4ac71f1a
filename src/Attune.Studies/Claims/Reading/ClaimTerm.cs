using System.IO.Enumeration;

namespace Attune.Studies;

/// <summary>
/// What a side of a pair is read off: one model; the best of several, chosen on the watched data under the study's first seed and never by the test ("best adam-1-*"); or how far the worst of several is from
/// the best ("spread adam-1-*"). A side may be one term less another ("best sgd-1-* - best adam-1-*").
/// </summary>
/// <param name="Kind">One, best or spread.</param>
/// <param name="Pattern">The name of a model; with * for several.</param>
sealed record ClaimTerm(ClaimTerm.Kinds Kind, string Pattern)
{
    internal enum Kinds
    {
        One,
        Best,
        Spread,
    }

    /// <summary>The terms of a side: one, or two of which the second is taken off.</summary>
    internal static IReadOnlyList<ClaimTerm> All(string side) => [.. side.Split(" - ", 2).Select(Of)];

    /// <summary>The models that it names on some data, in the order of the study.</summary>
    internal IReadOnlyList<string> Models(Study study, string data) => Kind == Kinds.One ? [Pattern]
        : [.. study.Spec.Models.Where(m => FileSystemName.MatchesSimpleExpression(Pattern, m.Label, ignoreCase: false) && study.Cells.Any(c => c.Data == data && c.Model == m.Label)).Select(m => m.Label)];

    static ClaimTerm Of(string text) => text.Split(' ', 2) switch
    {
        ["best", var pattern] => new(Kinds.Best, pattern),
        ["spread", var pattern] => new(Kinds.Spread, pattern),
        _ => new(Kinds.One, text),
    };
}

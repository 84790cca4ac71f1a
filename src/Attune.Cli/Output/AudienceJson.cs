using Attune.Studies;

namespace Attune.Cli;

/// <summary>What a study says of groups of users, as JSON: each finding on each data, and its class over all.</summary>
static class AudienceJson
{
    /// <summary>Null where the study has no groups, or no results of them.</summary>
    internal static object? Of(Study study, IReadOnlyList<CellResult> results)
    {
        var views = AudienceView.All(study, results);
        return views.Count == 0 ? null : Synthesis.Of(views).Select(s => new
        {
            finding = s.Name,
            @class = s.Class,
            data = s.Findings.Select(f => new { data = f.View.Data.Name, focus = f.View.Focus, reference = f.View.Reference, difference = f.Test.Difference, low = f.Test.Interval().Low, high = f.Test.Interval().High, effect = f.Test.Effect, p = f.Test.P, holm = f.Corrected, power = f.Power, says = f.Says }),
        });
    }
}

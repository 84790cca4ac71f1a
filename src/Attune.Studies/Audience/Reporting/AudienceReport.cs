namespace Attune.Studies;

/// <summary>The sections of a study whose data has groups of users: what holds over all data, then each data set.</summary>
static class AudienceReport
{
    /// <summary>The answer in sentences, for the lead; empty without groups.</summary>
    internal static string Answer(Study study, IReadOnlyList<CellResult> results) =>
        string.Concat(AudienceView.All(study, results).Where(v => v.Audience.VariantOf is null).Select(v => AudienceSentences.Of(v) is { Length: > 0 } said ? $"{v.Data.Name}: {said} " : ""));

    internal static IEnumerable<Section> Sections(Study study, IReadOnlyList<CellResult> results)
    {
        var views = AudienceView.All(study, results);
        if (views.Count == 0) yield break;
        yield return Together(study, views);
        foreach (var view in views)
            foreach (var section in AudienceSections.Of(view, views)) yield return section;
    }

    static Section Together(Study study, IReadOnlyList<AudienceView> views)
    {
        var all = Synthesis.Of(views);
        string[] missing = [.. study.Spec.Domains.Except(views.Select(v => v.Domain))];
        return new Section("What holds, and where")
        {
            Text =
            [
                $"Differences are those of the group that is asked about less the group that it is held against: {string.Join("; ", views.Where(v => v.Audience.VariantOf is null).Select(v => $"{v.Data.Name}: {v.Focus} less {v.Reference}"))}.",
                .. missing.Length > 0 ? new[] { $"Not here: {string.Join(", ", missing)}. No data of {(missing.Length == 1 ? "this domain" : "these domains")} with this attribute is among the study's, so nothing is said of it; docs/guide/whom-does-it-serve.md says how to add some." } : [],
            ],
            Tables = [Classes(all), Each(all)],
            Notes = [Synthesis.Rule],
        };
    }

    static Table Classes(IReadOnlyList<Synthesis> all) => new(["finding", "class", "where"], all.Select(s => (IReadOnlyList<Cell>)[s.Name, (Cell)s.Class with { Strong = s.Class == Synthesis.Consistent }, s.Where])) { Caption = "Findings over all data" };

    static Table Each(IReadOnlyList<Synthesis> all) => new(
        ["finding", "data", new("difference", ValueFormat.Difference), new("95 % interval", ValueFormat.Difference), new("d", ValueFormat.Difference), new("p", ValueFormat.Probability), new("p, Holm", ValueFormat.Probability), new("power", ValueFormat.Share), "says"],
        all.SelectMany(s => s.Findings.Select(f => (IReadOnlyList<Cell>)[f.Name, f.View.Data.Name, f.Test.Difference, Interval(f.Test), f.Test.Effect, f.Test.P, f.Corrected, f.Power, f.Says])))
    { Caption = "Each finding on each data set: Welch's t-test of two groups, or the paired test of a change", Folded = true };

    internal static Cell Interval(WelchT test) => test.Interval() is var (low, high) ? Cell.Interval(low, high) : "";
}

namespace Attune.Studies;

/// <summary>The tests between groups: of each two, whether differences hold between users of the same profile size and groups of the same size, and of all at once.</summary>
static class ContrastTables
{
    // As the study of children as users has it.
    const double Tukey = 0.01;

    internal static IEnumerable<Table> Of(AudienceView view)
    {
        yield return Contrasts(view);
        yield return AllGroups(view);
    }

    static Table Contrasts(AudienceView view)
    {
        var rows = (from model in view.Plain from measure in AudienceMeasure.Main(view.Cut) from pair in Pairs(view) select (Model: model.Label, Measure: measure, pair.Left, pair.Right, Test: WelchT.Of(view.Of(model.Label, pair.Left, measure), view.Of(model.Label, pair.Right, measure)))).Where(r => !double.IsNaN(r.Test.P)).ToArray();
        var holm = Significance.Holm([.. rows.Select(r => r.Test.P)]);
        return new(["model", "measure", "groups", new("difference", ValueFormat.Difference), new("95 % interval", ValueFormat.Difference), new("d", ValueFormat.Difference), new("p, Holm", ValueFormat.Probability), new("p, Tukey", ValueFormat.Probability), new("p, ranks", ValueFormat.Probability), new("matched", ValueFormat.Difference), new("p", ValueFormat.Probability), new("equal sizes", ValueFormat.Share), "holds"],
            rows.Select((r, i) => Row(view, r.Model, r.Measure, r.Left, r.Right, r.Test, holm[i])))
        { Caption = AudienceView.Say($"Each two groups, the first less the second: Welch's test (Holm over this table), Tukey's over the groups of a model, Mann and Whitney's; matched: users of the same profile size, with the paired test; equal sizes: in what share of {view.Audience.Draws} draws of groups of one size Welch's p is below 0.05. A difference holds where it is significant (Holm), and matched users and half of the draws show it with the same sign") };
    }

    static IReadOnlyList<Cell> Row(AudienceView view, string model, string measure, string left, string right, WelchT test, double holm)
    {
        var (part, groups) = (view.Contrast(left, right), view.Groups.ToList());
        var tukey = TukeyHsd.Pairs([.. groups.Select(g => view.Of(model, g, measure))]).First(p => p.I == groups.IndexOf(left) && p.J == groups.IndexOf(right)).P;
        var matched = view.Of(model, part, AudienceMeasure.Matched + measure);
        var (paired, equal) = (WelchT.Paired(matched), view.One(model, part, AudienceMeasure.EqualSignificant + measure));
        var holds = holm >= Finding.Level ? "" : paired.P < Finding.Level && Math.Sign(paired.Difference) == Math.Sign(test.Difference) && equal >= 0.5 ? "yes" : "no";
        return [model, measure, $"{left}, {right}", test.Difference, AudienceReport.Interval(test), test.Effect, holm, (Cell)tukey with { Strong = tukey < Tukey }, view.One(model, part, AudienceMeasure.MannWhitney + measure), matched.Mean, paired.P, equal, holds];
    }

    static Table AllGroups(AudienceView view)
    {
        return new(["model", "measure", new("F", ValueFormat.Number), new("p", ValueFormat.Probability), new("H", ValueFormat.Number), new("p", ValueFormat.Probability)],
            view.Plain.SelectMany(m => AudienceMeasure.Main(view.Cut).Where(x => view.Of(m.Label, view.Focus, x).Count > 0).Select(x => (m.Label, Measure: x, Anova: Anova.Of(view.Groups.Select(g => view.Of(m.Label, g, x))))).Select(r => (IReadOnlyList<Cell>)
            [
                r.Label, r.Measure, r.Anova.F, r.Anova.P, view.One(r.Label, AudienceMeasure.All, AudienceMeasure.KruskalH + r.Measure), view.One(r.Label, AudienceMeasure.All, AudienceMeasure.KruskalP + r.Measure),
            ])))
        { Caption = "All groups at once: one-way analysis of variance (F), Kruskal and Wallis (H)", Folded = true };
    }

    static IEnumerable<(string Left, string Right)> Pairs(AudienceView view) => from i in Enumerable.Range(0, view.Groups.Count) from j in Enumerable.Range(i + 1, view.Groups.Count - i - 1) select (view.Groups[i], view.Groups[j]);
}

namespace Attune.Studies;

/// <summary>The tests between groups: of each two, whether differences hold between users of the same profile size and groups of the same size, and of all at once.</summary>
static class ContrastTables
{
    // As the study of children as users has it.
    const double Tukey = 0.01;

    internal static IEnumerable<Table> Of(AudienceView view)
    {
        Contrast[] all = [.. All(view)];
        yield return new(["model", "measure", "groups", new("difference", ValueFormat.Difference), new("95 % interval", ValueFormat.Difference), new("d", ValueFormat.Difference), new("p, Holm", ValueFormat.Probability), "holds"],
            all.Select(c => (IReadOnlyList<Cell>)[c.Model, c.Measure, c.Groups, c.Test.Difference, AudienceReport.Interval(c.Test), c.Test.Effect, c.Holm, (Cell)c.Holds with { Strong = c.Holds == "yes" }]))
        { Caption = "Each two groups, the first less the second, by Welch's test with Holm's correction over this table. It holds where matched users and half of the draws of equal size show it, too" };
        yield return new(["model", "measure", "groups", new("Tukey", ValueFormat.Probability), new("ranks", ValueFormat.Probability), new("matched", ValueFormat.Difference), new("p", ValueFormat.Probability), new("equal sizes", ValueFormat.Share)],
            all.Select(c => (IReadOnlyList<Cell>)[c.Model, c.Measure, c.Groups, (Cell)c.Tukey with { Strong = c.Tukey < Tukey }, c.Ranks, c.Matched.Difference, c.Matched.P, c.Equal]))
        { Caption = AudienceView.Say($"What that rests on: p of Tukey's test over the groups of a model, of Mann and Whitney's on ranks; the mean difference between users matched by profile size with the paired test; in what share of {view.Audience.Draws} draws of groups of one size Welch's p is below 0.05"), Folded = true };
        yield return AllGroups(view);
        string[] more = [AudienceMeasure.Popularity(view.Cut), AudienceMeasure.OwnPopularity(view.Cut), .. view.Groups.Select(g => AudienceMeasure.From(g, view.Cut)).Where(m => view.Plain.Any(p => view.Of(p.Label, view.Focus, m).Count > 0))];
        yield return AudienceSections.Lists(view, more) with { Caption = "More of what lists are like: how popular among all and in the own group, how far from the mean profiles of the groups", Folded = true };
    }

    sealed record Contrast(string Model, string Measure, string Groups, WelchT Test, double Holm, double Tukey, double Ranks, WelchT Matched, double Equal)
    {
        internal string Holds => Holm >= Finding.Level ? "" : Matched.P < Finding.Level && Math.Sign(Matched.Difference) == Math.Sign(Test.Difference) && Equal >= 0.5 ? "yes" : "no";
    }

    static IEnumerable<Contrast> All(AudienceView view)
    {
        var (groups, found) = (view.Groups.ToList(), new List<Contrast>());
        foreach (var model in view.Plain)
            foreach (var measure in AudienceMeasure.Main(view.Cut).Where(m => view.Of(model.Label, view.Focus, m).Count > 0))
            {
                var tukey = TukeyHsd.Pairs([.. groups.Select(g => view.Of(model.Label, g, measure))]);
                found.AddRange(Pairs(view).Zip(tukey).Select(p => (p.First.Left, p.First.Right, p.Second.P, Part: view.Contrast(p.First.Left, p.First.Right))).Select(p => new Contrast(model.Label, measure, $"{p.Left}, {p.Right}",
                    WelchT.Of(view.Of(model.Label, p.Left, measure), view.Of(model.Label, p.Right, measure)), double.NaN, p.P, view.One(model.Label, p.Part, AudienceMeasure.MannWhitney + measure),
                    WelchT.Paired(view.Of(model.Label, p.Part, AudienceMeasure.Matched + measure)), view.One(model.Label, p.Part, AudienceMeasure.EqualSignificant + measure))));
            }
        var holm = Significance.Holm([.. found.Select(c => c.Test.P)]);
        return found.Select((c, i) => c with { Holm = holm[i] });
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

namespace Attune.Studies;

/// <summary>What a report says of one data set with groups: who they are, how they are served, whether differences hold, what a group's own model and another order of lists do.</summary>
static class AudienceSections
{
    internal static IEnumerable<Section> Of(AudienceView view, IReadOnlyList<AudienceView> all)
    {
        yield return new Section(Title(view, all)) { Text = [AudienceSentences.Of(view)], Charts = [.. Profiles(view)], Tables = [Who(view), .. Apart(view), .. Labels(view)], Notes = [.. Notes(view)] };
        yield return new Section(AudienceView.Say($"{view.Data.Name}: how groups are served")) { Level = 2, Charts = [.. Served(view)], Tables = [Lists(view, AudienceMeasure.Ndcg(view.Cut), AudienceMeasure.Mrr(view.Cut), AudienceMeasure.Map(view.Cut), AudienceMeasure.Lift(view.Cut), AudienceMeasure.Miscalibration(view.Cut)), .. ContrastTables.Of(view)] };
        if (view.Models.Any(m => m.Group is not null)) yield return new Section($"{view.Data.Name}: trained on one group alone") { Level = 2, Text = ["The same users, the same held-out items, the popularity of everybody; such a model knows no other items than those that its group has had."], Tables = [Alone(view)] };
        if (view.Models.Any(m => m.Rerank is not null)) yield return new Section($"{view.Data.Name}: lists in another order") { Level = 2, Text = ["What re-ranking changes for each group, user by user, beside the model's own order: closer to the mix of the profile, or a fairer share of places, and what it costs."], Charts = [.. Mitigated(view)], Tables = [Reordered(view)] };
    }

    static string Title(AudienceView view, IReadOnlyList<AudienceView> all) => view.Audience.VariantOf is { } of && all.Any(v => v.Data.Name == of) ? $"{view.Data.Name}, a variant of {of}" : $"{view.Data.Name} by {view.Audience.Attribute}";

    static IEnumerable<string> Notes(AudienceView view) => view.Results.SelectMany(r => r.Notes).Where(AudienceNotes.Is).Distinct();

    static Table Who(AudienceView view)
    {
        var all = view.Groups.Sum(g => view.Profile(g, AudienceMeasure.Size).Count);
        return new(["group", new("users", ValueFormat.Count), new("share", ValueFormat.Share), new("items of a profile", ValueFormat.Number), new("popularity of profiles", ValueFormat.Metric), new("in the own group", ValueFormat.Metric)],
            view.Groups.Select(g => (IReadOnlyList<Cell>)
            [
                (Cell)g with { Strong = g == view.Focus }, view.Profile(g, AudienceMeasure.Size).Count, (double)view.Profile(g, AudienceMeasure.Size).Count / all, view.Profile(g, AudienceMeasure.Size).Mean, view.Profile(g, AudienceMeasure.Profile).Mean, view.Profile(g, AudienceMeasure.OwnProfile).Mean,
            ]))
        { Caption = "Who they are, by the training part. Popularity: training users of an item, divided by those of the most popular" };
    }

    static IEnumerable<Table> Apart(AudienceView view)
    {
        if (!view.Labels.Any()) yield break;
        yield return new(["group", .. view.Groups.Select(g => new Column($"from {g}", ValueFormat.Metric))],
            view.Groups.Select(g => (IReadOnlyList<Cell>)[(Cell)g with { Strong = g == view.Focus }, .. view.Groups.Select(o => (Cell)view.Profile(g, AudienceMeasure.FromProfile + o).Mean)]))
        { Caption = $"How far users' profiles are from the mean profiles of the groups (Jensen and Shannon, natural logarithm). The means themselves: {string.Join(", ", Between(view))}" };
    }

    static IEnumerable<string> Between(AudienceView view) => from i in Enumerable.Range(0, view.Groups.Count) from j in Enumerable.Range(i + 1, view.Groups.Count - i - 1) select AudienceView.Say($"{view.Groups[i]} and {view.Groups[j]} {view.Profile(AudienceMeasure.Pair(view.Groups[i], view.Groups[j]), AudienceMeasure.Inter).Mean:0.0000}");

    static IEnumerable<Chart> Profiles(AudienceView view)
    {
        yield return new Chart.Bars("Popularity of profiles", [.. view.Groups.Select(g => Bar(g, view.Profile(g, AudienceMeasure.Profile), g == view.Focus))]) { Subtitle = "mean popularity of what users of a group had, with its 95 % interval", Format = ValueFormat.Metric };
    }

    static IEnumerable<Table> Labels(AudienceView view)
    {
        const int Most = 12;
        string[] labels = [.. view.Labels];
        if (labels.Length == 0) yield break;
        double P(string label) => view.Profile(AudienceMeasure.All, AudienceMeasure.KruskalP + AudienceMeasure.Share + label).Mean;
        var corrected = labels.Zip(Significance.BenjaminiHochberg([.. labels.Select(P)])).ToDictionary();
        double H(string label) => view.Profile(AudienceMeasure.All, AudienceMeasure.KruskalH + AudienceMeasure.Share + label).Mean;
        double Pair(string label) => view.Profile(view.Contrast(view.Focus, view.Reference), AudienceMeasure.MannWhitney + AudienceMeasure.Share + label).Mean;
        var pairs = labels.Zip(Significance.BenjaminiHochberg([.. labels.Select(Pair)])).ToDictionary();
        yield return new(["label", new("H", ValueFormat.Number), new("p, FDR", ValueFormat.Probability), .. view.Groups.Select(g => new Column(g, ValueFormat.Share)), new($"{view.Focus} or {view.Reference}: p, FDR", ValueFormat.Probability)],
            labels.Where(l => !double.IsNaN(H(l))).OrderByDescending(H).Take(Most).Select(l => (IReadOnlyList<Cell>)[l, H(l), corrected[l], .. view.Groups.Select(g => (Cell)view.Profile(g, AudienceMeasure.Share + l).Mean), pairs[l]]))
        { Caption = AudienceView.Say($"What tells the groups' profiles apart: Kruskal and Wallis's H, Mann and Whitney's test of two, corrected by Benjamini and Hochberg over {labels.Length} labels; shares of profiles") };
    }

    static IEnumerable<Chart> Served(AudienceView view) => new[] { (AudienceMeasure.Ndcg(view.Cut), "accuracy: more is better"), (AudienceMeasure.Lift(view.Cut), "how much more popular lists are than profiles: 0 is as popular"), (AudienceMeasure.Miscalibration(view.Cut), "how far the mix of a list is from the profile's: 0 is the same mix") }
        .Where(m => view.Plain.Any(p => view.Of(p.Label, view.Focus, m.Item1).Count > 0))
        .Select(m => new Chart.Bars($"{m.Item1} by group", [.. view.Plain.SelectMany(p => view.Groups.Select(g => Bar($"{p.Label}, {g}", view.Of(p.Label, g, m.Item1), g == view.Focus)))]) { Subtitle = $"{m.Item2}; 95 % intervals over users", Format = ValueFormat.Metric });

    internal static Table Lists(AudienceView view, params string[] measures)
    {
        string[] there = [.. measures.Where(m => view.Plain.Any(p => view.Of(p.Label, view.Focus, m).Count > 0))];
        return new(["model", "group", .. there.Select(m => new Column(m, ValueFormat.Metric))],
            view.Plain.SelectMany(p => view.Groups.Select(g => (IReadOnlyList<Cell>)[p.Label, (Cell)g with { Strong = g == view.Focus }, .. there.Select(m => (Cell)view.Of(p.Label, g, m).Mean)])))
        { Caption = "What lists are like, means over the users of a group" };
    }

    static Table Alone(AudienceView view)
    {
        var k = view.Cut;
        string[] measures = [.. new[] { AudienceMeasure.Ndcg(k), AudienceMeasure.Lift(k), AudienceMeasure.Miscalibration(k), AudienceMeasure.From(view.Focus, k) }.Where(m => view.Models.Any(p => p.Group is not null && view.Groups.Any(g => view.Of(p.Label, g, m).Count > 0)))];
        return new(["model", "trained on", "beside", new("users", ValueFormat.Count), .. measures.SelectMany(m => new Column[] { new(m, ValueFormat.Metric), new("change", ValueFormat.Difference), new("p", ValueFormat.Probability) })],
            view.Models.Where(m => m.Group is not null).SelectMany(m => view.Groups.Where(g => g.Split('+').Contains(m.Group)).Select(g => (IReadOnlyList<Cell>)
            [
                m.Label, g, m.Beside ?? "the same options", view.Of(m.Label, g, measures[0]).Count,
                .. measures.SelectMany(x => view.Of(m.Label, g, x + AudienceMeasure.Change) is var change ? new Cell[] { view.Of(m.Label, g, x).Mean, change.Mean, WelchT.Paired(change).P } : []),
            ])))
        { Caption = "Trained on a group alone, beside trained on everybody: the change is the mean of users' differences, tested by the paired t-test" };
    }

    static Table Reordered(AudienceView view)
    {
        string[] measures = [.. AudienceMeasure.Main(view.Cut).Where(m => view.Models.Any(p => p.Rerank is not null && view.Of(p.Label, view.Focus, m).Count > 0))];
        return new(["model", "order", "group", .. measures.SelectMany(m => new Column[] { new(m, ValueFormat.Metric), new("change", ValueFormat.Difference), new("p", ValueFormat.Probability) })],
            view.Models.Where(m => m.Rerank is not null).SelectMany(m => view.Groups.Select(g => (IReadOnlyList<Cell>)
            [
                m.Model, m.Rerank!, (Cell)g with { Strong = g == view.Focus },
                .. measures.SelectMany(x => view.Of(m.Label, g, x + AudienceMeasure.Change) is var change ? new Cell[] { view.Of(m.Label, g, x).Mean, change.Mean, WelchT.Paired(change).P } : []),
            ])))
        { Caption = "Lists in another order beside the model's own, user by user" };
    }

    static IEnumerable<Chart> Mitigated(AudienceView view) => new[] { AudienceMeasure.Miscalibration(view.Cut), AudienceMeasure.Ndcg(view.Cut) }.Where(m => view.Models.Any(p => p.Rerank is not null && view.Of(p.Label, view.Focus, m).Count > 0))
        .Select(m => new Chart.Bars($"Change of {m}", [.. view.Models.Where(p => p.Rerank is not null).SelectMany(p => view.Groups.Select(g => Bar($"{p.Rerank}, {g}", view.Of(p.Label, g, m + AudienceMeasure.Change), g == view.Focus)))]) { Subtitle = "beside the model's own order; 95 % intervals of the mean of users' differences", Format = ValueFormat.Difference });

    static Chart.Bar Bar(string label, SampleSummary summary, bool strong) => new(label, summary.Mean, summary.Mean - summary.HalfWidth(), summary.Mean + summary.HalfWidth()) { Strong = strong };
}

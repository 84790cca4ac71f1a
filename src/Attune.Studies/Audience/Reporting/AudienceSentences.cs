using System.Globalization;

namespace Attune.Studies;

/// <summary>Who is served worse, by how much, and whether that is more than chance, in words.</summary>
static class AudienceSentences
{
    /// <summary>The answer for one data set, of the model with the best lists; empty before one is done.</summary>
    internal static string Of(AudienceView view)
    {
        var ndcg = AudienceMeasure.Ndcg(view.Cut);
        var models = view.Plain.Where(m => view.Of(m.Label, view.Reference, ndcg).Count > 1).ToArray();
        if (models.Length == 0) return "";
        var best = models.MaxBy(m => view.Groups.Sum(g => view.Of(m.Label, g, ndcg) is { Count: > 0 } s ? s.Count * s.Mean : 0))!.Label;
        return Accuracy(view, best, ndcg) + " " + Lists(view, best);
    }

    static string Accuracy(AudienceView view, string model, string ndcg)
    {
        var (focus, reference, test) = (view.Of(model, view.Focus, ndcg), view.Of(model, view.Reference, ndcg), view.Test(model, ndcg));
        var share = (focus.Mean - reference.Mean) / reference.Mean;
        return test.P < Finding.Level
            ? Say($"{model} serves {view.Focus} {(share < 0 ? "worse" : "better")} than {view.Reference} ({ndcg} {focus.Mean:0.000} against {reference.Mean:0.000}, {share:+0 %;−0 %}, {P(test.P)}).")
            : Say($"no difference in accuracy between {view.Focus} and {view.Reference} is seen with {model} ({ndcg} {focus.Mean:0.000} against {reference.Mean:0.000}, {P(test.P)}{(TestPower.OfTwo(focus.Count, reference.Count) < Finding.Enough ? "; with so few users a medium one could be missed" : "")}).");
    }

    static string Lists(AudienceView view, string model)
    {
        var (lift, miss) = (AudienceMeasure.Lift(view.Cut), AudienceMeasure.Miscalibration(view.Cut));
        var said = new List<string>();
        foreach (var (measure, more, less) in new[] { (lift, "lifted further above the popularity of profiles", "lifted less above the popularity of profiles"), (miss, "further from the mix of profiles", "nearer to the mix of profiles") })
            if (view.Test(model, measure) is { P: < Finding.Level } test)
                said.Add(Say($"{(test.Difference > 0 ? more : less)} ({measure} {view.Of(model, view.Focus, measure).Mean:0.000} against {view.Of(model, view.Reference, measure).Mean:0.000}, {P(test.P)})"));
        return said.Count == 0 ? "Between its lists for both no difference in lift and mix is seen." : $"Its lists for {view.Focus} are {string.Join(" and ", said)}.";
    }

    static string P(double p) => p < 0.001 ? "p < 0.001" : Say($"p = {p:0.000}");

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace Attune.Studies;

/// <summary>A model before and after it was brought up to date, both asked for the events that came then, each from what its user did before. Immutable.</summary>
/// <param name="Users">How many users were asked.</param>
/// <param name="Metrics">Means over users, and p of the paired bootstrap over them.</param>
sealed record AskedTrial(int Users, IReadOnlyList<(string Metric, double Before, double After, double P)> Metrics)
{
    static readonly IMetric[] s_metrics = [Ndcg.At(10), Hit.At(10), Ndcg.At(50)];

    /// <param name="data">All events, histories included.</param>
    /// <param name="from">From when on events are asked.</param>
    /// <param name="before">The model as it was.</param>
    /// <param name="after">The model as it is.</param>
    /// <param name="context">Cancellation.</param>
    /// <returns>Null where nobody of whom something is known has such an event.</returns>
    internal static AskedTrial? Of(Dataset data, DateTimeOffset from, IRecommender before, IRecommender after, FitContext context)
    {
        var asked = AskedEvents.Of(data, from.ToUnixTimeMilliseconds(), long.MaxValue, int.MaxValue);
        if (asked.Count == 0) return null;
        AskedScores[] scores = [.. new[] { before, after }.Select(m => AskedScores.Of(asked.Ranks(m, context.Cancellation), s_metrics))];
        return new AskedTrial(scores[1].Users, [.. s_metrics.Select((m, i) => (m.Name, scores[0].Means[i], scores[1].Means[i], P(scores[0].Values[i], scores[1].Values[i])))]);
    }

    internal string Sentence => Metrics[0] is var m && m.P < 0.05 ? Say($"{m.Metric} of what came then: {m.After:0.####} after {m.Before:0.####}, over {Users} users; more than chance (p {m.P:0.###}).") : Say($"{m.Metric} of what came then: {m.After:0.####} after {m.Before:0.####}, over {Users} users; no more than chance would do (p {m.P:0.###}).");

    internal Section Section => new("What came then")
    {
        Tables = [new Table(["metric", new("before", ValueFormat.Metric), new("after", ValueFormat.Metric), new("difference", ValueFormat.Difference), new("p", ValueFormat.Probability)], Metrics.Select(m => (IReadOnlyList<Cell>)[m.Metric, m.Before, m.After, m.After - m.Before, m.P]))
            { Caption = "Means over users, each the mean over the events asked; p of the paired bootstrap over users" }],
    };

    static double P(double[] before, double[] after) => Significance.PairedBootstrap([.. before.Zip(after, (b, a) => a - b).Where(double.IsFinite)]).P;

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

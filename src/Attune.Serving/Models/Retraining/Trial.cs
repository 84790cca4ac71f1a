using System.Globalization;

namespace Attune.Serving;

/// <summary>
/// A candidate beside the model in use, or beside popularity where there is none yet, on the same users of the newest events (docs/decisions/0012). The candidate is
/// accepted where it is not worse: the 95 % interval of the difference (paired bootstrap over users) does not lie wholly on the worse side of 0, and, beside
/// a model in use, the mean is not worse by more than a tenth and stands on ten users at least. Refusing loses nothing: the users of the next trial are more.
/// </summary>
sealed class Trial(IMetric metric, FitContext context)
{
    const int LeastUsers = 10;
    const double MostLoss = 0.1;

    // What the server leaves out of lists is no success here either.
    static readonly EvaluationOptions Measuring = new() { Seen = Seen.Exclude };

    /// <summary>The metric that decides; any other than one of users with a better end is an <see cref="ArgumentException"/>.</summary>
    internal static IMetric Deciding(string name) => MetricName.Parse(name) is var metric and not ICatalogMetric && metric.HigherIsBetter is not null ? metric
        : throw new ArgumentException($"The metric '{name}' cannot decide between models: it has no better end, or no value for single users. Take ndcg@10 or recall@20, say.");

    /// <summary>Measures both.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="incumbent">The model in use; null where there is none yet.</param>
    /// <param name="split">What both are measured on; null where nothing could be held out.</param>
    internal Verdict Of(IRecommender candidate, ActiveModel? incumbent, Split? split)
    {
        if (split is null) return Unmeasured(incumbent, "no event is newer than what the models were trained on");
        IMetric[] metrics = [metric, .. new IMetric[] { Recall.At(10), Coverage.At(10) }.Where(m => m.Name != metric.Name)];
        var rival = incumbent?.Model ?? new Popularity().Fit(split.Train, context with { Progress = null });
        Scores own, other;
        try
        {
            own = Evaluation.Of(candidate, split, metrics, Measuring, context);
            other = Evaluation.Of(rival, split, metrics, Measuring, context);
        }
        catch (DataException e)
        {
            return Unmeasured(incumbent, e.Message);
        }
        var kept = own.Metrics.Select(m => new ModelMetric(m.Metric, m.Value, m.Low, m.High, m.Users)).ToArray();
        var test = ComparisonTests.Of([new ComparedModel("candidate", split.Method, own), new ComparedModel("incumbent", split.Method, other)], [metric], Measuring, context);
        return (test is [var paired] ? Decide(own, other, paired, incumbent) : Unmeasured(incumbent, $"{metric.Name} is undefined for one of the two")) with { Metrics = kept };
    }

    Verdict Decide(Scores own, Scores other, PairedTest paired, ActiveModel? incumbent)
    {
        var sign = metric.HigherIsBetter == true ? 1 : -1;
        var (gain, best) = (sign * paired.Difference, sign * (sign > 0 ? paired.High : paired.Low));
        var users = own.Metrics[0].Users;
        var numbers = string.Create(CultureInfo.InvariantCulture,
            $"{metric.Name} {own.Metrics[0].Value:0.####} beside {other.Metrics[0].Value:0.####} of {incumbent?.Version ?? "popularity"}, difference {paired.Difference:+0.####;-0.####;0} [{paired.Low:+0.####;-0.####;0}, {paired.High:+0.####;-0.####;0}] over {users:N0} users of the newest events");
        if (incumbent is null && !(sign < 0 || own.Metrics[0].Value > 0)) return new Verdict(false, $"Refused: no better than no model at all ({numbers}).");
        if (double.IsNaN(best) ? gain < 0 : best < 0) return new Verdict(false, $"Refused: worse ({numbers}).");
        if (incumbent is null) return new Verdict(true, $"Activated as the first model: not worse than what answered before ({numbers}).");
        if (users < LeastUsers) return new Verdict(false, string.Create(CultureInfo.InvariantCulture, $"Refused: too few users to tell, {users} where {LeastUsers} are needed ({numbers})."));
        if (gain < -MostLoss * Math.Abs(other.Metrics[0].Value)) return new Verdict(false, string.Create(CultureInfo.InvariantCulture, $"Refused: worse by more than {MostLoss:P0}, which chance does not rule out but users would feel ({numbers})."));
        return new Verdict(true, $"Activated: not worse ({numbers}).");
    }

    static Verdict Unmeasured(ActiveModel? incumbent, string why) => incumbent is null
        ? new Verdict(true, $"Activated as the first model without a measurement: {why.TrimEnd('.')}.")
        : new Verdict(false, $"Refused: it cannot be measured beside {incumbent.Version}: {why.TrimEnd('.')}.");
}

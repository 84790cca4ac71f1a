namespace Attune;

/// <summary>Puts into words what a reader of scores must know: whoever or whatever was left out, and every value that is undefined.</summary>
static class EvaluationNotes
{
    internal static string Nobody(Split split, TestUsers users, bool ranks) =>
        $"The split {split.Method} leaves no test user to measure: {users.WithoutRelevant} have no relevant item{(users.Hidden > 0 ? $" ({users.Hidden} held-out pairs are hidden by Seen.{users.Seen})" : "")}, {users.LeftOut} are unknown to training. "
        + (ranks ? "Lower RelevantFrom (--relevant), or choose another split." : "RMSE and MAE need test data with ratings and a model that predicts them.");

    internal static IEnumerable<string> Sampled(CandidateLists? lists, int seed)
    {
        if (lists is null) yield break;
        yield return (lists.Asked == TestCandidates.NewItems ? $"Each user's held-out items were ranked among the {lists.New} items that nobody in training has"
            : lists.Asked.Lists is null ? $"Each user's held-out items were ranked among {lists.Asked.Count} items drawn for the user (seed {seed})" : $"Each user's held-out items were ranked among those that {lists.Asked.Name} gives the user")
            + ", not among the whole catalog: such values are several times higher than those of a full ranking and can order models differently.";
        if (lists.Short > 0) yield return $"{People(lists.Short)} fewer than {lists.Asked.Count} unseen items; all of them were candidates.";
        if (lists.Unknown > 0) yield return $"{lists.Unknown} candidates of {lists.Asked.Name} are unknown to training and were not ranked.";
    }

    internal static IEnumerable<string> Reranked(IReranker? rerank) => rerank is null ? []
        : [$"Lists were re-ranked by {rerank.Name}: the model's best {rerank.Pool} candidates in another order."];

    internal static IEnumerable<string> Of(Split split, TestUsers users, int emptyUnknown, int unpredicted)
    {
        var measured = users.Measured.Count;
        var unknown = users.Measured.Count(u => !u.Known);
        if (users.WithoutRelevant > 0) yield return $"{People(users.WithoutRelevant)} no relevant item held out and no list measured.";
        if (users.LeftOut > 0) yield return $"{People(users.LeftOut)} no history in training and were left out, as asked.";
        if (unknown > 0) yield return $"{unknown} of {measured} test users were unknown to training{(emptyUnknown > 0 ? $"; {emptyUnknown} of them got no list and count as lists without hits" : ", and got a list all the same")}.";
        if (users.Hidden > 0) yield return users.Seen == Seen.Exclude
            ? $"{users.Hidden} held-out pairs were in the user's history already; Seen.Exclude never lists them, so they do not count as relevant."
            : $"{users.Hidden} held-out pairs were not in the user's history; Seen.Only never lists them, so they do not count as relevant.";
        if (users.Cold > 0) yield return $"{users.Cold} of {users.Pairs} relevant pairs are of items unknown to training; they count as missed.";
        if (unpredicted > 0) yield return $"{unpredicted} of {split.Test.Ratings.Count} held-out ratings got no prediction and are not part of the errors.";
    }

    /// <summary>Why a metric of lists that reads what training knew has no value for anybody.</summary>
    internal static string? WhyWithout(IMetric metric, ItemFacts facts) => metric switch
    {
        Diversity { Feature: { } feature } => Missing(feature, facts) ?? $"no list holds two items whose {feature} is known",
        MiscalibrationKl { Feature: { } feature } => Missing(feature, facts) ?? $"no user has both a history and a list of items whose {feature} is known",
        MiscalibrationJs { Feature: { } feature } => Missing(feature, facts) ?? $"no user has both a history and a list of items whose {feature} is known",
        MiscalibrationKl or MiscalibrationJs or PopularityLift => "no user with a list has a history",
        Diversity => "no list holds two items that training knows",
        _ => null,
    };

    /// <summary>One note for each metric that is undefined for everybody or for some, and one for those without an interval by nature.</summary>
    internal static IEnumerable<string> Undefined(IReadOnlyList<IMetric> metrics, IReadOnlyList<MetricScore> scores, Func<IMetric, string?> why)
    {
        for (var m = 0; m < metrics.Count; m++)
        {
            var score = scores[m];
            if (double.IsNaN(score.Value)) yield return $"{score.Metric} is undefined: {why(metrics[m]) ?? "it has no value for any user"}.";
            else if (score.Undefined > 0 && metrics[m] is IListMetric) yield return $"{score.Metric} is undefined for {score.Undefined} of {score.PerUser.Count} users, who are left out of its mean.";
        }
        var catalog = metrics.OfType<ICatalogMetric>().Select(m => m.Name).ToArray();
        if (catalog.Length > 0) yield return $"{string.Join(", ", catalog)}: one value for all lists together, so without an interval over users.";
    }

    internal static string People(int count) => count == 1 ? "1 test user has" : $"{count} test users have";

    static string? Missing(string feature, ItemFacts facts) => facts.Features?[feature] is null
        ? $"the items have no feature '{feature}'; there are {string.Join(", ", (facts.Features?.Columns.Select(c => c.Name) ?? []).DefaultIfEmpty("none"))} (--items names a file of them)" : null;
}

using Attune.Numerics;

namespace Attune;

/// <summary>
/// Measures what a model says of next baskets: for every user the items bought before the day are ranked, the newest of a long history alone, and held against those that were bought again on it. Ties, and items that
/// the model cannot score (which come last), stand in ascending index. Results do not depend on the number of threads.
/// </summary>
public static class BasketEvaluation
{
    /// <summary>Ranks and measures.</summary>
    /// <param name="model">A model fitted on <see cref="NextBaskets.Train"/>.</param>
    /// <param name="baskets">What is held out.</param>
    /// <param name="options">How to measure; null for the defaults.</param>
    /// <param name="context">Progress ("measuring", in users), cancellation and threads.</param>
    /// <exception cref="DataException">The model was fitted on other data, or nobody bought anything again.</exception>
    public static BasketScores Of(IRecommender model, NextBaskets baskets, BasketOptions? options = null, FitContext? context = null)
    {
        (options, context) = (options ?? new BasketOptions(), context ?? FitContext.Default);
        options.Validate();
        if (!model.Catalog.Items.Ids.SequenceEqual(baskets.Train.Items.Ids))
            throw new DataException($"The {model.NameOf()} knows other items than the training part of the next baskets; fit it on NextBaskets.Train.");
        return new Run(model, baskets, options, context).Measure();
    }

    /// <summary>The first items of a user's list.</summary>
    internal static int[] Ranked(IRecommender model, NextBasket basket, int depth, int longest = 1024) =>
        Ranked(model, basket.QueryFor(model), [.. basket.History.Items.Take(longest).Order()], depth);

    // Candidates come ascending; the best of them by score, then in that order, and those without a score last.
    static int[] Ranked(IRecommender model, Query query, ReadOnlySpan<int> candidates, int depth)
    {
        var (scores, best) = (new float[candidates.Length], new int[Math.Min(depth, candidates.Length)]);
        model.Score(query, candidates, scores);
        for (var i = 0; i < scores.Length; i++)
            if (float.IsNaN(scores[i])) scores[i] = float.NegativeInfinity;
        var places = new int[candidates.Length];
        for (var i = 0; i < places.Length; i++) places[i] = i;
        var found = TopK.Select(scores, places, best);
        for (var i = 0; i < found; i++) best[i] = candidates[best[i]];
        return best[..found];
    }

    sealed class Run(IRecommender model, NextBaskets baskets, BasketOptions options, FitContext context)
    {
        readonly IListMetric[] _metrics = [.. options.Cutoffs.SelectMany(k => new IListMetric[] { Precision.At(k), Recall.At(k), Ndcg.At(k) })];
        readonly int _depth = options.Cutoffs.Max();
        readonly int[] _candidates = new int[baskets.Users.Count];
        readonly double[] _share = new double[baskets.Users.Count];
        readonly double[]?[] _values = new double[baskets.Users.Count][];
        readonly double[][] _repeat = new double[baskets.Users.Count][], _explore = new double[baskets.Users.Count][];
        int _done;

        internal BasketScores Measure()
        {
            var start = context.Time.GetTimestamp();
            context.For(baskets.Users.Count, u =>
            {
                Measure(u);
                if (Interlocked.Increment(ref _done) is var done && (done % 256 == 0 || done == baskets.Users.Count)) context.Report("measuring", done, baskets.Users.Count);
            });
            var seconds = context.Time.GetElapsedTime(start).TotalSeconds;
            var measured = Enumerable.Range(0, _values.Length).Where(u => _values[u] is not null).ToArray();
            if (measured.Length == 0) throw new DataException($"{baskets.Train.Name}: none of {baskets.Users.Count} users bought anything again on the day held out; there is nothing to measure.");
            return new BasketScores(Under("baskets of users with at least k items", measured, seconds, (u, k) => _candidates[u] >= k), Under("baskets of all users", measured, seconds, (_, _) => true), Parts());
        }

        void Measure(int u)
        {
            var basket = baskets.Users[u];
            var (history, query) = (basket.History, basket.QueryFor(model));
            var bought = basket.Bought.ToHashSet();
            int[] all = [.. history.Items.Order()], relevant = [.. all.Where(bought.Contains)];
            _share[u] = relevant.Length / (double)bought.Count;
            if (options.WholeCatalog) Explore(u, query, relevant, [.. basket.Bought.Except(relevant)]);
            int[] candidates = [.. history.Items.Take(options.LongestHistory).Order()];
            relevant = [.. relevant.Intersect(candidates)];
            _candidates[u] = candidates.Length;
            if (relevant.Length == 0) return;
            var list = new RankedUser { Ranked = Ranked(query, candidates), Relevant = relevant, Grades = [.. relevant.Select(_ => 1f)], Candidates = candidates.Length };
            var values = new double[_metrics.Length];
            for (var m = 0; m < values.Length; m++) values[m] = _metrics[m].Measure(list);
            _values[u] = values;
        }

        void Explore(int u, Query query, int[] repeats, int[] explores)
        {
            var ranked = Ranked(query, model.Catalog.AllItems);
            (_repeat[u], _explore[u]) = (Recalls(repeats), Recalls(explores));

            double[] Recalls(int[] items) => [.. options.Cutoffs.Select(k => items.Length == 0 ? double.NaN : ranked.Take(k).Count(items.Contains) / (double)items.Length)];
        }

        int[] Ranked(Query query, ReadOnlySpan<int> candidates) => BasketEvaluation.Ranked(model, query, candidates, _depth);

        Scores Under(string convention, int[] users, double seconds, Func<int, int, bool> counts)
        {
            var scores = new MetricScore[_metrics.Length];
            for (var m = 0; m < scores.Length; m++)
            {
                var (metric, at) = (_metrics[m], m);
                scores[m] = MetricScore.Of(metric, Array.ConvertAll(users, u => counts(u, metric.Depth) ? _values[u]![at] : 0), Array.ConvertAll(users, u => counts(u, metric.Depth) ? 1.0 : 0));
            }
            var measured = new EvaluationOptions { BootstrapSamples = options.BootstrapSamples, Seed = options.Seed };
            return new Scores(model.NameOf(), MetricScore.WithIntervals(_metrics, scores, measured, context.Parallel))
            {
                Split = convention,
                Users = users.Length,
                UserIds = [.. users.Select(u => baskets.Users[u].User)],
                EvaluateSeconds = seconds,
                Notes = [$"{users.Length} of {baskets.Users.Count} users bought again something that they had bought before; the others cannot be measured so."],
            };
        }

        RepeatExplore Parts() => new(baskets.Users.Count, _share.Average(), RecallOf("repeat", _repeat), RecallOf("explore", _explore));

        MetricScore[] RecallOf(string part, double[][] values) => !options.WholeCatalog ? [] : [.. options.Cutoffs.Select((k, c) =>
        {
            var defined = values.Select(v => v[c]).Where(v => !double.IsNaN(v)).ToArray();
            return new MetricScore($"{part}-recall@{k}", defined.Length == 0 ? double.NaN : defined.Average(), double.NaN, double.NaN, defined.Length) { PerUser = [.. values.Select(v => v[c])] };
        })];
    }
}

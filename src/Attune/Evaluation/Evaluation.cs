using System.Diagnostics;

namespace Attune;

/// <summary>Measures models against held-out data, and lists of any origin too.</summary>
public static class Evaluation
{
    /// <summary>
    /// Ranks the whole catalog for every test user and measures the lists. Memory beyond the model: 8 bytes × items for each thread and 8 bytes
    /// × users for each metric. Results do not depend on block size or thread count.
    /// </summary>
    public static Scores Of(IRecommender model, Split split, params IReadOnlyList<IMetric> metrics) => Of(model, split, metrics, null, null);

    /// <inheritdoc cref="Of(IRecommender, Split, IReadOnlyList{IMetric})"/>
    public static Scores Of(IRecommender model, Split split, IReadOnlyList<IMetric> metrics, EvaluationOptions? options, FitContext? context)
    {
        options ??= new EvaluationOptions();
        context ??= FitContext.Default;
        var clock = Stopwatch.StartNew();
        var held = HeldOut.Of(split.Test, options);
        var users = Enumerable.Range(0, held.Users.Count).Where(u => held.Grades.RowLength(u) > 0).ToArray();
        var lists = metrics.OfType<IListMetric>().ToArray();
        var depth = lists.Select(m => m.Depth).DefaultIfEmpty(0).Max();
        var values = Array.ConvertAll(lists, _ => new double[users.Length]);
        var facts = new ItemFacts(model.Catalog.Popularity.ToArray(), model.Catalog.Users.Count, default);
        var empty = 0;
        var done = 0;
        Parallel.ForEach(users.Chunk(options.BlockSize).Select((block, b) => (block, start: b * options.BlockSize)), context.Parallel, () => new Ranker(model), (part, _, ranker) =>
        {
            for (var i = 0; i < part.block.Length; i++)
            {
                var u = part.block[i];
                var ranked = ranker.Rank(Query.For(u), depth, options.Seen ?? model.DefaultSeen);
                if (ranked.Length == 0) Interlocked.Increment(ref empty);
                var user = new RankedUser { Ranked = ranked, Relevant = held.Grades.Row(u), Grades = held.Grades.RowValues(u), Candidates = model.Catalog.Items.Count, Facts = facts };
                for (var m = 0; m < lists.Length; m++) values[m][part.start + i] = lists[m].Measure(user);
            }
            context.Report("ranking", Interlocked.Add(ref done, part.block.Length), users.Length);
            return ranker;
        }, _ => { });
        var scores = lists.Select((m, i) => new MetricScore(m.Name, values[i].Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Average(), double.NaN, double.NaN, values[i].Count(v => !double.IsNaN(v))) { PerUser = values[i] });
        return new Scores(model.NameOf(), [.. scores]) { Split = split.Method, EvaluateSeconds = clock.Elapsed.TotalSeconds, Users = users.Length, EmptyLists = empty };
    }
}

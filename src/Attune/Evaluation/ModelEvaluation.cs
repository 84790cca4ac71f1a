namespace Attune;

/// <summary>One model against one split: ranks the whole catalog, or the candidates asked for, for every test user, a block of users at a time for each worker.</summary>
sealed class ModelEvaluation(IRecommender model, Split split, IReadOnlyList<IMetric> metrics, EvaluationOptions options, FitContext context)
{
    readonly int _depth = Math.Min(Measurement.DepthOf(metrics), model.Catalog.Items.Count);
    readonly int _candidates = Math.Min(Reordering.Candidates(options.Rerank, Measurement.DepthOf(metrics)), model.Catalog.Items.Count);
    readonly Reordering? _reordering = Reordering.Of(options.Rerank, model);
    readonly bool _ranks = metrics.Any(m => m is not IRatingMetric);
    readonly bool _rates = metrics.Any(m => m is IRatingMetric) && model.Trainer.PredictsRatings && split.Test.HasRatings;
    readonly ItemFacts _facts = new(model.Catalog.Popularity.ToArray(), model.Catalog.Users.Count, PricesFor(model.Catalog, split.Train)) { Features = model.Catalog.ItemFeatures, Histories = model.Catalog.Histories };
    int _emptyLists, _emptyUnknown, _unpredicted, _nextBlock, _done;
    long _rankingTicks, _ranked;

    internal Scores Run()
    {
        var start = context.Time.GetTimestamp();
        var users = TestUsers.Of(model, split, _ranks, _rates, options);
        if (users.Measured.Count == 0) throw new DataException(EvaluationNotes.Nobody(split, users, _ranks));
        var measurement = new Measurement(metrics, users.Measured.Count, model.Catalog.Items.Count);
        var items = _ranks ? PackedItems.Of(model) : null;
        context.For(options.WorkersFor(model.Catalog.Items.Count, context.ThreadCount), _ => Work(items, users.Measured, measurement));
        var scores = measurement.Finish(options, context.Parallel);
        return new Scores(Reordering.Named(model.NameOf(), options.Rerank), scores)
        {
            Split = split.Method,
            Users = users.Measured.Count,
            UserIds = [.. users.Measured.Select(u => u.Id)],
            EmptyLists = _emptyLists,
            Confidence = options.Confidence,
            EvaluateSeconds = context.Time.GetElapsedTime(start).TotalSeconds,
            MillisecondsPerUser = _ranked == 0 ? double.NaN : 1000.0 * _rankingTicks / context.Time.TimestampFrequency / _ranked,
            Notes = [.. split.Warnings, .. EvaluationNotes.Sampled(users.Lists, options.Seed), .. EvaluationNotes.Reranked(options.Rerank), .. EvaluationNotes.Of(split, users, _emptyUnknown, _unpredicted), .. EvaluationNotes.Undefined(metrics, scores, WhyUndefined)],
        };
    }

    void Work(PackedItems? items, List<TestUser> users, Measurement measurement)
    {
        var ranker = _ranks ? new BlockRanker(model, items) : null;
        while (true)
        {
            var first = (Interlocked.Increment(ref _nextBlock) - 1) * (long)options.BlockSize;
            if (first >= users.Count) return;
            var last = (int)Math.Min(users.Count, first + options.BlockSize);
            foreach (var block in Enumerable.Range((int)first, last - (int)first).Where(u => users[u].Relevant.Length > 0).Chunk(BlockRanker.Size))
                Rank(ranker!, users, block, measurement);
            for (var u = (int)first; u < last; u++)
                if (users[u].Rated.Length > 0) Predict(users[u], u, measurement);
            context.Report("measuring", Interlocked.Add(ref _done, last - (int)first), users.Count);
        }
    }

    // A list in a new order has no ties: only the order is measured.
    int[]? Reordered(Query query, ReadOnlySpan<int> ranked, ReadOnlySpan<float> scores)
    {
        if (_reordering is null) return null;
        var list = _reordering.Order(query, ranked, scores, _depth);
        for (var i = 0; i < list.Length; i++) list[i] = ranked[list[i]];
        return list;
    }

    void Rank(BlockRanker ranker, List<TestUser> users, int[] block, Measurement measurement)
    {
        var (start, measuring) = (context.Time.GetTimestamp(), 0L);
        var queries = Array.ConvertAll(block, u => users[u].Query);
        if (options.Candidates is null && options.AlsoSeen is not null)
            for (var q = 0; q < block.Length; q++) RankWithout(users[block[q]].AlsoSeen, q);
        else if (options.Candidates is null) ranker.Rank(queries, _candidates, options.Seen ?? model.DefaultSeen, null, Take);
        else ranker.RankAmong(queries, Array.ConvertAll(block, u => users[u].Pool!), _candidates, Take);
        Interlocked.Add(ref _rankingTicks, context.Time.GetTimestamp() - start - measuring);
        Interlocked.Add(ref _ranked, block.Length);

        void RankWithout(HashSet<int>? seen, int q) => ranker.Rank([queries[q]], _candidates, options.Seen ?? model.DefaultSeen, seen is null ? null : i => !seen.Contains(i), (_, ranked, scores) => Take(q, ranked, scores));

        void Take(int u, ReadOnlySpan<int> ranked, ReadOnlySpan<float> scores)
        {
            var now = context.Time.GetTimestamp();
            Measure(users[block[u]], block[u], ranked, scores, measurement);
            measuring += context.Time.GetTimestamp() - now;
        }
    }

    void Measure(TestUser user, int u, ReadOnlySpan<int> ranked, ReadOnlySpan<float> scores, Measurement measurement)
    {
        if (ranked.Length == 0)
        {
            Interlocked.Increment(ref _emptyLists);
            if (!user.Known) Interlocked.Increment(ref _emptyUnknown);
        }
        var reordered = Reordered(user.Query, ranked, scores);
        measurement.AddList(u, new RankedUser
        {
            Ranked = reordered ?? ranked,
            Scores = reordered is null ? scores : [],
            Relevant = user.Relevant,
            Grades = user.Grades,
            NotRelevant = user.NotRelevant,
            History = model.Catalog.HistoryOf(user.Query).Items,
            Candidates = user.Candidates,
            Facts = _facts,
        });
    }

    void Predict(TestUser user, int u, Measurement measurement)
    {
        var predicted = new float[user.Rated.Length];
        model.Score(user.Query, user.Rated, predicted);
        for (var i = 0; i < predicted.Length; i++)
        {
            if (float.IsNaN(predicted[i])) Interlocked.Increment(ref _unpredicted);
            else measurement.AddPrediction(u, predicted[i], user.Ratings[i]);
        }
    }

    string? WhyUndefined(IMetric metric) => metric switch
    {
        IRatingMetric when !model.Trainer.PredictsRatings => $"{model.NameOf()} does not predict ratings",
        IRatingMetric when !split.Test.HasRatings => "the test data has no ratings",
        IRatingMetric => "no held-out rating got a prediction",
        Revenue when _facts.Prices.IsEmpty => "the training data has no prices",
        _ => EvaluationNotes.WhyWithout(metric, _facts),
    };

    static float[] PricesFor(Catalog catalog, Dataset training)
    {
        var prices = ItemFacts.LatestPrices(training);
        if (prices.Length == 0) return [];
        return Array.ConvertAll(training.Items.MapFrom(catalog.Items), i => i < 0 ? float.NaN : prices[i]);
    }
}

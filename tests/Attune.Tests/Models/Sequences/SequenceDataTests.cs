using System.Diagnostics;

namespace Attune.Tests;

/// <summary>The models of sequences on real sessions and shopping histories: the bands that docs/models.md quotes.</summary>
public sealed class SequenceDataTests(ITestOutputHelper output)
{
    [Fact, Trait("data", "diginetica-periods")]
    public void Fit_DigineticaSessions_LastItemOfLastPeriodsIsFound()
    {
        var split = Diginetica();
        var (markov, knn, popularity) = (RecallAt20(new Markov(), split), RecallAt20(new SessionKnn(), split), RecallAt20(new Popularity(), split));
        foreach (var p in new[] { 0, 1.0 }) RecallAt20(new SessionKnn { LengthPenalty = p }, split);
        RecallAt20(new Markov { Decay = 0.7 }, split);
        Assert.True(popularity < markov && markov < knn);
    }

    [Fact, Trait("data", "amazon-yelp-lastfm-s3rec")]
    public void Fit_BeautyHistories_LastItemIsFound()
    {
        using var zip = TestData.Zip("amazon-yelp-lastfm-s3rec");
        var data = new DatasetBuilder { Name = "beauty" }.AddRange(TestData.Rows(zip, "amazon-yelp-lastfm-s3rec/Beauty.txt", ' ').SelectMany(r => r.Skip(1).Select(i => new Interaction(r[0], i)))).Build();
        var split = Split.LeaveLast(data);
        var (markov, knn, popularity) = (RecallAt20(new Markov(), split, Seen.Exclude), RecallAt20(new SessionKnn(), split, Seen.Exclude), RecallAt20(new Popularity(), split, Seen.Exclude));
        foreach (var p in new[] { 0, 1.0 }) RecallAt20(new SessionKnn { LengthPenalty = p }, split, Seen.Exclude);
        RecallAt20(new Markov { Decay = 0.7 }, split, Seen.Exclude);
        Assert.True(popularity < markov && markov < knn);
    }

    // Sessions of the last of seventeen periods are new to training: their last item is held out, the items before it are their history.
    static Split Diginetica()
    {
        using var zip = TestData.Zip("diginetica-periods");
        var events = Enumerable.Range(0, 17).SelectMany(p => TestData.Rows(zip, $"yoochoose-diginetica-ader/DIGINETICA/period_{p}.txt", ' ')
            .Select(r => new Interaction(r[0], r[1]) { Time = DateTimeOffset.UnixEpoch.AddDays(7 * p) }));
        var data = new DatasetBuilder { Name = "diginetica" }.AddRange(events).Build();
        var last = DateTimeOffset.UnixEpoch.AddDays(7 * 16);
        var known = data.Where(e => data.Events.TimeOf(e) < last);
        var fresh = data.Where(e => data.Events.TimeOf(e) == last);
        var parts = Split.LeaveLast(fresh);
        return Split.Files(known, parts.Test, parts.Train);
    }

    double RecallAt20(ITrainer trainer, Split split, Seen seen = Seen.Include)
    {
        var clock = Stopwatch.StartNew();
        var model = trainer.Fit(split.Train);
        var fitted = clock.Elapsed.TotalSeconds;
        var scores = Evaluation.Of(model, split, [Recall.At(20), Mrr.At(20), Ndcg.At(10)], new EvaluationOptions { Seen = seen, BootstrapSamples = 0, KnownUsersOnly = true }, null);
        output.WriteLine($"{Options.ToJson(trainer)} {trainer.GetType().Name}: {string.Join(", ", scores.Metrics.Select(m => $"{m.Metric} {m.Value:0.0000}"))}, fit {fitted:0.0} s, {scores.MillisecondsPerUser:0.000} ms per user, {scores.Users} users");
        return scores["recall@20"].Value;
    }
}

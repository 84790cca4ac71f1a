using Attune.Numerics;

namespace Attune.Tests;

public sealed class SessionKnnTests : RecommenderContract
{
    protected override ITrainer Trainer => new SessionKnn { Window = 100 };

    protected override (double Low, double High) Band => (1, 1);

    static float[] All(IRecommender model, Query query)
    {
        var scores = new float[model.Catalog.Items.Count];
        model.Score(query, model.Catalog.AllItems, scores);
        return scores;
    }

    // Sessions of random items, a few of them twice, each at a time of its own.
    static string[][] Sessions(int seed)
    {
        var random = ((Seed)seed).Stream();
        var sessions = new string[40][];
        for (var s = 0; s < sessions.Length; s++)
        {
            sessions[s] = new string[1 + random.NextInt(7)];
            for (var i = 0; i < sessions[s].Length; i++) sessions[s][i] = $"{random.NextInt(15)}";
        }
        return sessions;
    }

    static Dataset Build(string[][] sessions) => new DatasetBuilder { Name = "sessions" }.AddRange(
        from s in Enumerable.Range(0, sessions.Length)
        from i in Enumerable.Range(0, sessions[s].Length)
        select new Interaction($"{s}", sessions[s][i]) { Time = DateTimeOffset.UnixEpoch.AddHours(s * 7919 % 101).AddMinutes(i) }).Build();

    // The formula of the header, word for word; session s is as old as its time says.
    static Dictionary<string, double> Expected(SessionKnn options, string[][] sessions, string[] history)
    {
        var read = history.Reverse().Distinct().Take(options.Window).ToArray();
        double WeightOf(string item) => (read.Length - Array.IndexOf(read, item)) / (double)read.Length;
        var sampled = Enumerable.Range(0, sessions.Length).Where(s => sessions[s].Intersect(read).Any()).OrderByDescending(s => s * 7919 % 101).Take(options.Sample);
        var near = sampled.Select((s, age) => (Items: sessions[s].Distinct().ToArray(), Age: age))
            .Select(s => (s.Items, s.Age, Similarity: s.Items.Intersect(read).Sum(WeightOf) / Math.Pow(s.Items.Length, options.LengthPenalty)))
            .OrderByDescending(s => Math.Round(s.Similarity, 6)).ThenBy(s => s.Age).Take(options.Neighbors);
        var scores = new Dictionary<string, double>();
        foreach (var (items, _, similarity) in near)
            foreach (var item in items) scores[item] = scores.GetValueOrDefault(item) + similarity * items.Intersect(read).Max(WeightOf);
        return scores;
    }

    [Theory]
    [InlineData(100, 1000, 20, 0.5, "3 5 3 1")]
    [InlineData(5, 1000, 20, 0, "3 5 3 1 14")]
    [InlineData(5, 8, 2, 1, "7 0 9")]
    [InlineData(1, 1, 1, 0.5, "4")]
    public void Score_RandomSessions_EqualsTheFormulaByBruteForce(int neighbors, int sample, int window, double penalty, string history)
    {
        var options = new SessionKnn { Neighbors = neighbors, Sample = sample, Window = window, LengthPenalty = penalty };
        for (var seed = 0; seed < 10; seed++)
        {
            var model = options.Fit(Build(Sessions(seed)));
            var scores = All(model, new Query { History = [.. history.Split(' ').Select(model.Catalog.Items.IndexOf)] });
            var expected = Expected(options, Sessions(seed), history.Split(' '));
            for (var i = 0; i < scores.Length; i++) Assert.Equal(expected.GetValueOrDefault(model.Catalog.Items[i]), scores[i], 1e-5);
        }
    }

    [Fact]
    public void Score_KnownUser_ReadsTheStoredOrder()
    {
        var model = Trainer.Fit(Build(Sessions(1)));
        for (var u = 0; u < 40; u++)
            Assert.Equal(All(model, new Query { History = [.. Sessions(1)[int.Parse(model.Catalog.Users[u])].Select(model.Catalog.Items.IndexOf)] }), All(model, Query.For(u)));
        Assert.NotEqual(All(model, Query.From(0, 1)), All(model, Query.From(1, 0)));
    }

    [Fact]
    public void Score_KnownUser_AllocatesNothing()
    {
        var model = Trainer.Fit(Build(Sessions(1)));
        var (query, scores) = (Query.For(3), new float[model.Catalog.Items.Count]);
        for (var warm = 0; warm < 3; warm++) model.Score(query, model.Catalog.AllItems, scores);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var again = 0; again < 100; again++) model.Score(query, model.Catalog.AllItems, scores);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Score_WithoutAHistory_CannotSay() => Assert.All(All(Trainer.Fit(Build(Sessions(1))), new Query()), s => Assert.True(float.IsNaN(s)));
}

using Attune.Numerics;

namespace Attune.Studies;

/// <summary>Measures of lists beside hand calculations.</summary>
static class ListMeasures
{
    internal static double OfTheProfile()
    {
        var data = TinyAudience.Of(TinyAudience.Groups);
        var table = new AudienceTable(data.Train.Users.Count);
        for (var u = 0; u < data.Train.Users.Count; u++) AudienceLists.Measure(table, data, u, data.Histories[u]);
        return new[] { AudienceMeasure.Lift(10), AudienceMeasure.Miscalibration(10) }.Max(m => table[m].Max(Math.Abs));
    }

    // Ratios of single users, averaged; every popularity counted anew from the training events.
    internal static double ByHand()
    {
        var data = TinyAudience.Of(TinyAudience.Groups);
        var counts = Enumerable.Range(0, data.Train.Items.Count).Select(i => (double)Enumerable.Range(0, data.Train.Users.Count).Count(u => data.Train.Sequence(u).Contains(i))).ToArray();
        int[] list = [.. Enumerable.Range(0, 10)], users = [.. data.Groups.In(0).Take(3)];
        var table = new AudienceTable(data.Train.Users.Count);
        foreach (var u in users) AudienceLists.Measure(table, data, u, list);
        var listed = list.Average(i => counts[i]);
        var expected = users.Average(u => data.Train.Sequence(u).ToArray().Distinct().Average(i => counts[i]) is var had ? (listed - had) / had : 0);
        return Math.Abs(CellDetail.Of("child", "lift", users.Select(u => table[AudienceMeasure.Lift(10)][u])).Mean - expected);
    }

    internal static double Accuracy()
    {
        var data = TinyAudience.Of(TinyAudience.Groups);
        var user = Enumerable.Range(0, data.Train.Users.Count).First(u => data.Relevant[u].Count(i => i < data.Train.Items.Count) >= 3);
        int[] held = [.. data.Relevant[user].Where(i => i < data.Train.Items.Count).Take(2)], others = [.. Enumerable.Range(0, data.Train.Items.Count).Where(i => !data.Relevant[user].Contains(i)).Take(8)];
        // Hits at places 2 and 5 of ten.
        int[] list = [others[0], held[0], others[1], others[2], held[1], .. others[3..8]];
        var table = new AudienceTable(data.Train.Users.Count);
        AudienceLists.Measure(table, data, user, list);
        var (n, sum) = (data.Relevant[user].Count, 1.0 / 2 + 2.0 / 5);
        var ideal = Enumerable.Range(1, Math.Min(10, n)).Sum(r => 1 / Math.Log2(r + 1));
        return new[]
        {
            table[AudienceMeasure.Ndcg(10)][user] - (1 / Math.Log2(3) + 1 / Math.Log2(6)) / ideal, table[AudienceMeasure.Mrr(10)][user] - 0.5, table[AudienceMeasure.Map(10)][user] - sum / n, table[AudienceMeasure.MapOfListed(10)][user] - sum / 2,
        }.Max(Math.Abs);
    }

    internal static double AgainstEvaluation()
    {
        var data = TinyAudience.Of(TinyAudience.Groups);
        var model = new Popularity().Fit(data.Train);
        var ours = AudienceLists.Of(model, data, null, FitContext.Default)[AudienceMeasure.Ndcg(10)].Where(v => !double.IsNaN(v)).Average();
        return Math.Abs(ours - Evaluation.Of(model, data.Split, [Ndcg.At(10)], new EvaluationOptions { BootstrapSamples = 0 }, null).Metrics[0].Value);
    }

    internal static double NotMatched()
    {
        var data = TinyAudience.Of(TinyAudience.Groups);
        int[] left = [.. data.Groups.In(0)], right = [.. data.Groups.In(1)];
        int Size(int u) => data.Histories[u].Length;
        var pairs = MatchedUsers.Of(left, right, Size, (Seed)3);
        double twice = 2 * pairs.Count - pairs.Select(p => p.Left).Distinct().Count() - pairs.Select(p => p.Right).Distinct().Count();
        var random = left.Zip(right, (a, b) => Math.Abs(Size(a) - Size(b))).Average();
        return twice + (pairs.Count == Math.Min(left.Length, right.Length) ? 0 : 1) + (pairs.Average(p => Math.Abs(Size(p.Left) - Size(p.Right))) < random ? 0 : 1);
    }
}

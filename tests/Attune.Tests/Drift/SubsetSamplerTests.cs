using Attune.Numerics;

namespace Attune.Tests;

public sealed class SubsetSamplerTests
{
    public static TheoryData<string> Forms => [.. SubsetSampler.Forms.Split(", "), "craig:50", "diverse:0.3", "top-bottom:0.7", "weighted:0.1", "diverse:0.2:mean"];

    [Theory, MemberData(nameof(Forms))]
    public void Parse_NameRoundTrips(string form) => Assert.Equal(SubsetSampler.Parse(form), SubsetSampler.Parse(SubsetSampler.Parse(form).Name));

    [Theory, InlineData("tops"), InlineData("top:3"), InlineData("diverse:0"), InlineData("diverse:2:mean"), InlineData("diverse:0.1:sum"), InlineData("craig:1.5"), InlineData("weighted:x"), InlineData("")]
    public void Parse_BadText_ListsTheForms(string text) => Assert.Contains(SubsetSampler.Forms, Assert.Throws<ArgumentException>(() => SubsetSampler.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_Misspelt_GivesAHint() => Assert.Contains("herding", Assert.Throws<ArgumentException>(() => SubsetSampler.Parse("hearding")).Message.Split("Ways are")[0], StringComparison.Ordinal);

    [Theory, MemberData(nameof(Forms))]
    public void Select_GivesAsManyAsAsked_EachOnce(string form)
    {
        var (of, all) = World(300, 8);
        using var by = of;
        foreach (var count in new[] { 1, 60, 300 })
        {
            var chosen = SubsetSampler.Parse(form).Select(new SubsetTask { Candidates = all, Count = count, Representation = by });
            Assert.Equal(count, chosen.Length);
            Assert.Distinct(chosen);
            Assert.All(chosen, c => Assert.InRange(c, 0, 299));
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void Select_WithoutARepresentation_IsRefusedWhereItIsNeeded(string form)
    {
        var (sampler, task) = (SubsetSampler.Parse(form), new SubsetTask { Candidates = DrawnChunks.Chunks(10), Count = 2 });
        if (sampler.NeedsRepresentation) Assert.Contains("no representation", Assert.Throws<ArgumentException>(() => sampler.Select(task)).Message, StringComparison.Ordinal);
        else Assert.Equal(2, sampler.Select(task).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => sampler.Select(task with { Count = 11 }));
    }

    [Fact]
    public void Ends_AreTheSortedScores()
    {
        var (of, all) = World(100, 6);
        using var by = of;
        var scores = by.Scores.ToArray();
        int[] sorted = [.. Enumerable.Range(0, 100).OrderByDescending(i => scores[i])];
        int[] Of(string form, int count) => SubsetSampler.Parse(form).Select(new SubsetTask { Candidates = all, Count = count, Representation = by });
        Assert.Equal(sorted[..20], Of("top", 20));
        Assert.Equal(sorted.Reverse().Take(20), Of("bottom", 20));
        Assert.Equal([.. sorted[..14], .. sorted.Reverse().Take(6)], Of("top-bottom:0.7", 20));
        Assert.Equal(100, Of("top-bottom", 100).Distinct().Count());
    }

    [Fact]
    public void EqualScores_TakeTheLowerNumber_AndAreDrawnEvenly()
    {
        var (of, all) = TableChunks.Split([.. Enumerable.Repeat(1f, 2 * 21)], 2, 20);
        using var by = of;
        Assert.Equal([0, 1, 2, 3], SubsetSampler.Parse("top").Select(new SubsetTask { Candidates = all, Count = 4, Representation = by }));
        var counts = new int[20];
        for (var seed = 0; seed < 2000; seed++) counts[SubsetSampler.Parse("weighted").Select(new SubsetTask { Candidates = all, Count = 1, Representation = by, Seed = seed })[0]]++;
        Assert.All(counts, c => Assert.InRange(c, 65, 140));
    }

    [Fact]
    public void Temperature_SmallIsTop_LargeIsRandom()
    {
        var (of, all) = World(400, 6);
        using var by = of;
        double Mean(string form) => SubsetSampler.Parse(form).Select(new SubsetTask { Candidates = all, Count = 40, Representation = by }).Average(c => by.Scores[c]);
        Assert.Equal(Mean("top"), Mean("weighted:0.001"), 1e-3);
        Assert.InRange(Mean("weighted"), Mean("weighted:100") + 0.05, Mean("top") - 0.01);
    }

    [Fact]
    public void Recent_TakesTheLatest_AndNeedsTimes()
    {
        Assert.Equal([9, 8, 7], SubsetSampler.Parse("recent").Select(new SubsetTask { Candidates = DrawnChunks.Chunks(10), Count = 3 }));
        var timeless = new DatasetBuilder().AddRange([new Interaction("a", "x"), new Interaction("a", "y")]).Build();
        Assert.Contains("no times", Assert.Throws<ArgumentException>(() => SubsetSampler.Parse("recent").Select(new SubsetTask { Candidates = HistoryChunks.Of(timeless, 2), Count = 1 })).Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("length"), InlineData("popularity")]
    public void Strata_KeepTheirShares(string form)
    {
        var builder = new DatasetBuilder();
        for (var u = 0; u < 200; u++)
            for (var e = 0; e < 2 + u % 10; e++) builder.Add(new Interaction($"u{u}", $"i{u % 10 + e * (u % 10)}"));
        var all = HistoryChunks.Of(builder.Build(), 20);
        var chosen = SubsetSampler.Parse(form).Select(new SubsetTask { Candidates = all, Count = 40, Seed = 3 });
        double[] values = form == "length" ? [.. Enumerable.Range(0, all.Count).Select(c => (double)all.Items(c).Length)] : StratifiedSampler.Popularity(all);
        var median = values.Order().ElementAt(100);
        // Both sides of a boundary of strata have their share, but for what is rounded and lies across it.
        Assert.InRange(chosen.Count(c => values[c] < median), values.Count(v => v < median) / 5 - 5, values.Count(v => v < median) / 5 + 5);
        if (form == "length") Assert.All(Enumerable.Range(2, 10), length => Assert.Equal(4, chosen.Count(c => values[c] == length)));
    }

    [Fact]
    public void Norm_TakesTheLongest_AndTokensHaveNone()
    {
        var (of, all) = TableChunks.Split([1, 0, 0, 5, 3, 0, 0, -4, 1, 1], 2, 4);
        using var by = of;
        Assert.Equal([1, 3], SubsetSampler.Parse("norm").Select(new SubsetTask { Candidates = all, Count = 2, Representation = by }));
        using var tokens = Representation.Tokens(all, all);
        foreach (var form in new[] { "norm", "grad-match" })
            Assert.Contains("vectors", Assert.Throws<ArgumentException>(() => SubsetSampler.Parse(form).Select(new SubsetTask { Candidates = all, Count = 2, Representation = tokens })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GradMatch_AgainstScipy()
    {
        var golden = TestData.Golden("drift.json").GetProperty("pursuit");
        float[] Numbers(string name) => [.. golden.GetProperty(name).EnumerateArray().Select(v => v.GetSingle())];
        var (of, all) = TableChunks.Split([.. Numbers("atoms"), .. Numbers("reference")], golden.GetProperty("dimension").GetInt32(), 25);
        using var by = of;
        var notes = new List<string>();
        var (chosen, weights) = new GradMatchSampler(golden.GetProperty("lambda").GetDouble()).SelectWeighted(new SubsetTask { Candidates = all, Count = 8, Representation = by, Note = notes.Add });
        int[] expected = [.. golden.GetProperty("chosen").EnumerateArray().Select(v => v.GetInt32())];
        Assert.Equal(expected, chosen[..expected.Length]);
        Assert.Equal(golden.GetProperty("weights").EnumerateArray().Select(v => v.GetDouble()), weights, (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(8, chosen.Length);
        Assert.Equal(expected.Length < 8, notes.Count == 1);
    }

    // One candidate is the reference itself; all others point away from it, so nothing else can come closer.
    [Fact]
    public void GradMatch_WithNothingMoreToGain_FillsUpByScore_AndSaysSo()
    {
        var (of, all) = TableChunks.Split([-1, -1, 1, 0, -1, 0, -1, -0.1f, 1, 0], 2, 4);
        using var by = of;
        var notes = new List<string>();
        Assert.Equal([1, 0, 3], SubsetSampler.Parse("grad-match").Select(new SubsetTask { Candidates = all, Count = 3, Representation = by, Note = notes.Add }));
        Assert.Contains("after 1 of 3", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Craig_BeyondItsLimit_IsNearTheExactOne_AndSaysSo()
    {
        var (of, all) = World(400, 8);
        using var by = of;
        var notes = new List<string>();
        var task = new SubsetTask { Candidates = all, Count = 40, Representation = by, Note = notes.Add };
        double Value(int[] chosen) => Enumerable.Range(0, 400).Sum(i => chosen.Max(c => 1 + by.Similarity(i, c)));
        var exact = Value(SubsetSampler.Parse("craig").Select(task));
        Assert.Empty(notes);
        var sampled = Value(SubsetSampler.Parse("craig:100").Select(task));
        Assert.InRange(sampled, 0.97 * exact, exact + 1e-3);
        Assert.Contains("400 candidates are more than 100", Assert.Single(notes), StringComparison.Ordinal);
        // Nearer to the exact choice than to one at random.
        Assert.True(exact - sampled < sampled - Value(SubsetSampler.Parse("random").Select(task)));
    }

    [Fact]
    public void Clusters_HaveTheirShares()
    {
        var all = DrawnChunks.Chunks(2000);
        using var by = Representation.Dense(new DrawnChunks(16, groups: 4), all, all.Take([.. Enumerable.Range(0, 50)]));
        var clusters = KMeans.Assign(by.Rows(FitContext.Default), 4, 5, FitContext.Default);
        var chosen = new ClusterSampler(1).Select(new SubsetTask { Candidates = all, Count = 400, Representation = by });
        Assert.Equal(32, ClusterSampler.Clusters(2000));
        Assert.Equal(256, ClusterSampler.Clusters(1_000_000));
        // Chosen with 32 clusters, seen by the 4 groups that were planted: nearly even, though one is like the reference by accident.
        for (var g = 0; g < 4; g++) Assert.InRange(chosen.Count(c => c % 4 == g), 60, 140);
        Assert.InRange(clusters.Distinct().Count(), 2, 4);
    }

    [Fact]
    public void Quotas_AddUp_AndNeverPassASize()
    {
        Assert.Equal([2, 1, 1], Draws.Quotas([5, 3, 2], 4));
        Assert.Equal([5, 3, 2], Draws.Quotas([5, 3, 2], 10));
        Assert.Equal([0, 0, 1], Draws.Quotas([0, 1, 9], 1));
        for (var whole = 1; whole <= 60; whole++)
        {
            int[] sizes = [7, 0, 1, 22, 30];
            var quotas = Draws.Quotas(sizes, whole);
            Assert.Equal(whole, quotas.Sum());
            Assert.All(quotas.Zip(sizes), p => Assert.InRange(p.First, 0, p.Second));
        }
    }

    [Fact]
    public void Largest_IsTheSortedHead()
    {
        var stream = ((Seed)1).Stream();
        double[] keys = [.. Enumerable.Range(0, 500).Select(_ => (double)stream.NextInt(60))];
        bool[] taken = [.. keys.Select(k => k == 59)];
        Assert.Equal(Enumerable.Range(0, 500).OrderByDescending(i => keys[i]).ThenBy(i => i).Take(70), Draws.Largest(keys, 70));
        Assert.Equal(Enumerable.Range(0, 500).Where(i => !taken[i]).OrderByDescending(i => keys[i]).ThenBy(i => i).Take(70), Draws.Largest(keys, 70, taken));
    }

    static (Representation Of, HistoryChunks Candidates) World(int candidates, int dimension)
    {
        var all = DrawnChunks.Chunks(candidates + 100);
        var own = all.Take([.. Enumerable.Range(0, candidates)]);
        return (Representation.Dense(new DrawnChunks(dimension, groups: 5), own, all.Take([.. Enumerable.Range(candidates, 100).Where(c => c % 5 < 2)])), own);
    }
}

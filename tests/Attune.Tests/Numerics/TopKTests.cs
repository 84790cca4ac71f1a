using Attune.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Tests;

[Trait("lane", "vector")]
public sealed class TopKTests
{
    static readonly Gen<float> Score = Gen.Elements(0f, -0f, 1f, 2f, 2f, 3.5f, -1f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, float.MaxValue);

    [Fact]
    public void Select_AnyScores_IsTheSortedPrefix() => Prop.ForAll(
        Arb.From(from scores in Score.ArrayOf() from shuffle in Gen.Choose(0, 999) from n in Gen.Choose(0, 40) select (scores, shuffle, n)), world =>
        {
            var (scores, shuffle, n) = world;
            var indices = Enumerable.Range(0, scores.Length).Select(i => (i * 7919 + shuffle) % 100003).ToArray();
            var best = new int[n];
            var count = TopK.Select(scores, indices, best);
            var expected = Enumerable.Range(0, scores.Length).Where(i => !float.IsNaN(scores[i]))
                .OrderByDescending(i => scores[i] == 0 ? 0f : scores[i]).ThenBy(i => indices[i]).Take(n);
            Assert.Equal(expected, best[..count]);
        }).Holds();

    [Fact]
    public void Select_ManyScoresInBlocks_AgreesWithOneSelectionOfAll()
    {
        var stream = new Seed(7).Stream();
        var scores = Enumerable.Range(0, 5000).Select(_ => MathF.Round((float)stream.NextDouble() * 50)).ToArray();
        var all = Enumerable.Range(0, scores.Length).ToArray();
        var whole = new int[300];
        TopK.Select(scores, all, whole);
        var merged = new List<int>();
        foreach (var block in all.Chunk(777))
        {
            var part = new int[300];
            var found = TopK.Select(Array.ConvertAll(block, i => scores[i]), block, part);
            merged.AddRange(part[..found].Select(p => block[p]));
        }
        var last = new int[300];
        TopK.Select(merged.Select(i => scores[i]).ToArray(), merged.ToArray(), last);
        Assert.Equal(whole, last.Select(p => merged[p]));
    }
}

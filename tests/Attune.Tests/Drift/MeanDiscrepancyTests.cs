using System.Text.Json;
using Attune.Numerics;

namespace Attune.Tests;

public sealed class MeanDiscrepancyTests
{
    static readonly JsonElement s_golden = TestData.Golden("drift.json");

    [Fact]
    public void Cosine_AgainstScipy() => Agree("cosine", new MeanDiscrepancy().Of(Numbers("p"), Numbers("q"), 4), 1e-6);

    // Our median is of a sample of pairs, so the golden values are those of a fixed width: the kernel is checked by scaling the vectors to it.
    [Fact]
    public void Rbf_AgainstScipy()
    {
        var found = new MeanDiscrepancy { Kernel = DiscrepancyKernel.Rbf, Permutations = 0 }.Of(Numbers("p"), Numbers("q"), 4);
        Assert.InRange(found.Bandwidth, 0.85 * s_golden.GetProperty("median").GetDouble(), 1.15 * s_golden.GetProperty("median").GetDouble());
        var pooled = Numbers("p").Concat(Numbers("q")).Chunk(4).ToArray();
        double Kernel(int i, int j) => Math.Exp(-pooled[i].Zip(pooled[j], (a, b) => (double)(a - b) * (a - b)).Sum() / (2 * found.Bandwidth * found.Bandwidth));
        double Mean(int fromA, int toA, int fromB, int toB) => Enumerable.Range(fromA, toA - fromA).Average(i => Enumerable.Range(fromB, toB - fromB).Average(j => Kernel(i, j)));
        Assert.Equal(Mean(0, 7, 0, 7) + Mean(7, 16, 7, 16) - 2 * Mean(0, 7, 7, 16), found.Biased, 1e-5);
        var sigma = s_golden.GetProperty("sigma").GetDouble();
        double Fixed(int i, int j) => Math.Pow(Kernel(i, j), found.Bandwidth * found.Bandwidth / (sigma * sigma));
        var unbiased = Pairs(0, 7, Fixed) + Pairs(7, 16, Fixed) - 2 * Enumerable.Range(0, 7).Average(i => Enumerable.Range(7, 9).Average(j => Fixed(i, j)));
        Assert.Equal(s_golden.GetProperty("rbf")[1].GetDouble(), unbiased, 1e-5);
        Assert.Equal(Pairs(0, 7, Kernel) + Pairs(7, 16, Kernel) - 2 * Mean(0, 7, 7, 16), found.Unbiased, 1e-5);
    }

    [Theory, InlineData(DiscrepancyKernel.Cosine), InlineData(DiscrepancyKernel.Rbf)]
    public void AChange_IsFound_AndSoIsNone(DiscrepancyKernel kernel)
    {
        var test = new MeanDiscrepancy { Kernel = kernel };
        var changed = test.Of(Drawn(150, 1, 0), Drawn(170, 2, 0.7), 5);
        Assert.Equal(1.0 / 1001, changed.P, 1e-12);
        Assert.True(changed.Unbiased > 0 && changed.Biased > changed.Unbiased);
        Assert.InRange(test.Of(Drawn(150, 3, 0), Drawn(170, 4, 0), 5).P, 0.05, 1);
        Assert.Equal(1, test.Of(Drawn(20, 5, 0), Drawn(20, 5, 0), 5).P, 0.2);
    }

    // The cosine sees means of directions alone.
    [Fact]
    public void ASpreadAlone_IsSeenByRbf()
    {
        float[] wide = [.. Drawn(200, 6, 0).Select(v => 3 * v)];
        Assert.True(new MeanDiscrepancy { Kernel = DiscrepancyKernel.Rbf }.Of(Drawn(200, 7, 0), wide, 5).P < 0.01);
        Assert.True(new MeanDiscrepancy().Of(Drawn(200, 7, 0), wide, 5).P > 0.05);
    }

    [Theory, InlineData(DiscrepancyKernel.Cosine), InlineData(DiscrepancyKernel.Rbf)]
    public void Threads_ChangeNothing(DiscrepancyKernel kernel)
    {
        var test = new MeanDiscrepancy { Kernel = kernel, Permutations = 300 };
        Assert.Equal(test.Of(Drawn(60, 1, 0), Drawn(50, 2, 0.2), 5, new FitContext { Threads = 1 }), test.Of(Drawn(60, 1, 0), Drawn(50, 2, 0.2), 5, new FitContext { Threads = 2 }));
    }

    [Fact]
    public void TooFewOrBrokenVectors_AreRefused()
    {
        Assert.Contains("two or more", Assert.Throws<ArgumentException>(() => new MeanDiscrepancy().Of([1, 2], [1, 2, 3, 4], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("whole vectors", Assert.Throws<ArgumentException>(() => new MeanDiscrepancy().Of([1, 2, 3], [1, 2, 3, 4], 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stability_AgainstNumpy()
    {
        var golden = s_golden.GetProperty("stability");
        long[] Counts(string name) => [.. golden.GetProperty(name).EnumerateArray().Select(v => v.GetInt64())];
        Assert.Equal(golden.GetProperty("psi").GetDouble(), PopulationStability.Of(Counts("before"), Counts("after")), 1e-12);
        Assert.Equal(0, PopulationStability.Of([3, 4], [30, 40]), 0.02);
        Assert.Throws<ArgumentException>(() => PopulationStability.Of([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => PopulationStability.Of([-1], [1]));
    }

    [Fact]
    public void StabilityOfItems_SeesNewItemsAndOtherGroups_NotNoiseWithin()
    {
        int[] before = [.. Enumerable.Range(0, 100).Select(i => i < 80 ? 1000 / (i + 1) : 0)];
        Assert.Equal(0, PopulationStability.OfItems(before, before), 1e-9);
        Assert.True(PopulationStability.OfItems(before, [.. before.Select((c, i) => i < 80 ? c : 60)]) > 0.25);
        Assert.True(PopulationStability.OfItems(before, [.. before.Select((c, i) => i < 80 ? before[79 - i] : 0)]) > 0.25);
    }

    static double Pairs(int from, int to, Func<int, int, double> kernel) => Enumerable.Range(from, to - from).SelectMany(i => Enumerable.Range(from, to - from).Where(j => j != i).Select(j => kernel(i, j))).Average();

    static void Agree(string kernel, Discrepancy found, double within)
    {
        Assert.Equal(s_golden.GetProperty(kernel)[0].GetDouble(), found.Biased, within);
        Assert.Equal(s_golden.GetProperty(kernel)[1].GetDouble(), found.Unbiased, within);
    }

    static float[] Numbers(string name) => [.. s_golden.GetProperty(name).EnumerateArray().Select(v => v.GetSingle())];

    static float[] Drawn(int count, int seed, double shift)
    {
        var stream = ((Seed)seed).Stream();
        return [.. Enumerable.Range(0, 5 * count).Select(_ => (float)(shift + stream.NextGaussian()))];
    }
}

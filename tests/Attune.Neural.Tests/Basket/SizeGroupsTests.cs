using Attune.Numerics;

namespace Attune.Neural.Tests;

public sealed class SizeGroupsTests
{
    [Theory]
    [InlineData(0.25)]
    [InlineData(0.5)]
    public void Of_DrawnSizes_EachOnceWithLittlePadding(double slack)
    {
        var stream = ((Seed)7).Stream();
        int[] sizes = [.. Enumerable.Range(0, 400).Select(_ => (int)Math.Exp(stream.NextDouble() * 8) - 1)];
        int[][] groups = [.. SizeGroups.Of(sizes, slack)];
        Assert.Equal(Enumerable.Range(0, sizes.Length), groups.SelectMany(g => g).Order());
        Assert.Equal(sizes.Order(), groups.SelectMany(g => g).Select(p => sizes[p]));
        Assert.All(groups, g => Assert.True(sizes[g[^1]] <= Math.Max(sizes[g[0]] + 3, sizes[g[0]] * (1 + slack)) && (g.Length == 1 || g.Length * sizes[g[^1]] <= 2048)));
        // No group could have taken the next set in.
        Assert.All(groups.Zip(groups.Skip(1)), p => Assert.True(sizes[p.Second[0]] > Math.Max(sizes[p.First[0]] + 3, sizes[p.First[0]] * (1 + slack)) || (p.First.Length + 1) * sizes[p.Second[0]] > 2048));
    }

    [Fact]
    public void Of_EqualSizes_KeepTheirOrder() => Assert.Equal([[1, 2, 4], [0, 3]], SizeGroups.Of([9, 2, 2, 9, 2], 0.25));

    [Fact]
    public void Of_Nothing_IsNothing() => Assert.Empty(SizeGroups.Of([], 0.5));
}

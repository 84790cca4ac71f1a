using Attune.Numerics;

namespace Attune.Tests;

public sealed class KMeansTests
{
    [Fact]
    public void FarGroups_AreFound()
    {
        var (rows, _) = Store(groups: 6, noise: 0.05f, count: 3000);
        using var store = rows;
        var found = KMeans.Assign(store, 6, 1, FitContext.Default);
        var pairs = Enumerable.Range(0, 3000).Select(i => (Group: i % 6, Cluster: found[i])).Distinct().Count();
        Assert.Equal(6, pairs);
    }

    [Fact]
    public void Everyone_IsWithItsNearestCentre_AndTheSumIsNearPlainLloyds()
    {
        var (rows, values) = Store(groups: 9, noise: 0.6f, count: 700);
        using var store = rows;
        var found = KMeans.Assign(store, 12, 4, FitContext.Default);
        // Plain Lloyd from what was found comes no further than a hundredth.
        var ours = Spread(values, found);
        var plain = found;
        for (var round = 0; round < 50; round++) plain = Nearest(values, Means(values, plain, 12));
        Assert.InRange(ours, Spread(values, plain) - 1e-6, 1.01 * Spread(values, plain));
    }

    [Fact]
    public void MoreClustersThanVectors_AreAsManyAsVectors()
    {
        using var store = new RowStore(3, 2, 1000);
        store.Write(0, [1, 0, 0, 1, 0, 1]);
        var found = KMeans.Assign(store, 10, 1, FitContext.Default);
        Assert.Equal(found[1], found[2]);
        Assert.NotEqual(found[0], found[1]);
    }

    static (RowStore, float[][]) Store(int groups, float noise, int count)
    {
        const int Width = 8;
        var (stream, store) = (((Seed)2).Stream(), new RowStore(count, Width, 1 << 20));
        float[][] centres = [.. Enumerable.Range(0, groups).Select(_ => Enumerable.Range(0, Width).Select(_ => (float)stream.NextGaussian()).ToArray())];
        float[][] values = [.. Enumerable.Range(0, count).Select(i => centres[i % groups].Select(c => c + noise * (float)stream.NextGaussian()).ToArray())];
        for (var b = 0; b < store.Blocks; b++) store.Write(b, values.Skip(b * store.BlockRows).Take(store.RowsOf(b)).SelectMany(v => v).ToArray());
        return (store, values);
    }

    static double[][] Means(float[][] values, int[] cluster, int clusters) => [.. Enumerable.Range(0, clusters).Select(c => Enumerable.Range(0, values[0].Length).Select(d => values.Where((_, i) => cluster[i] == c).Select(v => (double)v[d]).DefaultIfEmpty(1e9).Average()).ToArray())];

    static int[] Nearest(float[][] values, double[][] centres) => [.. values.Select(v => Enumerable.Range(0, centres.Length).MinBy(c => Apart(v, centres[c])))];

    static double Spread(float[][] values, int[] cluster)
    {
        var means = Means(values, cluster, cluster.Max() + 1);
        return values.Select((v, i) => Apart(v, means[cluster[i]])).Sum();
    }

    static double Apart(float[] v, double[] c) => v.Zip(c, (a, b) => (a - b) * (a - b)).Sum();
}

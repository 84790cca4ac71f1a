using Attune.Numerics;

namespace Attune.Neural.Tests;

/// <summary>Spreading over a graph beside dense matrices in double precision, and the loss of light-gcn beside differences.</summary>
public sealed class PreferenceGraphTests
{
    const int Users = 11, Items = 17;

    // One user and one item have nothing.
    static CsrMatrix Preferences()
    {
        var stream = ((Seed)6).Stream();
        var rows = Enumerable.Range(0, Users).Select(u => Enumerable.Range(0, Items).Where(i => u != 3 && i != 5 && stream.NextDouble() < 0.3).ToArray()).ToArray();
        return CsrMatrix.FromRows(Items, [.. rows.Select(r => (r, Array.ConvertAll(r, _ => 1f)))]);
    }

    static PreferenceGraph Graph() => new(Preferences(), Preferences().Transpose());

    static float[] Drawn(int count, int seed)
    {
        var stream = ((Seed)seed).Stream();
        return [.. Enumerable.Range(0, count).Select(_ => (float)stream.NextGaussian())];
    }

    // (1 + Ã + … + Ã^layers) E ⁄ (layers + 1), where every Ã is written out.
    static double[][] Dense(double[][] start, int layers)
    {
        var (p, size) = (Preferences(), Users + Items);
        var a = new double[size, size];
        for (var u = 0; u < Users; u++)
            foreach (var i in p.Row(u)) a[u, Users + i] = a[Users + i, u] = 1;
        double Degree(int n) => Enumerable.Range(0, size).Sum(m => a[n, m]);
        var (layer, sum) = (start, start.Select(r => r.ToArray()).ToArray());
        for (var l = 0; l < layers; l++)
        {
            layer = [.. Enumerable.Range(0, size).Select(n => Enumerable.Range(0, start[0].Length).Select(d => Enumerable.Range(0, size).Where(m => a[n, m] > 0).Sum(m => layer[m][d] / Math.Sqrt(Degree(n) * Degree(m)))).ToArray())];
            for (var n = 0; n < size; n++)
                for (var d = 0; d < sum[n].Length; d++) sum[n][d] += layer[n][d];
        }
        return [.. sum.Select(r => Array.ConvertAll(r, v => v / (layers + 1)))];
    }

    [Theory]
    [InlineData(0, 3, 1)]
    [InlineData(1, 3, 1)]
    [InlineData(3, 64, 3)]
    [InlineData(4, 135, 2)]
    public void Spread_AnyLayersAndWidth_IsTheDensePropagation(int layers, int width, int threads)
    {
        var (users, items) = (Drawn(Users * width, 1), Drawn(Items * width, 2));
        var expected = Dense([.. users.Concat(items).Chunk(width).Select(r => Array.ConvertAll(r, v => (double)v))], layers);
        var (toUsers, toItems) = (new float[users.Length], new float[items.Length]);
        var graph = Graph();
        for (var again = 0; again < 2; again++)
        {
            graph.Spread(users, items, layers, toUsers, toItems, threads);
            var found = toUsers.Concat(toItems).ToArray();
            for (var n = 0; n < found.Length; n++) Assert.Equal(expected[n / width][n % width], found[n], 2e-6);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(200)]
    public void AddRows_AnyWidth_SumsThem(int width)
    {
        var (table, sum) = (Drawn(9 * width, 3), Drawn(width, 4));
        int[] rows = [0, 8, 8, 3];
        double[] expected = [.. Enumerable.Range(0, width).Select(d => sum[d] + rows.Sum(r => (double)table[r * width + d]))];
        PreferenceGraph.AddRows(rows, table, sum);
        for (var d = 0; d < width; d++) Assert.Equal(expected[d], sum[d], 1e-5);
    }

    static PairBatch Batch() => new([0, 1, 1, 7, 10], [2, 0, 16, 9, 4], [1, 3, 5, 5, 16, 2, 0, 0, 8, 6], 0.5, 10);

    [TorchFact]
    public void Loss_InDoublePrecision_MatchesDifferences()
    {
        using var scope = new Scope();
        using var network = new LightGcnNetwork(FiniteDifferences.Init(), Graph(), new LightGcn { Width = 3, Layers = 2, Deviation = 0.6, Regularization = 0.3 });
        FiniteDifferences.Check(network, () => network.Loss(Batch()));
    }

    [TorchTheory]
    [InlineData(1, 5)]
    [InlineData(3, 64)]
    public void Backward_Single_IsTheLossOfOperatorsInDouble(int layers, int width)
    {
        using var scope = new Scope();
        var options = new LightGcn { Width = width, Layers = layers, Deviation = 0.4, Regularization = 0.3 };
        using var exact = new LightGcnNetwork(FiniteDifferences.Init(9), Graph(), options);
        using var network = new LightGcnNetwork(new Init(9), Graph(), options);
        var loss = exact.Backward(Batch()).Item();
        Assert.Equal(loss, network.Backward(Batch()).Item(), 1e-5);
        foreach (var (right, found) in exact.Parameters.Zip(network.Parameters))
        {
            var (e, f) = (right.Value.Gradient.ToArray<double>(), found.Value.Gradient.ToArray<float>());
            Assert.Contains(e, g => g != 0);
            for (var i = 0; i < e.Length; i++) Assert.Equal(e[i], f[i], 1e-6);
        }
    }
}

namespace Attune.Neural.Tests;

/// <summary>Set attention against loops over every pair of members, and what it promises of order and padding.</summary>
public sealed class SetTests
{
    const int Width = 8, Heads = 2;

    static double[] Linear(Dictionary<string, double[]> p, string name, double[] x)
    {
        var (w, b) = (p[$"{name}.weight"], p[$"{name}.bias"]);
        return [.. b.Select((bias, o) => bias + x.Select((v, i) => v * w[o * x.Length + i]).Sum())];
    }

    static double[] Norm(Dictionary<string, double[]> p, string name, double[] x)
    {
        var mean = x.Average();
        var deviation = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)) + 1e-5);
        return [.. x.Select((v, i) => (v - mean) / deviation * p[$"{name}.weight"][i] + p[$"{name}.bias"][i])];
    }

    // O = LN(Q' + softmax(Q' K'ᵀ / √width) V'), O = LN(O + ReLU(FC O)), member by member.
    static double[][] Mab(Dictionary<string, double[]> p, string path, double[][] x, double[][] y, int members)
    {
        double[][] keys = [.. y.Take(members).Select(v => Linear(p, $"{path}fc_k", v))], values = [.. y.Take(members).Select(v => Linear(p, $"{path}fc_v", v))];
        return [.. x.Select(v =>
        {
            var query = Linear(p, $"{path}fc_q", v);
            var sum = query.ToArray();
            for (var h = 0; h < Heads && members > 0; h++)
            {
                var part = Enumerable.Range(h * Width / Heads, Width / Heads).ToArray();
                double[] e = [.. keys.Select(k => Math.Exp(part.Sum(i => query[i] * k[i]) / Math.Sqrt(Width)))];
                foreach (var i in part) sum[i] += e.Select((w, m) => w * values[m][i]).Sum() / e.Sum();
            }
            var o = Norm(p, $"{path}ln0", sum);
            return Norm(p, $"{path}ln1", [.. Linear(p, $"{path}fc_o", o).Select((f, i) => o[i] + Math.Max(0, f))]);
        })];
    }

    static Dictionary<string, double[]> Numbers(Module module)
    {
        using var off = Gradients.NotRecorded();
        // Biases and norms that are not 0 and 1, so that they count.
        foreach (var (name, value) in module.Parameters)
            if (name.Contains("bias", StringComparison.Ordinal) || name.Contains("ln", StringComparison.Ordinal)) value.AddInPlace(FiniteDifferences.Init(name.Length).Normal(value.Shape, 0.3));
        return module.Parameters.ToDictionary(p => p.Name, p => p.Value.ToArray<double>());
    }

    static double[][] Rows(Tensor x, int b) => [.. x.Select(0, b).Contiguous().ToArray<double>().Chunk((int)x.Size(2))];

    static Tensor Padding(int count, params int[] members) =>
        Tensor.Wrap(members.SelectMany(m => Enumerable.Range(0, count).Select(i => i >= m)).ToArray(), members.Length, count);

    static void Near(double[][] expected, double[][] found, double tolerance = 1e-9)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
            for (var j = 0; j < expected[i].Length; j++) Assert.Equal(expected[i][j], found[i][j], tolerance);
    }

    [TorchFact]
    public void Mab_EveryPair_IsTheFormula()
    {
        using var scope = new Scope();
        using var module = new Mab(FiniteDifferences.Init(), 5, 3, Width, Heads);
        var p = Numbers(module);
        var (x, y) = (FiniteDifferences.Input(3, 4, 5), FiniteDifferences.Init(3).Normal([3, 6, 3], 1));
        var found = module.Forward(x, y, Padding(6, 6, 2, 0));
        for (var b = 0; b < 3; b++) Near(Mab(p, "", Rows(x, b), Rows(y, b), ((int[])[6, 2, 0])[b]), Rows(found, b));
        // Where there is no padding, none need be said.
        Near(Rows(found, 0), Rows(module.Forward(x, y), 0));
    }

    [TorchFact]
    public void Isab_EveryPair_IsTheFormula()
    {
        using var scope = new Scope();
        using var module = new Isab(FiniteDifferences.Init(), 5, Width, Heads, 3);
        var p = Numbers(module);
        var x = FiniteDifferences.Input(2, 7, 5);
        var found = module.Forward(x, Padding(7, 7, 4));
        for (var b = 0; b < 2; b++)
        {
            var (members, rows) = ((int[])[7, 4], Rows(x, b));
            var h = Mab(p, "mab0.", [.. p["I"].Chunk(Width)], rows, members[b]);
            Near(Mab(p, "mab1.", rows, h, 3), Rows(found, b));
        }
    }

    [TorchFact]
    public void SabAndPma_EveryPair_AreTheFormula()
    {
        using var scope = new Scope();
        using var all = new Sab(FiniteDifferences.Init(), 5, Width, Heads);
        using var pool = new Pma(FiniteDifferences.Init(), Width, Heads, seeds: 2);
        var (p, q) = (Numbers(all), Numbers(pool));
        var x = FiniteDifferences.Input(1, 6, 5);
        var y = all.Forward(x, Padding(6, 5));
        Near(Mab(p, "mab.", Rows(x, 0), Rows(x, 0), 5), Rows(y, 0));
        Near(Mab(q, "mab.", [.. q["S"].Chunk(Width)], Rows(y, 0), 6), Rows(pool.Forward(y), 0));
    }

    [TorchFact]
    public void Gradients_OfAllParametersAndInputs_AreTheDifferences()
    {
        using var mab = new Mab(FiniteDifferences.Init(), 3, 2, 4, 2);
        using var isab = new Isab(FiniteDifferences.Init(2), 3, 4, 2, 2);
        using var pma = new Pma(FiniteDifferences.Init(3), 4, 2);
        using var scope = new Scope();
        var (x, y) = (FiniteDifferences.Input(2, 3, 3), FiniteDifferences.Init(8).Normal([2, 4, 2], 1).RequireGradient());
        foreach (var module in (Module[])[mab, isab, pma]) Numbers(module);
        FiniteDifferences.Check(mab, () => mab.Forward(x, y, Padding(4, 4, 3)), x, y);
        var z = FiniteDifferences.Input(2, 3, 3);
        FiniteDifferences.Check(isab, () => isab.Forward(z, Padding(3, 3, 2)), z);
        var w = FiniteDifferences.Input(1, 3, 4);
        FiniteDifferences.Check(pma, () => pma.Forward(w), w);
    }

    [TorchFact]
    public void Isab_OtherOrder_GivesTheResultsInThatOrder()
    {
        using var scope = new Scope();
        using var module = new Isab(new Init(4), 16, 32, 4, 8);
        var x = new Init(5).Normal([2, 9, 16], 1);
        long[] order = [3, 8, 0, 5, 1, 7, 2, 6, 4];
        var (turned, expected) = (module.Forward(x.IndexSelect(1, Tensor.Wrap(order, 9))).ToArray<float>(), module.Forward(x).IndexSelect(1, Tensor.Wrap(order, 9)).ToArray<float>());
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], turned[i], 1e-5f);
    }

    [TorchFact]
    public void Isab_PaddingOfAnyContent_ChangesNothingAndNeverIsNaN()
    {
        using var scope = new Scope();
        using var module = new Isab(new Init(4), 16, 32, 4, 8);
        var x = new Init(5).Normal([1, 5, 16], 1);
        var padded = Tensor.Cat([x, new Init(6).Normal([1, 4, 16], 50)], 1);
        var (alone, beside) = (module.Forward(x).ToArray<float>(), module.Forward(padded, Padding(9, 5)).Narrow(1, 0, 5).Contiguous().ToArray<float>());
        for (var i = 0; i < alone.Length; i++) Assert.Equal(alone[i], beside[i], 1e-5f);
        Assert.All(module.Forward(padded, Padding(9, 0)).ToArray<float>(), v => Assert.True(float.IsFinite(v)));
        // Without the mask they would be members.
        Assert.Contains(module.Forward(padded).Narrow(1, 0, 5).Contiguous().ToArray<float>().Zip(alone), p => Math.Abs(p.First - p.Second) > 1e-2f);
    }

    [TorchFact]
    public void Mab_HeadsThatDoNotShareTheWidth_AreRefused() =>
        Assert.Contains("multiple of the number of heads", Assert.Throws<ArgumentOutOfRangeException>(() => new Mab(new Init(1), 4, 4, 10, 4)).Message, StringComparison.Ordinal);
}

namespace Attune.Neural.Tests;

/// <summary>The formulas of the cost ledger against forward passes in plain loops that count their multiplications and additions, and give what the network gives.</summary>
public sealed class FlopsTests
{
    long _count;

    static Sasrec Sasrec => new() { Width = 6, Layers = 2, Heads = 2, Inner = 5, MaxLength = 9, Activation = Activation.Silu };

    static Hstu Hstu => new() { Width = 6, Layers = 2, Heads = 2, AttentionDim = 2, LinearDim = 4, MaxLength = 9, TimeBuckets = 0 };

    [TorchTheory]
    [InlineData("sasrec", 1)]
    [InlineData("sasrec", 7)]
    [InlineData("hstu", 1)]
    [InlineData("hstu", 7)]
    public void FlopsOf_IsTheCountOfALoop(string name, int length)
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        using var network = ((ISequenceTrainer)(name == "sasrec" ? Sasrec : Hstu)).Network(FiniteDifferences.Init(), 11);
        var items = Enumerable.Range(0, length).Select(i => 1 + i * 4L % 11).ToArray();
        var x = items.Select((item, t) => Enumerable.Range(0, 6).Select(d => Of(network, "item_embedding.weight")[item * 6 + d] * Math.Sqrt(6) + Of(network, "position_embedding.weight")[(9 - length + t) * 6 + d]).ToArray()).ToArray();
        for (var l = 0; l < 2; l++) x = name == "sasrec" ? SasrecLayer(network, $"layers.{l}.", x) : HstuLayer(network, $"layers.{l}.", x);
        x = Normed(x, Of(network, "norm.weight"), Of(network, "norm.bias"), 1e-5);
        var expected = network.Forward(Tensor.Wrap(items, 1, length)).ToArray<double>();
        var found = x.SelectMany(r => r).ToArray();
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-6);
        Assert.Equal(_count, network.FlopsOf(length));
    }

    double[][] SasrecLayer(Module network, string layer, double[][] x)
    {
        var projected = Times(Normed(x, Of(network, layer + "norm1.weight"), Of(network, layer + "norm1.bias"), 1e-5), Matrix(network, layer + "self_attn.in_proj_weight", 6), Of(network, layer + "self_attn.in_proj_bias"));
        var gathered = new double[x.Length][];
        for (var t = 0; t < x.Length; t++) gathered[t] = new double[6];
        for (var h = 0; h < 2; h++)
        {
            var scores = Times(Columns(projected, 3 * h, 3), Columns(projected, 6 + 3 * h, 3));
            for (var i = 0; i < x.Length; i++)
            {
                var weights = scores[i].Select((s, j) => j <= i ? Math.Exp(s / Math.Sqrt(3)) : 0).ToArray();
                scores[i] = [.. weights.Select(w => w / weights.Sum())];
            }
            var sums = Times(scores, Turned(Columns(projected, 12 + 3 * h, 3)));
            for (var t = 0; t < x.Length; t++) sums[t].CopyTo(gathered[t], 3 * h);
        }
        x = Sum(x, Times(gathered, Matrix(network, layer + "self_attn.out_proj.weight", 6), Of(network, layer + "self_attn.out_proj.bias")));
        var inner = Silu(Times(Normed(x, Of(network, layer + "norm2.weight"), Of(network, layer + "norm2.bias"), 1e-5), Matrix(network, layer + "linear1.weight", 6), Of(network, layer + "linear1.bias")));
        return Sum(x, Times(inner, Matrix(network, layer + "linear2.weight", 5), Of(network, layer + "linear2.bias")));
    }

    double[][] HstuLayer(Module network, string layer, double[][] x)
    {
        var (ones, zeros, bias) = (Enumerable.Repeat(1.0, 8).ToArray(), new double[8], Of(network, layer + "bias.places"));
        var projected = Silu(Times(Normed(x, ones, zeros, 1e-6), Matrix(network, layer + "uvqk.weight", 6)));
        var gathered = new double[x.Length][];
        for (var t = 0; t < x.Length; t++) gathered[t] = new double[8];
        for (var h = 0; h < 2; h++)
        {
            var scores = Times(Columns(projected, 16 + 2 * h, 2), Columns(projected, 20 + 2 * h, 2));
            for (var i = 0; i < x.Length; i++)
                for (var j = 0; j < x.Length; j++) scores[i][j] = j <= i ? Silu(scores[i][j] + bias[i - j]) / 9 : 0;
            var sums = Times(scores, Turned(Columns(projected, 8 + 4 * h, 4)));
            for (var t = 0; t < x.Length; t++) sums[t].CopyTo(gathered[t], 4 * h);
        }
        gathered = Normed(gathered, ones, zeros, 1e-6);
        for (var t = 0; t < x.Length; t++)
            for (var d = 0; d < 8; d++) gathered[t][d] *= projected[t][d];
        return Sum(x, Times(gathered, Matrix(network, layer + "output.weight", 8), Of(network, layer + "output.bias")));
    }

    // a · bᵀ, each multiplication and addition counted where it is done.
    double[][] Times(double[][] a, double[][] b, double[]? bias = null)
    {
        var result = new double[a.Length][];
        for (var i = 0; i < a.Length; i++)
        {
            result[i] = new double[b.Length];
            for (var j = 0; j < b.Length; j++)
            {
                for (var k = 0; k < a[i].Length; k++)
                {
                    result[i][j] += a[i][k] * b[j][k];
                    _count += 2;
                }
                result[i][j] += bias?[j] ?? 0;
            }
        }
        return result;
    }

    static double[] Of(Module network, string name) => network.Parameters.Single(p => p.Name == name).Value.ToArray<double>();

    static double[][] Matrix(Module network, string name, int inputs) => [.. Of(network, name).Chunk(inputs)];

    static double[][] Columns(double[][] x, int start, int count) => Array.ConvertAll(x, r => r[start..(start + count)]);

    static double[][] Turned(double[][] x) => [.. Enumerable.Range(0, x[0].Length).Select(d => x.Select(r => r[d]).ToArray())];

    static double[][] Sum(double[][] a, double[][] b) => [.. a.Zip(b, (p, q) => p.Zip(q, (u, v) => u + v).ToArray())];

    static double Silu(double x) => x / (1 + Math.Exp(-x));

    static double[][] Silu(double[][] x) => Array.ConvertAll(x, r => Array.ConvertAll(r, Silu));

    static double[][] Normed(double[][] x, double[] weight, double[] bias, double epsilon) => Array.ConvertAll(x, r =>
    {
        var (mean, square) = (r.Average(), r.Average(v => v * v));
        return r.Select((v, d) => (v - mean) / Math.Sqrt(square - mean * mean + epsilon) * weight[d] + bias[d]).ToArray();
    });
}

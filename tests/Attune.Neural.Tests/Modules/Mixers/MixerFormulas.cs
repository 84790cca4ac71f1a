namespace Attune.Neural.Tests;

/// <summary>
/// The mixers as their papers write them, place by place on plain numbers, for one sequence: what is computed of an input, which recurrence runs, what is made of what it reads.
/// Shares nothing with the mixers but the names and layouts of their parameters.
/// </summary>
sealed class MixerFormulas(Dictionary<string, double[]> weights, double[] bound, int heads)
{
    internal double[][] Of(MixerKind kind, double[][] x)
    {
        var width = x[0].Length;
        var products = x.Select(v => Product("input.weight", v)).ToArray();
        return kind switch
        {
            MixerKind.Hgrn => Hgrn(products, width),
            MixerKind.Softmax => Softmax(products, width),
            MixerKind.RetNet => RetNet(products, width / heads),
            MixerKind.Gla => Gla(products, width / 2 / heads),
            MixerKind.Hgrn2 => Hgrn2(products, width),
            MixerKind.DeltaNet => Delta(products, width / heads, width / heads, gated: false),
            _ => Delta(products, 3 * width / 4 / heads, 2 * (3 * width / 4 / heads), gated: true),
        };
    }

    double[][] Hgrn(double[][] products, int width)
    {
        var decays = products.Select(p => Bounded(p[width..(2 * width)])).ToArray();
        var inputs = products.Select((p, t) => Zip(p[..width], decays[t], (i, f) => Silu(i) * (1 - f))).ToArray();
        var states = Loops.Vector(inputs, [.. decays.Select(d => Map(d, Math.Log))], new double[width]);
        return [.. states.Select((h, t) => Product("output.weight", Zip(Norm(h), Map(products[t][(2 * width)..], Silu), (n, g) => n * g)))];
    }

    double[][] Softmax(double[][] products, int width)
    {
        var size = width / heads;
        double[] Part(int t, int part, int h) => products[t][(part * width + h * size)..(part * width + (h + 1) * size)];
        return [.. Enumerable.Range(0, products.Length).Select(t => Product("output.weight", [.. Enumerable.Range(0, heads).SelectMany(h =>
        {
            var scores = Enumerable.Range(0, t + 1).Select(s => Math.Exp(Dot(Turn(Part(t, 0, h), t), Turn(Part(s, 1, h), s)) / Math.Sqrt(size))).ToArray();
            return Enumerable.Range(0, size).Select(j => Enumerable.Range(0, t + 1).Sum(s => scores[s] * Part(s, 2, h)[j]) / scores.Sum());
        })]))];
    }

    double[][] RetNet(double[][] p, int k)
    {
        var decays = Enumerable.Range(0, heads).Select(h => Math.Log(1 - Math.Pow(2, -5 - h))).ToArray();
        return Finish(p, 2 * k, true, h => Loops.Matrix(
            Scaled(Cut(p, h * k, k).Select(Turn)), [.. Cut(p, (heads + h) * k, k).Select(Turn)], Cut(p, 2 * heads * k + h * 2 * k, 2 * k), Alike(p.Length, decays[h]), null, Zeros(k, 2 * k)));
    }

    double[][] Gla(double[][] p, int k)
    {
        // Queries, keys, values of twice their width, then what the decay's first product gives.
        var low = Cut(p, 4 * heads * k, Math.Min(16, 2 * heads * k));
        var logs = low.Select(l => Zip(Product("decay.weight", l), weights["decay.bias"], (a, b) => Math.Log(Math.Pow(1 / (1 + Math.Exp(-a - b)), 1 / 16.0)))).ToArray();
        return Finish(p, 2 * k, true, h => Loops.Matrix(
            Scaled(Cut(p, h * k, k)), Cut(p, (heads + h) * k, k), Cut(p, 2 * heads * k + h * 2 * k, 2 * k), Cut(logs, h * k, k), null, Zeros(k, 2 * k)));
    }

    double[][] Hgrn2(double[][] p, int width)
    {
        var k = width / heads;
        var gates = Cut(p, width, width).Select(Bounded).ToArray();
        return Finish(p, k, false, h => Loops.Matrix(
            Scaled(Cut(p, h * k, k).Select(q => Map(q, Silu))), [.. Cut(gates, h * k, k).Select(g => Map(g, v => 1 - v))], Cut(p, 2 * width + h * k, k),
            [.. Cut(gates, h * k, k).Select(g => Map(g, Math.Log))], null, Zeros(k, k)));
    }

    double[][] Delta(double[][] p, int k, int v, bool gated)
    {
        var channels = heads * (2 * k + v);
        var mixed = p.Select((_, t) => Enumerable.Range(0, channels).Select(c => Silu(Mixed(p, t, c))).ToArray()).ToArray();
        return Finish(p, v, gated, h =>
        {
            var rates = Cut(p, channels + h, 1).Select(b => Map(b, Sigmoid)).ToArray();
            var logs = gated ? Cut(p, channels + heads + h, 1).Select(a => Map(a, s => -Math.Exp(weights["A_log"][h]) * Math.Log(1 + Math.Exp(s + weights["dt_bias"][h])))).ToArray() : null;
            return Loops.Matrix(Scaled(Cut(mixed, h * k, k).Select(Unit)), [.. Cut(mixed, (heads + h) * k, k).Select(Unit)], Cut(mixed, 2 * heads * k + h * v, v), logs, rates, Zeros(k, v));
        });
    }

    // The channel at this place and the three before; without a convolution the channel itself.
    double Mixed(double[][] p, int t, int channel) => !weights.TryGetValue("convolution.weight", out var w) ? p[t][channel]
        : Enumerable.Range(0, 4).Sum(i => t - 3 + i is >= 0 and var s ? w[channel * 4 + i] * p[s][channel] : 0);

    // A norm for each head or, where it has as many weights as all heads' values, over all; the gate is what comes last of the products.
    double[][] Finish(double[][] p, int v, bool gated, Func<int, double[][]> read)
    {
        var parts = Enumerable.Range(0, heads).Select(read).ToArray();
        return [.. p.Select((products, t) =>
        {
            double[] all = [.. parts.SelectMany(part => weights["norm.weight"].Length == v ? Norm(part[t]) : part[t])];
            if (weights["norm.weight"].Length != v) all = Norm(all);
            return Product("output.weight", gated ? Zip(all, products[^(heads * v)..], (o, g) => o * Silu(g)) : all);
        })];
    }

    double[] Bounded(double[] z) => Zip(z, bound, (v, b) => b + (1 - b) * Sigmoid(v));

    double[] Norm(double[] x) => Zip(x, weights["norm.weight"], (v, w) => v * w / Math.Sqrt(x.Average(u => u * u) + 1e-6));

    double[] Product(string name, double[] x) => [.. weights[name].Chunk(x.Length).Select(row => Dot(row, x))];

    static double[] Unit(double[] x) => Map(x, v => v / Math.Sqrt(Dot(x, x) + 1e-6));

    static double[] Turn(double[] x, int place)
    {
        var half = x.Length / 2;
        return [.. x.Select((v, i) =>
        {
            var angle = place * Math.Pow(10_000, -(double)(i % half) / half);
            return i < half ? v * Math.Cos(angle) - x[i + half] * Math.Sin(angle) : v * Math.Cos(angle) + x[i - half] * Math.Sin(angle);
        })];
    }

    static double[][] Scaled(IEnumerable<double[]> queries) => [.. queries.Select(q => Map(q, v => v / Math.Sqrt(q.Length)))];

    static double[][] Cut(double[][] rows, int start, int count) => [.. rows.Select(r => r[start..(start + count)])];

    static double[][] Zeros(int k, int v) => [.. Enumerable.Range(0, k).Select(_ => new double[v])];

    static double[][] Alike(int length, double value) => [.. Enumerable.Repeat(new[] { value }, length)];

    static double[] Map(double[] x, Func<double, double> f) => Array.ConvertAll(x, v => f(v));

    static double[] Zip(double[] a, double[] b, Func<double, double, double> f) => [.. a.Zip(b, f)];

    static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    static double Silu(double x) => x * Sigmoid(x);
}

namespace Attune.Studies;

/// <summary>Multihead attention of sets by loops over members, in double precision: what the network is held against.</summary>
static class SetLoops
{
    internal static double[][] Mab(Weights weights, float[][] asks, float[][] told, int heads)
    {
        var (q, k, v) = (All(weights, "fc_q", asks), All(weights, "fc_k", told), All(weights, "fc_v", told));
        var (width, head) = (q[0].Length, q[0].Length / heads);
        return [.. q.Select(query =>
        {
            var gathered = new double[width];
            for (var h = 0; h < heads; h++)
            {
                var shares = k.Select(key => Math.Exp(Enumerable.Range(h * head, head).Sum(d => query[d] * key[d]) / Math.Sqrt(width))).ToArray();
                for (var d = h * head; d < (h + 1) * head; d++) gathered[d] = Enumerable.Range(0, v.Length).Sum(m => shares[m] * v[m][d]) / shares.Sum();
            }
            var sum = Norm(weights, "ln0", [.. query.Zip(gathered, (a, b) => a + b)]);
            return Norm(weights, "ln1", [.. sum.Zip(Linear(weights, "fc_o", sum), (a, b) => a + Math.Max(0, b))]);
        })];
    }

    static double[][] All(Weights weights, string name, float[][] rows) => [.. rows.Select(r => Linear(weights, name, [.. r.Select(x => (double)x)]))];

    static double[] Linear(Weights weights, string name, double[] x)
    {
        var (matrix, bias) = (weights.Float($"{name}.weight"), weights.Float($"{name}.bias"));
        return [.. Enumerable.Range(0, bias.Length).Select(o => bias[o] + Enumerable.Range(0, x.Length).Sum(i => matrix[o * x.Length + i] * x[i]))];
    }

    static double[] Norm(Weights weights, string name, double[] x)
    {
        var (scale, shift, mean) = (weights.Float($"{name}.weight"), weights.Float($"{name}.bias"), x.Average());
        var deviation = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)) + 1e-5);
        return [.. x.Select((v, i) => (v - mean) / deviation * scale[i] + shift[i])];
    }
}

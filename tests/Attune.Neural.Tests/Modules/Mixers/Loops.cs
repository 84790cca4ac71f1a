namespace Attune.Neural.Tests;

/// <summary>The recurrences as loops over numbers in double precision, which nobody would train with and everybody can read.</summary>
static class Loops
{
    /// <summary>One sequence and head of a matrix state: S ← e^g S, S ← S + k uᵀ, o = Sᵀq, where u is v, or with rates β·(v − Sᵀk).</summary>
    /// <param name="q">T × K.</param>
    /// <param name="k">T × K.</param>
    /// <param name="v">T × V.</param>
    /// <param name="logDecay">T × K, T × 1 or null.</param>
    /// <param name="rates">T × 1 or null.</param>
    /// <param name="state">K × V, which is changed.</param>
    internal static double[][] Matrix(double[][] q, double[][] k, double[][] v, double[][]? logDecay, double[][]? rates, double[][] state)
    {
        var outputs = new double[q.Length][];
        for (var t = 0; t < q.Length; t++)
        {
            for (var i = 0; i < state.Length; i++)
                for (var j = 0; j < state[i].Length; j++)
                    state[i][j] *= logDecay is null ? 1 : Math.Exp(logDecay[t][logDecay[t].Length == 1 ? 0 : i]);
            var held = Read(state, k[t]);
            for (var i = 0; i < state.Length; i++)
                for (var j = 0; j < state[i].Length; j++)
                    state[i][j] += k[t][i] * (rates is null ? v[t][j] : rates[t][0] * (v[t][j] - held[j]));
            outputs[t] = Read(state, q[t]);
        }
        return outputs;
    }

    /// <summary>One sequence of a vector state: h ← e^g h + x, with the start in <paramref name="state"/>, which is changed.</summary>
    internal static double[][] Vector(double[][] x, double[][] logDecay, double[] state)
    {
        var outputs = new double[x.Length][];
        for (var t = 0; t < x.Length; t++)
        {
            for (var i = 0; i < state.Length; i++) state[i] = Math.Exp(logDecay[t][i]) * state[i] + x[t][i];
            outputs[t] = [.. state];
        }
        return outputs;
    }

    /// <summary>The last two dimensions of a tensor of rank 3 or 4, in double precision: one array of rows for each of the first, or each pair of the first two.</summary>
    internal static double[][][] Rows(Tensor x)
    {
        using var scope = new Scope();
        var width = (int)x.Size(-1);
        var values = x.To(DType.Float64).ToArray<double>();
        var rows = values.Chunk(width).ToArray();
        return [.. rows.Chunk((int)x.Size(-2))];
    }

    static double[] Read(double[][] state, double[] by) => [.. Enumerable.Range(0, state[0].Length).Select(j => Enumerable.Range(0, state.Length).Sum(i => state[i][j] * by[i]))];
}

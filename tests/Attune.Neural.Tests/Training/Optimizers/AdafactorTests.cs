namespace Attune.Neural.Tests;

public sealed class AdafactorTests
{
    // The paper's algorithm with plain loops in double precision; decays are given step by step.
    sealed class Reference(double[] p, int rows, int columns)
    {
        readonly double[] _r = new double[rows], _c = new double[columns], _v = new double[rows * columns];
        double _product = 1;

        bool IsFactored => rows >= 128 && columns >= 128;

        internal double[] Step(double[] g, double beta, double rate, double decay)
        {
            _product *= beta;
            var u = new double[g.Length];
            for (var i = 0; i < rows; i++) _r[i] = beta * _r[i] + (1 - beta) * Enumerable.Range(0, columns).Average(j => g[i * columns + j] * g[i * columns + j] + 1e-30);
            for (var j = 0; j < columns; j++) _c[j] = beta * _c[j] + (1 - beta) * Enumerable.Range(0, rows).Average(i => g[i * columns + j] * g[i * columns + j] + 1e-30);
            for (var k = 0; k < g.Length; k++)
            {
                _v[k] = beta * _v[k] + (1 - beta) * (g[k] * g[k] + 1e-30);
                var v = IsFactored ? _r[k / columns] * _c[k % columns] / _r.Average() : _v[k];
                u[k] = g[k] / Math.Sqrt(v / (1 - _product));
            }
            var (size, length) = (Math.Max(1e-3, Math.Sqrt(p.Average(x => x * x))), Math.Max(1, Math.Sqrt(u.Average(x => x * x))));
            for (var k = 0; k < p.Length; k++) p[k] = (1 - rate * decay) * p[k] - rate * size * u[k] / length;
            return p;
        }
    }

    [TorchTheory]
    [InlineData(DType.Float32, 130, 140, "fixed"), InlineData(DType.Float64, 130, 140, "power"), InlineData(DType.Float64, 128, 128, "half-life")]
    [InlineData(DType.Float64, 127, 140, "fixed"), InlineData(DType.Float32, 7, 11, "power"), InlineData(DType.Float64, 7, 11, "half-life")]
    public void Step_TwentyTimes_IsTheFormula(DType type, int rows, int columns, string kind)
    {
        using var scope = new Scope();
        var p = Drawn.Numbers(rows * columns, 0, kind == "power" ? 1e-5 : 1);
        var (value, reference) = (Drawn.Leaf(p, type, rows, columns), new Reference(p, rows, columns));
        using var adafactor = kind switch
        {
            "fixed" => new Adafactor([new("w", value)], 0.1) { Beta2 = 0.9, WeightDecay = 0.1 },
            "power" => new Adafactor([new("w", value)], 0.1) { Power = 0.8, WeightDecay = 0.1 },
            _ => new Adafactor([new("w", value)], 0.1) { Beta2HalfLife = 50, WeightDecay = 0.1 },
        };
        for (var step = 1; step <= 20; step++)
        {
            // Gradients shrink and grow, so that some steps are shortened and others are not.
            var (targets, g) = (1 + step * 7 % 13, Drawn.Numbers(rows * columns, step, Math.Exp(3 * Math.Sin(step))));
            value.Gradient = Tensor.Of<double>(g, rows, columns).To(type);
            adafactor.Step(0.5, targets);
            p = reference.Step(Array.ConvertAll(g, x => 0.5 * x), kind switch { "fixed" => 0.9, "power" => 1 - Math.Pow(step, -0.8), _ => Math.Pow(0.5, targets / 50.0) }, 0.1, 0.1);
        }
        LossChecks.Near(p, Drawn.Of(value), type is DType.Float32 ? 1e-5 : 1e-12);
    }

    [TorchFact]
    public void State_OfALargeMatrix_IsItsRowsAndColumns()
    {
        using var scope = new Scope();
        using var adafactor = new Adafactor([new("a", Tensor.Zeros([200, 300]).RequireGradient()), new("b", Tensor.Zeros([127, 300]).RequireGradient()), new("c", Tensor.Zeros([300], DType.BFloat16).RequireGradient())]);
        Assert.Equal(["exp_avg_sq_row.a", "exp_avg_sq_column.a", "exp_avg_sq.b", "exp_avg_sq.c"], adafactor.State.Select(s => s.Name));
        Assert.Equal(4 * (200 + 300 + 127 * 300 + 300), adafactor.StateBytes);
    }

    [TorchFact]
    public void Step_OfASparseGradient_IsThatOfTheDenseOne()
    {
        using var scope = new Scope();
        var (one, two) = (Drawn.Leaf(Drawn.Numbers(140 * 130, 0), DType.Float32, 140, 130), Drawn.Leaf(Drawn.Numbers(140 * 130, 0), DType.Float32, 140, 130));
        using Adafactor sparse = new([new("w", one) { IsTable = true }]) { Tables = TableUpdates.LazyDecay }, dense = new([new("w", two)]);
        for (var step = 1; step <= 3; step++)
        {
            one.Gradient = Drawn.Sparse([5, 3, 139], Drawn.Numbers(3 * 130, step), DType.Float32, 140, 130);
            two.Gradient = one.Gradient.ToDense();
            sparse.Step();
            dense.Step();
        }
        Assert.Equal(two.ToArray<float>(), one.ToArray<float>());
    }
}

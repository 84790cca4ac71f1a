namespace Attune.Neural.Tests;

public sealed class MuonTests
{
    // X ← aX + (bA + cA²)X with plain loops, for a matrix that is at least as wide as tall.
    static double[,] Iterated(double[,] g)
    {
        var norm = Math.Sqrt(g.Cast<double>().Sum(v => v * v));
        var x = Each(g, v => v / (norm + 1e-7));
        for (var i = 0; i < 5; i++)
        {
            var a = Product(x, Turned(x));
            var (ax, aax) = (Product(a, x), Product(Product(a, a), x));
            var next = new double[x.GetLength(0), x.GetLength(1)];
            for (var r = 0; r < next.GetLength(0); r++)
                for (var c = 0; c < next.GetLength(1); c++) next[r, c] = 3.4445 * x[r, c] - 4.7750 * ax[r, c] + 2.0315 * aax[r, c];
            x = next;
        }
        return x;
    }

    static double[,] Each(double[,] x, Func<double, double> f)
    {
        var result = new double[x.GetLength(0), x.GetLength(1)];
        for (var r = 0; r < result.GetLength(0); r++)
            for (var c = 0; c < result.GetLength(1); c++) result[r, c] = f(x[r, c]);
        return result;
    }

    static double[,] Turned(double[,] x)
    {
        var result = new double[x.GetLength(1), x.GetLength(0)];
        for (var r = 0; r < result.GetLength(0); r++)
            for (var c = 0; c < result.GetLength(1); c++) result[r, c] = x[c, r];
        return result;
    }

    static double[,] Product(double[,] a, double[,] b)
    {
        var result = new double[a.GetLength(0), b.GetLength(1)];
        for (var r = 0; r < result.GetLength(0); r++)
            for (var c = 0; c < result.GetLength(1); c++)
                for (var k = 0; k < b.GetLength(0); k++) result[r, c] += a[r, k] * b[k, c];
        return result;
    }

    static double[,] Matrix(double[] numbers, int rows)
    {
        var result = new double[rows, numbers.Length / rows];
        for (var k = 0; k < numbers.Length; k++) result[k / result.GetLength(1), k % result.GetLength(1)] = numbers[k];
        return result;
    }

    [TorchTheory]
    [InlineData(DType.Float64, 6, 9, true, 0), InlineData(DType.Float64, 9, 6, true, 0.1), InlineData(DType.Float64, 7, 7, false, 0), InlineData(DType.Float32, 12, 3, true, 0.1)]
    public void Step_OfAMatrix_IsTheFormula(DType type, int rows, int columns, bool nesterov, double decay)
    {
        using var scope = new Scope();
        var count = rows * columns;
        var (p, buffer) = (Drawn.Numbers(count, 0), new double[count]);
        var value = Drawn.Leaf(p, type, rows, columns);
        using var muon = new Muon([new("w", value)], 0.02) { Nesterov = nesterov, WeightDecay = decay };
        for (var step = 1; step <= 10; step++)
        {
            var g = Drawn.Numbers(count, step);
            value.Gradient = Tensor.Of<double>(g, rows, columns).To(type);
            muon.Step();
            // Momentum as it is mostly written: its length does not matter.
            for (var k = 0; k < count; k++) buffer[k] = 0.95 * buffer[k] + g[k];
            var u = Matrix([.. buffer.Zip(g, (b, x) => nesterov ? x + 0.95 * b : b)], rows);
            var o = rows > columns ? Turned(Iterated(Turned(u))) : Iterated(u);
            for (var k = 0; k < count; k++) p[k] = (1 - 0.02 * decay) * p[k] - 0.02 * Math.Sqrt(Math.Max(1, (double)rows / columns)) * o[k / columns, k % columns];
        }
        // The small number beside the norm stands beside another length.
        LossChecks.Near(p, Drawn.Of(value), type is DType.Float32 ? 2e-5 : 1e-6);
    }

    [TorchFact]
    public void Orthogonal_OfAMatrix_KeepsDirectionsAndEvensTheirSizes()
    {
        using var scope = new Scope();
        // Singular values 1, 3, 10 along known directions: a turned diagonal.
        var (c, s) = (Math.Cos(0.4), Math.Sin(0.4));
        var left = Tensor.Of<double>([c, -s, 0, s, c, 0, 0, 0, 1], 3, 3);
        var right = Tensor.Of<double>([1, 0, 0, 0, 0, c, -s, 0, 0, s, c, 0], 3, 4);
        var o = Muon.Orthogonal(left.MatMul(Tensor.Of<double>([1, 0, 0, 0, 3, 0, 0, 0, 10], 3, 3)).MatMul(right));
        var sizes = Drawn.Of(left.T.MatMul(o).MatMul(right.T));
        for (var i = 0; i < 9; i++)
        {
            if (i % 4 == 0) Assert.InRange(sizes[i], 0.65, 1.25);
            else Assert.Equal(0, sizes[i], 1e-10);
        }
    }

    // Tables, vectors and tensors of three dimensions are Adam's, to the bit.
    [TorchFact]
    public void Step_OfWhatIsNoMatrix_IsAdams()
    {
        using var scope = new Scope();
        long[][] shapes = [[6, 5], [7], [2, 3, 4], [5, 5]];
        var (ours, adams) = (Parameters(), Parameters());
        using var muon = new Muon(ours, 0.02) { AdamRate = 0.5, Beta2HalfLife = 40, WeightDecay = 0.1 };
        using var adam = new Adam(adams, 0.01) { Beta2HalfLife = 40, WeightDecay = 0.1 };
        for (var step = 1; step <= 5; step++)
        {
            for (var i = 0; i < ours.Length; i++)
            {
                var (mine, other) = (ours[i].Value, adams[i].Value);
                mine.Gradient = Tensor.Of<double>(Drawn.Numbers((int)mine.Count, 10 * step + i), shapes[i]).To(DType.Float32);
                other.Gradient = mine.Gradient.Clone();
            }
            muon.Step(targets: step);
            adam.Step(targets: step);
        }
        for (var i = 0; i < 3; i++) Assert.Equal(adams[i].Value.ToArray<float>(), ours[i].Value.ToArray<float>());
        Assert.NotEqual(adams[3].Value.ToArray<float>(), ours[3].Value.ToArray<float>());
        Assert.Equal(["exp_avg.w0", "exp_avg_sq.w0", "exp_avg.w1", "exp_avg_sq.w1", "exp_avg.w2", "exp_avg_sq.w2", "momentum_buffer.w3"], muon.State.Select(s => s.Name));

        Parameter[] Parameters() => [.. shapes.Select((shape, i) => new Parameter($"w{i}", Drawn.Leaf(Drawn.Numbers((int)shape.Aggregate(1L, (a, b) => a * b), i), DType.Float32, shape)) { IsTable = i == 0 })];
    }
}

namespace Attune.Neural.Tests;

public sealed class TableUpdatesTests
{
    const int Height = 40, Width = 5;

    // Two or three rows of each step; the last ones rest for long.
    static long[] RowsOf(int step) => step % 7 == 0 ? [11, 39, 2] : [11 + step % 4, 3];

    static Optimizer Make(OptimizerKind kind, Tensor value, TableUpdates tables, double? beta1 = null, double halfLife = 0, double decay = 0) =>
        Optimizers.Of(new OptimizerSettings { Kind = kind, LearningRate = 0.05, Beta1 = beta1, Beta2 = 0.9, Beta2HalfLife = halfLife, WeightDecay = decay, Tables = tables }, [new("w", value) { IsTable = true }]);

    static (Tensor, Tensor) Both(DType type) => (Drawn.Leaf(Drawn.Numbers(Height * Width, 0), type, Height, Width), Drawn.Leaf(Drawn.Numbers(Height * Width, 0), type, Height, Width));

    static void Run(Optimizer one, Tensor sparse, Optimizer two, Tensor dense, int from, int steps)
    {
        for (var step = from; step < from + steps; step++)
        {
            var rows = RowsOf(step);
            sparse.Gradient = Drawn.Sparse(rows, Drawn.Numbers(rows.Length * Width, step), sparse.DType, Height, Width);
            dense.Gradient = sparse.Gradient.ToDense();
            one.Step(targets: 1 + step % 5);
            two.Step(targets: 1 + step % 5);
        }
    }

    [TorchTheory]
    [InlineData(OptimizerKind.Adam, DType.Float32), InlineData(OptimizerKind.Adam, DType.Float64), InlineData(OptimizerKind.Adam, DType.BFloat16)]
    [InlineData(OptimizerKind.Momentum, DType.Float32), InlineData(OptimizerKind.Signum, DType.Float32), InlineData(OptimizerKind.Muon, DType.Float32)]
    public void Step_Dense_IsThatOfADenseGradient_ToTheBit(OptimizerKind kind, DType type)
    {
        using var scope = new Scope();
        var (a, b) = Both(type);
        using Optimizer one = Make(kind, a, TableUpdates.Dense, halfLife: 20, decay: 0.1), two = Make(kind, b, TableUpdates.Lazy, halfLife: 20, decay: 0.1);
        Run(one, a, two, b, 1, 30);
        Assert.Equal(Drawn.Of(b), Drawn.Of(a));
        Assert.All(one.State.Zip(two.State), s => Assert.Equal(Drawn.Of(s.Second.Value), Drawn.Of(s.First.Value)));
    }

    // A row beyond the first piece of a large table, and a gradient that names no row at all.
    [TorchFact]
    public void Step_Dense_OfALargeTable_GoesOnWithoutAGradient()
    {
        using var scope = new Scope();
        long[] shape = [30_000, 3];
        var (a, b) = (Tensor.Ones(shape).RequireGradient(), Tensor.Ones(shape).RequireGradient());
        using Optimizer one = Make(OptimizerKind.Adam, a, TableUpdates.Dense), two = Make(OptimizerKind.Adam, b, TableUpdates.Lazy);
        foreach (var rows in (long[][])[[29_999, 17_000, 0], [], [10_922, 10_923]])
        {
            a.Gradient = Drawn.Sparse(rows, Drawn.Numbers(rows.Length * 3, 1), DType.Float32, shape);
            b.Gradient = a.Gradient.ToDense();
            one.Step();
            two.Step();
        }
        Assert.Equal(b.ToArray<float>(), a.ToArray<float>());
    }

    // Without momentum nothing moves a row that is not named, so only the fading of the second moment is left: and that is made up for.
    [TorchTheory]
    [InlineData(DType.Float32, 0), InlineData(DType.Float32, 20), InlineData(DType.Float64, 0), InlineData(DType.Float64, 20)]
    public void Step_LazyDecay_WithoutMomentum_EqualsDense(DType type, double halfLife)
    {
        using var scope = new Scope();
        var (a, b) = Both(type);
        using Optimizer one = Make(OptimizerKind.Adam, a, TableUpdates.LazyDecay, 0, halfLife), two = Make(OptimizerKind.Adam, b, TableUpdates.Dense, 0, halfLife);
        Run(one, a, two, b, 1, 60);
        LossChecks.Near(Drawn.Of(b), Drawn.Of(a), type is DType.Float32 ? 1e-6 : 1e-13);
        var (c, d) = Both(type);
        using Optimizer lazy = Make(OptimizerKind.Adam, c, TableUpdates.Lazy, 0, halfLife), whole = Make(OptimizerKind.Adam, d, TableUpdates.Dense, 0, halfLife);
        Run(lazy, c, whole, d, 1, 60);
        Assert.True(Drawn.Of(c).Zip(Drawn.Of(d), (x, y) => Math.Abs(x - y)).Max() > 1e-3, "A memory that does not fade gave the same.");
    }

    // The same row by row with plain loops: memory fades by the decays of the steps between, and the moves of momentum alone are missing.
    [TorchTheory, InlineData(DType.Float32), InlineData(DType.Float64)]
    public void Step_LazyDecay_WithMomentum_FadesBothMoments(DType type)
    {
        using var scope = new Scope();
        var (value, _) = Both(type);
        using var adam = Make(OptimizerKind.Adam, value, TableUpdates.LazyDecay, 0.9, 20);
        var (p, m, v) = (Drawn.Numbers(Height * Width, 0), new double[Height * Width], new double[Height * Width]);
        var seen = 0;
        for (var step = 1; step <= 60; step++)
        {
            var (rows, targets) = (RowsOf(step), 1 + step % 5);
            var g = Drawn.Numbers(rows.Length * Width, step);
            value.Gradient = Drawn.Sparse(rows, g, type, Height, Width);
            adam.Step(targets: targets);
            seen += targets;
            var beta2 = Math.Pow(0.5, targets / 20.0);
            for (var k = 0; k < p.Length; k++) (m[k], v[k]) = (0.9 * m[k], beta2 * v[k]);
            for (var n = 0; n < g.Length; n++)
            {
                var k = rows[n / Width] * Width + n % Width;
                m[k] += 0.1 * g[n];
                v[k] += (1 - beta2) * g[n] * g[n];
                p[k] -= 0.05 * (m[k] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(v[k] / (1 - Math.Pow(0.5, seen / 20.0))) + 1e-8);
            }
        }
        LossChecks.Near(p, Drawn.Of(value), type is DType.Float32 ? 1e-5 : 1e-11);
    }

    [TorchTheory, InlineData(OptimizerKind.Momentum), InlineData(OptimizerKind.Signum), InlineData(OptimizerKind.Muon)]
    public void Step_LazyDecay_OfAnOptimiserInPieces_IsThatByOperators(OptimizerKind kind)
    {
        using var scope = new Scope();
        var ((a, _), (b, _)) = (Both(DType.Float32), Both(DType.Float64));
        using Optimizer one = Make(kind, a, TableUpdates.LazyDecay), two = Make(kind, b, TableUpdates.LazyDecay), lazy = Make(kind, Both(DType.Float64).Item1, TableUpdates.Lazy);
        for (var step = 1; step <= 30; step++)
            foreach (var optimizer in (Optimizer[])[one, two, lazy])
            {
                var (value, rows) = (optimizer.Parameters[0].Value, RowsOf(step));
                value.Gradient = Drawn.Sparse(rows, Drawn.Numbers(rows.Length * Width, step), value.DType, Height, Width);
                optimizer.Step();
            }
        LossChecks.Near(Drawn.Of(b), Drawn.Of(a), 1e-5);
        Assert.True(Drawn.Of(lazy.Parameters[0].Value).Zip(Drawn.Of(b), (x, y) => Math.Abs(x - y)).Max() > 1e-3, "Nothing faded.");
    }

    [TorchFact]
    public void State_OfLazyDecay_CopiedIntoAnother_GoesOnWithTheSameBits()
    {
        using var scope = new Scope();
        var (a, b) = Both(DType.Float32);
        using Optimizer one = Make(OptimizerKind.Adam, a, TableUpdates.LazyDecay, halfLife: 20), two = Make(OptimizerKind.Adam, b, TableUpdates.LazyDecay, halfLife: 20);
        var (spare, _) = Both(DType.Float32);
        using var other = Make(OptimizerKind.Sgd, spare, TableUpdates.Lazy);
        Run(one, a, other, spare, 1, 25);
        using (Gradients.NotRecorded())
        {
            b.CopyInPlace(a);
            foreach (var ((name, to), (same, from)) in two.State.Zip(one.State))
            {
                Assert.Equal(name, same);
                to.CopyInPlace(from);
            }
        }
        Assert.Equal(["exp_avg.w", "exp_avg_sq.w", "row_steps.w", "row_targets.w"], two.State.Select(s => s.Name));
        (two.Steps, two.Targets) = (one.Steps, one.Targets);
        for (var step = 26; step < 50; step++)
            foreach (var optimizer in (Optimizer[])[one, two])
            {
                var rows = RowsOf(step);
                var value = optimizer.Parameters[0].Value;
                value.Gradient = Drawn.Sparse(rows, Drawn.Numbers(rows.Length * Width, step), DType.Float32, Height, Width);
                optimizer.Step(targets: step);
            }
        Assert.Equal(a.ToArray<float>(), b.ToArray<float>());
    }

    [TorchFact]
    public void Step_LazyDecay_OfASparseGradientOfNoTable_SaysWhatToDo()
    {
        using var scope = new Scope();
        var value = Tensor.Ones([Height, Width]).RequireGradient();
        using var adam = new Adam([new("w", value)]) { Tables = TableUpdates.LazyDecay };
        value.Gradient = Drawn.Sparse([1], Drawn.Numbers(Width, 0), DType.Float32, Height, Width);
        Assert.Contains("'w' is sparse, but it is not marked as a table", Assert.Throws<InvalidOperationException>(() => adam.Step()).Message, StringComparison.Ordinal);
    }
}

namespace Attune.Neural.Tests;

public sealed class OptimizerTests
{
    static readonly long[] s_rows = [4, 1, 4];

    // Row 4 is named twice: its gradients are added up before it moves.
    static Tensor SparseGradient(DType type) =>
        Tensor.Sparse(Tensor.Of<long>(s_rows, 1, 3), Tensor.Of<double>([1, 2, 3, 4, 5, 6], 3, 2).To(type), 6, 2);

    static Optimizer Make(string kind, Tensor value) => kind switch
    {
        "adam" => new Adam([new("w", value)], 0.1),
        "momentum" => new Sgd([new("w", value)], 0.1, 0.9),
        _ => new Sgd([new("w", value)], 0.1),
    };

    [TorchTheory, InlineData("adam"), InlineData("momentum"), InlineData("sgd")]
    public void Step_OfASparseGradient_MovesItsRowsAlone_AsTheDenseOne(string kind)
    {
        foreach (var type in (DType[])[DType.Float32, DType.Float64])
        {
            using var scope = new Scope();
            var (lazy, dense) = (Tensor.Ones([6, 2], type).RequireGradient(), Tensor.Ones([6, 2], type).RequireGradient());
            using Optimizer ofLazy = Make(kind, lazy), ofDense = Make(kind, dense);
            for (var step = 0; step < 3; step++)
            {
                lazy.Gradient = SparseGradient(type);
                dense.Gradient = SparseGradient(type).ToDense();
                ofLazy.Step();
                ofDense.Step();
            }
            var values = lazy.To(DType.Float64).ToArray<double>();
            Assert.Equal(dense.To(DType.Float64).ToArray<double>(), values, (a, b) => Math.Abs(a - b) < 1e-6);
            Assert.All(new[] { 0, 2, 3, 5 }, r => Assert.Equal(1, values[2 * r]));
            Assert.True(values[2] < 0.9 && values[8] < 0.9);
        }
    }

    // A row that is not named stays, though Adam would still carry it on.
    [TorchFact]
    public void Step_OfALazyAdam_LeavesOtherRows()
    {
        using var scope = new Scope();
        var value = Tensor.Ones([6, 2]).RequireGradient();
        using var adam = new Adam([new("w", value)], 0.1);
        value.Gradient = Tensor.Ones([6, 2]);
        adam.Step();
        var before = value.ToArray<float>();
        value.Gradient = SparseGradient(DType.Float32);
        adam.Step();
        var after = value.ToArray<float>();
        Assert.All(new[] { 0, 2, 3, 5 }, r => Assert.Equal(before[2 * r], after[2 * r]));
        Assert.NotEqual(before[2], after[2]);
    }

    [TorchTheory, InlineData(DType.Float32), InlineData(DType.Float64)]
    public void Norm_IsThatOfAllGradients_AndScaleShortensThem(DType type)
    {
        using var scope = new Scope();
        var (a, b, c) = (Tensor.Zeros([6, 2], type).RequireGradient(), Tensor.Zeros([5], type).RequireGradient(), Tensor.Zeros([3], type).RequireGradient());
        using var sgd = new Sgd([new("a", a), new("b", b), new("c", c)], 1);
        (a.Gradient, b.Gradient) = (SparseGradient(type), Tensor.Of<double>([1, -2, 3, -4, 5]).To(type));
        // Rows (3, 4) and (6, 8) of the sparse one, the second the sum of two.
        Assert.Equal(Math.Sqrt(9 + 16 + 36 + 64 + 55), sgd.Norm(), 1e-6);
        sgd.Step(0.5);
        Assert.Equal([-0.5, 1, -1.5, 2, -2.5], b.To(DType.Float64).ToArray<double>());
        Assert.Equal([0, 0, -1.5, -2, 0, 0, 0, 0, -3, -4, 0, 0], a.To(DType.Float64).ToArray<double>());
        Assert.Equal([0, 0, 0], c.To(DType.Float64).ToArray<double>());
    }

    [TorchFact]
    public void Norm_OfAGradientThatIsNotANumber_IsNotOne()
    {
        using var scope = new Scope();
        var value = Tensor.Zeros([100]).RequireGradient();
        using var sgd = new Sgd([new("w", value)]);
        value.Gradient = Tensor.Full([100], double.NaN);
        Assert.Equal(double.NaN, sgd.Norm());
    }

    [TorchFact]
    public void Step_OnAnyNumberOfThreads_GivesTheSameBits()
    {
        var threads = Torch.Threads;
        try
        {
            var results = new[] { 1, 2, 3, 8 }.Select(Run).ToList();
            Assert.All(results, r => Assert.Equal(results[0], r));
        }
        finally
        {
            Torch.Threads = threads;
        }

        static float[] Run(int threads)
        {
            using var scope = new Scope();
            Torch.Threads = threads;
            var value = Tensor.Range(0, 100_003).To(DType.Float32).MultiplyInPlace(1e-5).RequireGradient();
            using var adam = new Adam([new("w", value)]);
            for (var step = 0; step < 3; step++)
            {
                value.Gradient = value.Detach().Sin();
                adam.Step(1 / Math.Max(1, adam.Norm()));
            }
            return value.ToArray<float>();
        }
    }

    [TorchFact]
    public void State_CopiedIntoAnother_GoesOnWithTheSameBits()
    {
        using var scope = new Scope();
        var (one, two) = (Tensor.Ones([50]).RequireGradient(), Tensor.Ones([50]).RequireGradient());
        using Adam first = new([new("w", one)]), second = new([new("w", two)]);
        for (var step = 0; step < 5; step++) Move(first, one, step);
        using (Gradients.NotRecorded())
        {
            two.CopyInPlace(one);
            foreach (var ((name, to), (same, from)) in second.State.Zip(first.State))
            {
                Assert.Equal(name, same);
                to.CopyInPlace(from);
            }
        }
        Assert.Equal(["exp_avg.w", "exp_avg_sq.w"], first.State.Select(s => s.Name));
        second.Steps = first.Steps;
        for (var step = 5; step < 10; step++)
        {
            Move(first, one, step);
            Move(second, two, step);
        }
        Assert.Equal(one.ToArray<float>(), two.ToArray<float>());

        static void Move(Adam adam, Tensor value, int step)
        {
            value.Gradient = Tensor.Full([50], Math.Sin(step));
            adam.Step();
        }
    }

    [TorchFact]
    public void Steps_AndDispose_LeaveNoTensors()
    {
        var before = Scope.LiveTensors;
        using (new Scope())
        {
            var value = Tensor.Ones([6, 2]).RequireGradient();
            using var adam = new Adam([new("w", value)]);
            var made = Scope.LiveTensors;
            adam.Step();
            value.Gradient = SparseGradient(DType.Float32);
            var held = Scope.LiveTensors;
            adam.Norm();
            adam.Step();
            adam.Clear();
            Assert.Equal(held, Scope.LiveTensors);
            Assert.Equal(made, before + 3);
        }
        Assert.Equal(before, Scope.LiveTensors);
    }
}

namespace Attune.Neural.Tests;

public sealed class FusedStepTests
{
    // Two layers that share a table, which is looked up twice.
    sealed class Net : IDisposable
    {
        internal readonly Parameter[] Parameters;

        internal Net(bool sparse = false, int width = 5, int layers = 3)
        {
            using var scope = new Scope();
            Sparse = sparse;
            Parameters =
            [
                new("table", Drawn.Leaf(Drawn.Numbers(20 * width, 0), DType.Float32, 20, width)) { IsTable = true },
                .. Enumerable.Range(0, layers).Select(i => new Parameter($"w{i}", Drawn.Leaf(Drawn.Numbers(width * width, i + 1, 0.3), DType.Float32, width, width))),
                new("unused", Tensor.Ones([3]).RequireGradient()),
            ];
            foreach (var (_, value) in Parameters) scope.Keep(value);
        }

        bool Sparse { get; }

        internal Tensor Loss(int step)
        {
            var table = Parameters[0].Value;
            var x = Tensor.Embedding(table, Tensor.Of<long>([1, 2, 3 + step % 5]), sparse: Sparse);
            foreach (var (name, w) in Parameters)
                if (name[0] == 'w') x = x.MatMul(w).Tanh();
            return (x * Tensor.Embedding(table, Tensor.Of<long>([2, 4, 5]), sparse: Sparse)).Sum();
        }

        public void Dispose()
        {
            foreach (var (_, value) in Parameters) value.Free();
        }
    }

    static Optimizer Make(OptimizerKind kind, Net net, TableUpdates tables = TableUpdates.Lazy) =>
        Optimizers.Of(new OptimizerSettings { Kind = kind, LearningRate = 0.01, Beta2HalfLife = 30, WeightDecay = 0.1, Tables = tables, Rounding = kind is OptimizerKind.Signum ? WeightRounding.Stochastic : default }, net.Parameters);

    [TorchTheory]
    [InlineData(OptimizerKind.Adam, false), InlineData(OptimizerKind.Adam, true), InlineData(OptimizerKind.Momentum, false), InlineData(OptimizerKind.Signum, false)]
    [InlineData(OptimizerKind.Adafactor, false), InlineData(OptimizerKind.Muon, true)]
    public void FuseIntoBackward_OfAnyOptimiser_IsAnOrdinaryStep_ToTheBit(OptimizerKind kind, bool sparse)
    {
        using var scope = new Scope();
        using Net one = new(sparse), two = new(sparse);
        using Optimizer fused = Make(kind, one, TableUpdates.LazyDecay), ordinary = Make(kind, two, TableUpdates.LazyDecay);
        for (var step = 1; step <= 10; step++)
        {
            // Before the forward pass or after it.
            var before = step % 2 == 0 ? fused.FuseIntoBackward(step) : null;
            var loss = one.Loss(step);
            using (before ?? fused.FuseIntoBackward(step)) Gradients.Backward(loss);
            Assert.All(one.Parameters, p => Assert.False(p.Value.Gradient.IsDefined));
            Gradients.Backward(two.Loss(step));
            ordinary.Step(targets: step);
            ordinary.Clear();
        }
        Assert.Equal((ordinary.Steps, ordinary.Targets), (fused.Steps, fused.Targets));
        Assert.All(one.Parameters.Concat(fused.State).Zip(two.Parameters.Concat(ordinary.State)), p => Assert.Equal(Drawn.Of(p.Second.Value), Drawn.Of(p.First.Value)));
        Assert.NotEqual(Drawn.Numbers(100, 0).Select(v => (double)(float)v), Drawn.Of(one.Parameters[0].Value));
    }

    // As losses do that write the gradient of a table out by hand before the pass, or of a parameter that the pass does not reach.
    [TorchFact]
    public void FuseIntoBackward_WithAGradientThatWasThere_AddsToIt()
    {
        using var scope = new Scope();
        using Net one = new(), two = new();
        using Optimizer fused = Make(OptimizerKind.Momentum, one), ordinary = Make(OptimizerKind.Momentum, two);
        foreach (var net in (Net[])[one, two])
        {
            var (table, unused) = (net.Parameters[0].Value, net.Parameters[^1].Value);
            (table.Gradient, unused.Gradient) = (Tensor.Ones([20, 5]), Tensor.Ones([3]));
        }
        using (fused.FuseIntoBackward()) Gradients.Backward(one.Loss(1));
        Gradients.Backward(two.Loss(1));
        ordinary.Step();
        Assert.All(one.Parameters.Zip(two.Parameters), p => Assert.Equal(p.Second.Value.ToArray<float>(), p.First.Value.ToArray<float>()));
        Assert.NotEqual(1, one.Parameters[^1].Value.ToArray<float>()[0]);
        Assert.All(one.Parameters, p => Assert.False(p.Value.Gradient.IsDefined));
    }

    [TorchFact]
    public void FuseIntoBackward_ForASecondPass_OrAStepBetween_IsRefused()
    {
        using var scope = new Scope();
        using var net = new Net();
        using var adam = Make(OptimizerKind.Adam, net);
        var (first, second) = (net.Loss(1), net.Loss(2));
        var failed = Assert.Throws<InvalidOperationException>(() =>
        {
            using (adam.FuseIntoBackward())
            {
                Assert.Contains("dispose what", Assert.Throws<InvalidOperationException>(() => adam.Step()).Message, StringComparison.Ordinal);
                Assert.Contains("no norm of all", Assert.Throws<InvalidOperationException>(() => adam.Norm()).Message, StringComparison.Ordinal);
                Assert.Contains("before the next", Assert.Throws<InvalidOperationException>(() => adam.FuseIntoBackward()).Message, StringComparison.Ordinal);
                Gradients.Backward(first);
                Gradients.Backward(second);
            }
        });
        Assert.Contains("was moved already", failed.Message, StringComparison.Ordinal);
        adam.Clear();
        Gradients.Backward(net.Loss(3));
        adam.Step();
        Assert.Equal(2, adam.Steps);
    }

    [TorchFact]
    public void FuseIntoBackward_AndDisposal_LeaveNoTensors()
    {
        var before = Scope.LiveTensors;
        using (new Scope())
        {
            using var net = new Net(sparse: true);
            using var adam = Make(OptimizerKind.Adam, net, TableUpdates.LazyDecay);
            _ = adam.StateBytes;
            var made = Scope.LiveTensors;
            for (var step = 1; step <= 3; step++)
            {
                using var scope = new Scope();
                var loss = net.Loss(step);
                using (adam.FuseIntoBackward()) Gradients.Backward(loss);
                Assert.True(Scope.LiveTensors > made);
            }
            Assert.Equal(made, Scope.LiveTensors);
            // No hook is left: a pass without a fused step moves nothing.
            var values = net.Parameters[1].Value.ToArray<float>();
            using (new Scope()) Gradients.Backward(net.Loss(4));
            Assert.Equal(values, net.Parameters[1].Value.ToArray<float>());
        }
        Assert.Equal(before, Scope.LiveTensors);
    }

    // Twelve layers of 1 MiB each: together their gradients are 12 MiB, of which one or two are there at a time.
    [TorchFact]
    public void FuseIntoBackward_OfManyLayers_NeedsLessMemory()
    {
        using var scope = new Scope();
        using var net = new Net(width: 512, layers: 12);
        using var sgd = Make(OptimizerKind.Sgd, net);
        long Peak(Action step)
        {
            using var inner = new Scope();
            step();
            sgd.Clear();
            Torch.Memory(resetPeak: true);
            var used = Torch.Memory().Used;
            step();
            sgd.Clear();
            return Torch.Memory().Peak - used;
        }
        var ordinary = Peak(() =>
        {
            Gradients.Backward(net.Loss(1));
            sgd.Step();
        });
        var fused = Peak(() =>
        {
            var loss = net.Loss(1);
            using (sgd.FuseIntoBackward()) Gradients.Backward(loss);
        });
        Assert.True(ordinary > 12 << 20, $"{ordinary} bytes for all gradients");
        Assert.True(fused < 5 << 20, $"{fused} bytes where gradients are let go");
    }
}

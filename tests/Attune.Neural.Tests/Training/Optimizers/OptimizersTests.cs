using Attune.Tests;

namespace Attune.Neural.Tests;

public sealed class OptimizersTests : IDisposable
{
    const string Script = """
        import json, sys, torch
        kinds = {
            'Adam': lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.9, 0.999), eps=1e-8),
            'AdamW': lambda p: torch.optim.AdamW(p, lr=0.01, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.1),
            'Sgd': lambda p: torch.optim.SGD(p, lr=0.01, weight_decay=0.1),
            'Momentum': lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.8, weight_decay=0.1),
            'SparseAdam': lambda p: torch.optim.SparseAdam(p, lr=0.01),
        }
        result = {}
        for name, make in kinds.items():
            w = torch.arange(24, dtype=torch.float64).reshape(6, 4).div(10).sin().requires_grad_()
            optimizer = make([w])
            for step in range(1, 31):
                g = torch.arange(24, dtype=torch.float64).reshape(6, 4).mul(step).cos()
                if name == 'SparseAdam': g = torch.sparse_coo_tensor([[step % 6, 5 - step % 5]], g[:2], (6, 4))
                w.grad = g
                optimizer.step()
            result[name] = w.detach().flatten().tolist()
        print(json.dumps(result))
        """;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static Tensor Numbers(DType type) => Tensor.Range(0, 24).To(DType.Float64).Reshape(6, 4).To(type);

    [TorchFact]
    public void Of_TheKindsThatPyTorchHas_AreIts()
    {
        var theirs = PyTorch.Script(_folder.Write("optimizers.py", Script));
        foreach (var type in (DType[])[DType.Float32, DType.Float64])
            foreach (var (name, kind, decay) in ((string, OptimizerKind, double)[])[("Adam", OptimizerKind.Adam, 0), ("AdamW", OptimizerKind.Adam, 0.1), ("Sgd", OptimizerKind.Sgd, 0.1), ("Momentum", OptimizerKind.Momentum, 0.1), ("SparseAdam", OptimizerKind.Adam, 0)])
            {
                using var scope = new Scope();
                var value = (Numbers(DType.Float64) * 0.1).Sin().To(type).Clone().RequireGradient();
                using var ours = Optimizers.Of(new OptimizerSettings { Kind = kind, LearningRate = 0.01, WeightDecay = decay, Beta1 = name == "Momentum" ? 0.8 : null }, [new("w", value)]);
                for (var step = 1; step <= 30; step++)
                {
                    var g = (Numbers(DType.Float64) * step).Cos().To(type);
                    value.Gradient = name == "SparseAdam" ? Tensor.Sparse(Tensor.Of<long>([step % 6, 5 - step % 5], 1, 2), g.Narrow(0, 0, 2), 6, 4) : g;
                    ours.Step();
                }
                // SparseAdam adds epsilon to the root before the bias is corrected, Adam after it.
                LossChecks.Near([.. theirs.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())], Drawn.Of(value), type is DType.Float32 ? 1e-5 : name == "SparseAdam" ? 1e-7 : 1e-12);
            }
    }

    [TorchFact]
    public void Of_EveryKind_RemembersWhatTheMemoryReportSays()
    {
        using var scope = new Scope();
        foreach (var (type, bytes) in ((DType, int)[])[(DType.Float32, 4), (DType.BFloat16, 2)])
        {
            Parameter[] parameters =
            [
                new("table", Tensor.Zeros([200, 130], type)) { IsTable = true }, new("large", Tensor.Zeros([256, 129], type)), new("small", Tensor.Zeros([64, 256], type)),
                new("vector", Tensor.Zeros([33], type)), new("cube", Tensor.Zeros([4, 5, 6], type)),
            ];
            ParameterShape[] shapes = [.. parameters.Select(p => new ParameterShape(p.Value.Shape, p.IsTable))];
            foreach (var kind in Enum.GetValues<OptimizerKind>())
            {
                using var optimizer = Optimizers.Of(new OptimizerSettings { Kind = kind, LearningRate = 0.1 }, parameters);
                Assert.Equal(OptimizerMemory.Of(kind, shapes, bytes).State, optimizer.StateBytes);
            }
        }
    }

    [TorchFact]
    public void Of_Settings_SetsEveryOption()
    {
        using var scope = new Scope();
        Parameter[] parameters = [new("w", Tensor.Zeros([3, 3]))];
        var settings = new OptimizerSettings { LearningRate = 0.3, WeightDecay = 0.1, Beta1 = 0.7, Beta2 = 0.8, Beta2HalfLife = 9, DecayPower = 0.5, Tables = TableUpdates.Dense, Rounding = WeightRounding.Stochastic, Seed = 5 };
        foreach (var kind in Enum.GetValues<OptimizerKind>())
        {
            using var made = Optimizers.Of(settings with { Kind = kind }, parameters);
            Assert.Equal((0.3, 0.1, TableUpdates.Dense, WeightRounding.Stochastic, 5), (made.LearningRate, made.WeightDecay, made.Tables, made.Rounding, made.Seed));
            Assert.True(made switch
            {
                Adam a => kind is OptimizerKind.Adam && (a.Beta1, a.Beta2, a.Beta2HalfLife) == (0.7, 0.8, 9),
                Adafactor a => kind is OptimizerKind.Adafactor && (a.Beta2, a.Beta2HalfLife, a.Power) == (0.8, 9, 0.5),
                Muon m => kind is OptimizerKind.Muon && (m.Momentum, m.Beta1, m.Beta2, m.Beta2HalfLife) == (0.7, 0.9, 0.8, 9),
                Signum => kind is OptimizerKind.Signum && made.State.Any(),
                _ => (kind is OptimizerKind.Momentum && made.State.Any()) || (kind is OptimizerKind.Sgd && !made.State.Any()),
            }, $"{kind}");
        }
        Assert.Contains("Adafactor", Assert.Throws<ArgumentOutOfRangeException>(() => Optimizers.Of(settings with { Kind = (OptimizerKind)99 }, parameters)).Message, StringComparison.Ordinal);
    }
}

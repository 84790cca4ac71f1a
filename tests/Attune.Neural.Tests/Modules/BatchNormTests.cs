using System.Text.Json;
using Attune.Numerics;
using Attune.Tests;
using static Attune.Neural.Tests.FiniteDifferences;

namespace Attune.Neural.Tests;

public sealed class BatchNormTests
{
    // Three batches of training, each with a step of SGD, then scoring.
    const string Beside = """
        import json, sys, torch
        from torch import nn
        torch.set_default_dtype(torch.float64)
        data = torch.tensor(json.load(open(sys.argv[1])))
        norm = nn.BatchNorm1d(3)
        outputs = []
        for batch in data[:3]:
            norm.zero_grad()
            y = norm(batch)
            (y * y * y).sum().backward()
            outputs.append(y.flatten().tolist())
            with torch.no_grad():
                for p in norm.parameters(): p -= 0.01 * p.grad
        norm.eval()
        outputs.append(norm(data[3]).flatten().tolist())
        print(json.dumps({'outputs': outputs, 'mean': norm.running_mean.tolist(), 'var': norm.running_var.tolist(), 'weight': norm.weight.tolist(), 'bias': norm.bias.tolist()}))
        """;

    [TorchFact]
    public void Forward_TrainedAndScored_IsPyTorchs()
    {
        using var folder = new TemporaryFolder();
        using var scope = new Scope();
        double[][][] data = [.. Enumerable.Range(0, 4).Select(b => Enumerable.Range(0, 4).Select(r => Enumerable.Range(0, 3).Select(f => Math.Sin(7 * b + 3 * r + f) * (1 + f) + b).ToArray()).ToArray())];
        var expected = PyTorch.Script(folder.Write("beside.py", Beside), folder.Write("data.json", JsonSerializer.Serialize(data)));
        using var norm = new BatchNorm(FiniteDifferences.Init(), 3);
        norm.Train();
        for (var b = 0; b < 4; b++)
        {
            if (b == 3) norm.Train(false);
            var y = norm.Forward(Tensor.Of<double>([.. data[b].SelectMany(r => r)], 4, 3));
            Near(expected.GetProperty("outputs")[b], y);
            if (b == 3) break;
            Gradients.Backward((y * y * y).Sum());
            using var off = Gradients.NotRecorded();
            foreach (var (_, value) in norm.Parameters)
            {
                value.AddInPlace(value.Gradient, -0.01);
                value.Gradient = default;
            }
        }
        Assert.Equal(["running_mean", "running_var"], norm.Buffers.Select(p => p.Name));
        foreach (var (name, value) in norm.Saved) Near(expected.GetProperty(name.Replace("running_", "", StringComparison.Ordinal)), value);
    }

    static void Near(JsonElement expected, Tensor found)
    {
        var (e, f) = (expected.EnumerateArray().Select(v => v.GetDouble()).ToArray(), found.ToArray<double>());
        Assert.Equal(e.Length, f.Length);
        for (var i = 0; i < e.Length; i++) Assert.Equal(e[i], f[i], 1e-12);
    }

    [TorchTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void BatchNorm_InTrainingAndScoring_MatchesDifferences(bool training)
    {
        using var scope = new Scope();
        using var module = new BatchNorm(FiniteDifferences.Init(), 4);
        module.Train(training);
        var x = Input(5, 4);
        Check(module, () => module.Forward(x), x);
    }

    [TorchFact]
    public void Forward_OneRow_IsRefusedInTrainingAlone()
    {
        using var scope = new Scope();
        using var module = new BatchNorm(new Init(1), 2);
        var row = Tensor.Of([3f, -1f], 1, 2);
        var y = module.Forward(row).ToArray<float>();
        Assert.Equal(3 / MathF.Sqrt(1 + 1e-5f), y[0], 1e-6f);
        module.Train();
        var message = Assert.Throws<OptionsException>(() => module.Forward(row)).Message;
        Assert.Contains("the variance of one row is 0", message, StringComparison.Ordinal);
        Assert.Contains("LayerNorm or RmsNorm", message, StringComparison.Ordinal);
        Assert.Equal([1f, 1f], module.Buffers.Last().Value.ToArray<float>());
        module.Forward(Tensor.Of([3f, -1f, 2f, 0f], 2, 2));
        Assert.Contains("rows × 2, and this is [2, 1, 2]", Assert.Throws<ArgumentException>(() => module.Forward(Tensor.Ones([2, 1, 2]))).Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void Export_ThenImport_KeepsTheRunningNumbers()
    {
        using var scope = new Scope();
        using var norm = new BatchNorm(new Init(1), 2);
        norm.Train();
        norm.Forward(Tensor.Of([3f, -1f, 2f, 5f], 2, 2));
        norm.Train(false);
        var weights = new Weights();
        norm.Export(weights);
        using var other = new BatchNorm(new Init(2), 2);
        other.Import(weights);
        var x = Tensor.Of([1f, 1f], 1, 2);
        Assert.Equal(norm.Forward(x).ToArray<float>(), other.Forward(x).ToArray<float>());
        Assert.NotEqual([1 / MathF.Sqrt(1 + 1e-5f), 1 / MathF.Sqrt(1 + 1e-5f)], other.Forward(x).ToArray<float>());
    }
}

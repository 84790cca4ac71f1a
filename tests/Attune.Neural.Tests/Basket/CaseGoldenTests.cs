using System.Text.Json;
using Attune.Tests;

namespace Attune.Neural.Tests;

/// <summary>The network of <see cref="Case"/> against the formulas written out user by user on PyTorch (tests/Golden/case.py): scores, loss and the gradients of all parameters.</summary>
public sealed class CaseGoldenTests
{
    [TorchTheory]
    [InlineData("intrinsic")]
    [InlineData("both")]
    public void Network_Golden_SameScoresLossAndGradients(string name)
    {
        using var scope = new Scope();
        var golden = TestData.Golden("case.json").GetProperty("cases").GetProperty(name);
        IRepeatTrainer trainer = TrainerOf(golden);
        using var network = (CaseNetwork)trainer.Network(new Init(1, Device.Cpu, DType.Float64), 2, golden.GetProperty("items").GetInt32());
        Take(network, golden.GetProperty("parameters"));
        Repurchase[] examples = [.. golden.GetProperty("users").EnumerateArray().Select(ExampleOf)];
        // The shorter is padded: the reference knows no padding.
        var batch = new RepeatBatch(Array.ConvertAll(examples, e => e.History), [0, 1], 1024);
        var scores = network.Forward(batch, network.Kernels!.Dense(batch));
        foreach (var (user, b) in golden.GetProperty("scores").EnumerateArray().Select((s, b) => (s, b)))
            Near(user.EnumerateArray(), scores.Select(0, b).Narrow(0, 0, batch.Sizes[b]).Contiguous(), $"scores of {b}");
        var loss = trainer.Criterion.Sum(scores, batch, examples, [1, 2]);
        Assert.Equal(golden.GetProperty("loss").GetDouble(), loss.Item(), 1e-6);
        Gradients.Backward(loss);
        foreach (var (parameter, value) in network.Parameters)
        {
            // Nobody reads the row of padding, and of an item that no user has.
            Near(golden.GetProperty("gradients").GetProperty(parameter).GetProperty("data").EnumerateArray(), value.Gradient, parameter);
        }
    }

    static Case TrainerOf(JsonElement golden)
    {
        int Number(string option) => golden.GetProperty(option).GetInt32();
        return new()
        {
            Width = Number("width"), Heads = Number("heads"), InducingPoints = Number("inducingPoints"), Layers = Number("layers"), Days = Number("days"), Kernels = golden.GetProperty("kernels").GetString()!,
            Scoring = golden.GetProperty("scoring").GetString() == "both" ? CaseScoring.Both : CaseScoring.Intrinsic,
        };
    }

    static Repurchase ExampleOf(JsonElement user, int u)
    {
        var items = user.EnumerateArray().ToArray();
        var history = CadenceKernelsTests.History([.. items.Select(i => (i.GetProperty("item").GetInt32(), i.GetProperty("daysAgo").EnumerateArray().Select(d => d.GetInt32()).ToArray()))]);
        Assert.Equal(items.Select(i => i.GetProperty("item").GetInt32()), history.Items);
        return new Repurchase(u, 1000, history, [.. items.Select(i => i.GetProperty("bought").GetInt32() == 1)]);
    }

    internal static void Take(Module network, JsonElement parameters)
    {
        using var off = Gradients.NotRecorded();
        Assert.Equal(parameters.EnumerateObject().Select(p => p.Name).Order(), network.Parameters.Select(p => p.Name).Order());
        foreach (var (name, value) in network.Parameters)
        {
            var saved = parameters.GetProperty(name);
            Assert.Equal(saved.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()), value.Shape);
            value.CopyInPlace(Tensor.Wrap(saved.GetProperty("data").EnumerateArray().Select(v => v.GetDouble()).ToArray(), value.Shape));
        }
    }

    internal static void Near(IEnumerable<JsonElement> golden, Tensor found, string what)
    {
        double[] expected = [.. golden.Select(v => v.GetDouble())], actual = found.ToArray<double>();
        Assert.Equal(expected.Length, actual.Length);
        var most = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-6 * (1 + most), $"{what}[{i}]: {actual[i]} where the reference has {expected[i]}");
    }
}

using System.Text.Json;
using Attune.Tests;

namespace Attune.Neural.Tests;

/// <summary>The network of <see cref="Hstu"/> against the formulas written out place by place on PyTorch (tests/Golden/hstu.json): scores and the gradients of all parameters.</summary>
public sealed class HstuGoldenTests
{
    [TorchTheory]
    [InlineData("places", 1e-5)]
    [InlineData("times", 1e-5)]
    [InlineData("cosines", 1e-5)]
    public void Network_Golden_SameScoresAndGradients(string name, double tolerance)
    {
        using var scope = new Scope();
        var golden = TestData.Golden("hstu.json").GetProperty("cases").GetProperty(name);
        using var network = NetworkOf(golden);
        int[][] sequences = [.. golden.GetProperty("sequences").EnumerateArray().Select(s => s.EnumerateArray().Select(i => i.GetInt32()).ToArray())];
        // Shorter sequences are padded on the left: the reference knows no padding.
        var (rows, length) = (sequences.Length, sequences.Max(s => s.Length));
        var (items, times) = (Tensor.Zeros([rows, length], DType.Int64), Tensor.Zeros([rows, length], DType.Int64));
        for (var r = 0; r < rows; r++)
            for (var i = 0; i < sequences[r].Length; i++)
            {
                items.Span<long>()[(r + 1) * length - sequences[r].Length + i] = sequences[r][i];
                if (network.ReadsTimes) times.Span<long>()[(r + 1) * length - sequences[r].Length + i] = golden.GetProperty("times")[r][i].GetInt64();
            }
        var states = network.Forward(items, network.ReadsTimes ? times : default).Select(1, length - 1);
        var scores = states.MatMul(network.ItemTable.Narrow(0, 1, golden.GetProperty("items").GetInt32()).T);
        Near(golden.GetProperty("scores").EnumerateArray().SelectMany(s => s.EnumerateArray()), scores, "scores", tolerance);
        var targets = Tensor.Wrap(golden.GetProperty("targets").EnumerateArray().Select(t => t.GetInt64()).ToArray(), rows, 1);
        Gradients.Backward((scores.LogSumExp(1, keep: true) - scores.Gather(1, targets)).Sum());
        foreach (var (parameter, value) in network.Parameters) Near(golden.GetProperty("gradients").GetProperty(parameter).GetProperty("data").EnumerateArray(), value.Gradient, parameter, tolerance);
    }

    static SequenceNetwork NetworkOf(JsonElement golden)
    {
        int Number(string option) => golden.GetProperty(option).GetInt32();
        var options = new Hstu
        {
            Width = Number("width"), Heads = Number("heads"), AttentionDim = Number("attentionDim"), LinearDim = Number("linearDim"), Layers = Number("layers"), MaxLength = Number("maxLength"),
            TimeBuckets = Number("timeBuckets"), Normalised = golden.GetProperty("normalised").GetBoolean(), Temperature = golden.GetProperty("temperature").GetDouble(),
        };
        var network = ((ISequenceTrainer)options).Network(new Init(1, Device.Cpu, DType.Float64), Number("items"));
        using var off = Gradients.NotRecorded();
        var parameters = golden.GetProperty("parameters");
        Assert.Equal(parameters.EnumerateObject().Select(p => p.Name).Order(), network.Parameters.Select(p => p.Name).Order());
        foreach (var (name, value) in network.Parameters) value.CopyInPlace(Tensor.Wrap(parameters.GetProperty(name).GetProperty("data").EnumerateArray().Select(v => v.GetDouble()).ToArray(), value.Shape));
        return network;
    }

    // Beside the greatest number, because the file has seven places and cosines are divided by a small temperature.
    static void Near(IEnumerable<JsonElement> golden, Tensor found, string what, double tolerance)
    {
        double[] expected = [.. golden.Select(v => v.GetDouble())], actual = found.ToArray<double>();
        Assert.Equal(expected.Length, actual.Length);
        var most = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * (1 + most), $"{what}[{i}]: {actual[i]} where the reference has {expected[i]}");
    }
}

using System.Text.Json;
using Attune.Tests;

namespace Attune.Neural.Tests;

/// <summary>The recurrences against the plain references of flash-linear-attention on PyTorch (tests/Golden/linear_attention_recurrences.json): outputs, states and gradients.</summary>
public sealed class MixerGoldenTests
{
    const double Tolerance = 1e-4;

    [TorchTheory]
    [InlineData("retention", 4)]
    [InlineData("retention", 64)]
    [InlineData("gla", 4)]
    [InlineData("gla", 64)]
    [InlineData("hgrn2", 4)]
    [InlineData("hgrn2", 64)]
    [InlineData("hgrn", 0)]
    [InlineData("delta", 4)]
    [InlineData("delta", 64)]
    [InlineData("gated_delta", 4)]
    [InlineData("gated_delta", 64)]
    public void Recurrence_Golden_Within1e4(string name, long chunk)
    {
        using var scope = new Scope();
        var golden = TestData.Golden("linear_attention_recurrences.json").GetProperty("cases").GetProperty(name);
        var inputs = golden.GetProperty("inputs").EnumerateObject().ToDictionary(p => p.Name, p => Read(p.Value).RequireGradient());
        var placesFirst = golden.GetProperty("layout").GetString()!.StartsWith("[B,T", StringComparison.Ordinal);
        var (output, state) = name is "hgrn" ? VectorDecay.Forward(inputs["x"], inputs["g"].Exp()) : Matrix(inputs, placesFirst, chunk);
        if (placesFirst && name is not "hgrn") output = output.Transpose(1, 2);
        Near(golden.GetProperty("output"), output, "output");
        if (golden.GetProperty("state").ValueKind is not JsonValueKind.Null) Near(golden.GetProperty("state"), state, "state");
        var last = output.Count - 1;
        var weights = Tensor.Wrap(Enumerable.Range(0, (int)output.Count).Select(i => (float)(2.0 * i / last - 1)).ToArray(), output.Shape);
        Gradients.Backward((output * weights).Sum());
        foreach (var gradient in golden.GetProperty("grads").EnumerateObject()) Near(gradient.Value, inputs[gradient.Name].Gradient, gradient.Name);
    }

    static (Tensor Output, Tensor State) Matrix(Dictionary<string, Tensor> inputs, bool placesFirst, long chunk)
    {
        var (q, k, v) = (Heads(inputs["q"]), Heads(inputs["k"]), Heads(inputs["v"]));
        q *= 1 / Math.Sqrt(q.Size(3));
        var g = inputs.TryGetValue("gk", out var found) || inputs.TryGetValue("g", out found) ? Heads(found) : default;
        if (inputs.TryGetValue("beta", out var beta)) return DeltaRule.Forward(q, k, v, Heads(beta), g, default, chunk);
        // Of RetNet the file has no decays: head h keeps 1 − 2^{−5−h}.
        if (!g.IsDefined) g = Tensor.Wrap([MathF.Log(1 - 1 / 32f), MathF.Log(1 - 1 / 64f)], 1, 2, 1, 1).Expand(1, 2, q.Size(2), 1);
        return DiagonalDecay.Forward(q, k, v, g, default, chunk);

        Tensor Heads(Tensor x)
        {
            if (placesFirst) x = x.Transpose(1, 2);
            return x.Rank == 3 ? x.Unsqueeze(-1) : x;
        }
    }

    static Tensor Read(JsonElement tensor) =>
        Tensor.Wrap(tensor.GetProperty("data").EnumerateArray().Select(v => v.GetSingle()).ToArray(), tensor.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()).ToArray());

    static void Near(JsonElement golden, Tensor found, string what)
    {
        var expected = Read(golden);
        Assert.Equal(expected.Shape, found.Shape);
        var (a, b) = (expected.ToArray<float>(), found.ToArray<float>());
        for (var i = 0; i < a.Length; i++) Assert.True(Math.Abs(a[i] - b[i]) <= Tolerance, $"{what}[{i}]: {b[i]} where the reference has {a[i]}");
    }
}

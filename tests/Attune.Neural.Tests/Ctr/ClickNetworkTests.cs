using System.Text.Json;
using Attune.Numerics;
using Attune.Tests;

namespace Attune.Neural.Tests;

/// <summary>The networks of clicks against the papers' formulas written out in loops on PyTorch (tests/Golden/click-models.json), and their gradients of tables against recorded ones.</summary>
public sealed class ClickNetworkTests
{
    public static TheoryData<int, string> Cases => [.. TestData.Golden("click-models.json").GetProperty("cases").EnumerateArray().Select((c, i) => (i, c.GetProperty("model").GetString()!))];

    [TorchTheory, MemberData(nameof(Cases))]
    public void Forward_Golden_SameLogitsAndParameters(int number, string model)
    {
        using var scope = new Scope();
        var golden = TestData.Golden("click-models.json");
        var one = golden.GetProperty("cases")[number];
        var sizes = Numbers(golden.GetProperty("sizes"));
        ClickFieldRole[] roles = [ClickFieldRole.UserId, ClickFieldRole.ItemId, ClickFieldRole.Context, ClickFieldRole.Context];
        var fields = new ClickFields([.. sizes.Select((s, f) => new ClickField($"f{f}", ClickFieldKind.Categorical, roles[f], sizes[..f].Sum(), s, f, 1))]);
        Trainers.Register(typeof(Ssr).Assembly);
        var trainer = (ClickTrainer)Options.With(Trainers.Create(model), one.GetProperty("options").EnumerateObject().Select(o => KeyValuePair.Create(o.Name, o.Value.ToString())).Append(new("embeddingSize", "4")));
        using var network = trainer.Network(new Init(1), fields);
        Assert.Equal(one.GetProperty("parameters").EnumerateObject().Select(p => (p.Name, string.Join(',', Numbers(p.Value)))).Order(), network.Parameters.Select(p => (p.Name, string.Join(',', p.Value.Shape))).Order());
        Fill(network);
        if (network is SsrNetwork ssr)
            for (var l = 0; l < ssr.Layers.Length; l++)
                if (ssr.Layers[l].Drawn.Length > 0) ssr.Layers[l].Take([.. golden.GetProperty("drawn")[l].EnumerateArray().SelectMany(Numbers)]);
        var rows = new ClickRows(4, [.. golden.GetProperty("rows").EnumerateArray().SelectMany(Numbers)], null, [1, 0, 1], null);
        var logits = network.Forward(rows).ToArray<float>();
        Assert.Equal(one.GetProperty("logits").EnumerateArray().Select(z => z.GetDouble()), logits.Select(z => (double)z), (a, b) => Math.Abs(a - b) < 2e-5 * (1 + Math.Abs(a)));
        Assert.Equal(network.Parameters.Where(p => !p.IsTable).Sum(p => p.Value.Count), trainer.DenseParameters(fields));
    }

    // 300 rows are more than one stretch of the loops, and 11 numbers no whole number of vectors.
    [TorchTheory]
    [InlineData("deep-fm", "width=8 layers=1", false), InlineData("deep-fm", "width=8 layers=1", true)]
    [InlineData("ssr-d", "views=3 viewWidth=11 expandedWidth=13", false), InlineData("ssr-d", "views=2 viewWidth=16 layers=3 batchNorm=true gate=true", true)]
    [InlineData("ssr-s", "views=3 viewWidth=11", false), InlineData("ssr-s", "views=2 viewWidth=40 layers=3 batchNorm=true", true)]
    [InlineData("ssr", "filter=soft-gate views=2 viewWidth=12", true), InlineData("ssr", "filter=none views=1 viewWidth=5 layers=1", true), InlineData("ssr", "filter=ics views=2 viewWidth=8 expandedWidth=8 residual=true", true)]
    public void Backward_WithValuesAndWeights_IsTheRecordedGradient(string name, string settings, bool labels)
    {
        using var scope = new Scope();
        var table = labels ? ClickWorld.Labels(300, 3, 6) : ClickWorld.Table(300, weighted: true);
        ClickTrainer plain = name switch { "ssr" => new Ssr(), "ssr-s" => new SsrS(), "ssr-d" => new SsrD(), _ => new DeepFm() };
        var trainer = (ClickTrainer)Options.With(plain, $"embeddingSize=5 deviation=0.5 {settings}".Split(' ').Select(s => s.Split('=')).Select(s => KeyValuePair.Create(s[0], s[1])));
        using var network = trainer.Network(new Init(3), table.Fields);
        network.Train();
        var loss = network.Backward(ClickBatch.Of(table.Rows, new int[table.Fields.Codes]), 0).Item();
        var fast = network.Parameters.Select(p => (p.Name, Dense(p.Value.Gradient))).ToArray();
        foreach (var p in network.Parameters)
        {
            var value = p.Value;
            value.Gradient = default;
        }
        var recorded = network.Loss(table.Rows);
        Gradients.Backward(recorded);
        Assert.Equal(recorded.Item(), loss, 1e-6);
        foreach (var ((parameter, gradient), p) in fast.Zip(network.Parameters))
            Assert.All(gradient.Zip(Dense(p.Value.Gradient)), g => Assert.True(Math.Abs(g.First - g.Second) < 1e-6, $"{parameter}: {g.First} {g.Second}"));
        Assert.Contains(fast[0].Item2, g => g != 0);
    }

    /// <summary>λ times each row that is looked up, once however often, and nothing for those that are not.</summary>
    [TorchFact]
    public void Backward_Regularized_AddsTheRowsThatAreLookedUp()
    {
        using var scope = new Scope();
        var table = ClickWorld.Labels(9, 2, 20);
        using var network = new ClickFm { EmbeddingSize = 3, Deviation = 0.5 }.Network(new Init(3), table.Fields);
        float[] Of(double regularization)
        {
            var value = network.Parameters.First(p => p.Name == "vectors.weight").Value;
            value.Gradient = default;
            network.Backward(ClickBatch.Of(table.Rows, new int[table.Fields.Codes]), regularization);
            return Dense(value.Gradient);
        }
        var (plain, more, rows) = (Of(0), Of(0.25), network.Parameters.First(p => p.Name == "vectors.weight").Value.ToArray<float>());
        for (var i = 0; i < rows.Length; i++) Assert.Equal(table.Rows.Codes.Contains(i / 3) ? 0.25 * rows[i] : 0, more[i] - plain[i], 1e-6);
    }

    [TorchFact]
    public void Fm_Logit_IsTheDoubleLoopOverFields()
    {
        using var scope = new Scope();
        var table = ClickWorld.Table(20);
        using var network = new ClickFm { EmbeddingSize = 6, Deviation = 0.5 }.Network(new Init(9), table.Fields);
        var weights = new Weights();
        network.Export(weights);
        var (e, w, rows) = (weights.Float("vectors.weight"), weights.Float("first_order.weight"), table.Rows);
        var logits = network.Forward(rows).ToArray<float>();
        for (var n = 0; n < rows.Count; n++)
        {
            double z = weights.Float("bias")[0];
            var vectors = table.Fields.Fields.Select(f => Enumerable.Range(0, 6).Select(d => Enumerable.Range(f.Column, f.Columns).Sum(c => (double)rows.Values![n * rows.Columns + c] * e[rows.Codes[n * rows.Columns + c] * 6 + d])).ToArray()).ToArray();
            for (var c = 0; c < rows.Columns; c++) z += rows.Values![n * rows.Columns + c] * w[rows.Codes[n * rows.Columns + c]];
            for (var f = 0; f < vectors.Length; f++)
                for (var g = f + 1; g < vectors.Length; g++) z += vectors[f].Zip(vectors[g]).Sum(p => p.First * p.Second);
            Assert.Equal(z, logits[n], 1e-4);
        }
    }

    static float[] Dense(Tensor gradient) => (gradient.IsStrided ? gradient : gradient.ToDense()).ToArray<float>();

    static int[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(n => n.GetInt32())];

    static void Fill(Module network)
    {
        using var off = Gradients.NotRecorded();
        foreach (var (name, value) in network.Saved)
        {
            var k = name.Sum(c => (int)c) % 97;
            var numbers = value.Span<float>();
            for (var i = 0; i < numbers.Length; i++) numbers[i] = (float)(0.4 * Math.Sin(0.37 * (i + 1) + k));
        }
    }
}

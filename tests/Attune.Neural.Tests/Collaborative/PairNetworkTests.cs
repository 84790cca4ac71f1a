using System.Text.Json;
using Attune.Numerics;
using Attune.Tests;

namespace Attune.Neural.Tests;

/// <summary>The losses of neu-mf and simple-x beside loops in double precision, differences, and PyTorch.</summary>
public sealed class PairNetworkTests
{
    const int Users = 10, Items = 14;

    static CsrMatrix Preferences()
    {
        var stream = ((Seed)6).Stream();
        var rows = Enumerable.Range(0, Users).Select(u => Enumerable.Range(0, Items).Where(i => i % 3 == u % 3 || stream.NextDouble() < 0.2).ToArray()).ToArray();
        rows[4] = [6];
        return CsrMatrix.FromRows(Items, [.. rows.Select(r => (r, Array.ConvertAll(r, _ => 1f)))]);
    }

    static PairBatches Batches(int drawn) => new(Preferences(), 12, drawn, 3);

    static PairBatch Batch(int step, int drawn = 3)
    {
        var batches = Batches(drawn);
        return batches.Of(new Part(step / batches.Steps, step % batches.Steps));
    }

    [TorchFact]
    public void Of_AnEpoch_HasEveryPairOnceAndDrawsWhatUsersLack()
    {
        var (p, batches) = (Preferences(), Batches(5));
        var pairs = new List<(int, int)>();
        for (var s = 0; s < batches.Steps; s++)
        {
            var batch = batches.Of(new Part(1, s));
            pairs.AddRange(batch.Users.Zip(batch.Items));
            for (var e = 0; e < batch.Negatives.Length; e++) Assert.DoesNotContain(batch.Negatives[e], p.Row(batch.Users[e / 5]).ToArray());
        }
        Assert.Equal(Enumerable.Range(0, Users).SelectMany(u => p.Row(u).ToArray().Select(i => (u, i))), pairs.Order());
        Assert.NotEqual(pairs.Order(), pairs);
    }

    [TorchFact]
    public void Of_Parts_AreTheBatchDealtRound()
    {
        var batches = Batches(2);
        var whole = batches.Of(new Part(2, 1));
        var parts = Enumerable.Range(0, 3).Select(i => batches.Of(new Part(2, 1, i, 3))).ToArray();
        Assert.Equal(1, parts.Sum(p => p.Share), 1e-12);
        for (var n = 0; n < whole.Count; n++)
        {
            var part = parts[n % 3];
            Assert.Equal((whole.Users[n], whole.Items[n]), (part.Users[n / 3], part.Items[n / 3]));
            Assert.Equal(whole.Negatives.AsSpan(2 * n, 2).ToArray(), part.Negatives.AsSpan(2 * (n / 3), 2).ToArray());
        }
    }

    [TorchTheory]
    [InlineData(1, 2)]
    [InlineData(3, 4)]
    public void NeuMfLoss_InDoublePrecision_MatchesDifferences(int layers, int width)
    {
        using var scope = new Scope();
        using var network = new NeuMfNetwork(FiniteDifferences.Init(3), Users, Items, new NeuMf { Width = width, Layers = layers, Deviation = 0.7 });
        FiniteDifferences.Check(network, () => network.Loss(Batch(1)));
    }

    [TorchFact]
    public void SimpleXLoss_InDoublePrecision_MatchesDifferences()
    {
        using var scope = new Scope();
        using var network = new SimpleXNetwork(FiniteDifferences.Init(), Preferences(), new SimpleX { Width = 3, Margin = 0.1, Weight = 2, Gate = 0.3, Deviation = 0.7 });
        FiniteDifferences.Check(network, () => network.Loss(Batch(1)), 1e-6);
    }

    [TorchTheory]
    [InlineData(5, 0.3)]
    [InlineData(64, 1)]
    public void SimpleXBackward_Single_IsTheLossOfOperatorsInDouble(int width, double gate)
    {
        using var scope = new Scope();
        var options = new SimpleX { Width = width, Margin = 0.1, Weight = 2, Gate = gate, Deviation = 0.7 };
        using var exact = new SimpleXNetwork(FiniteDifferences.Init(9), Preferences(), options);
        using var network = new SimpleXNetwork(new Init(9), Preferences(), options);
        var batch = Batch(2) with { Share = 0.5 };
        Assert.Equal(exact.Backward(batch).Item(), network.Backward(batch).Item(), 1e-5);
        foreach (var (right, found) in exact.Parameters.Zip(network.Parameters))
        {
            var (e, f) = (right.Value.Gradient.ToArray<double>(), found.Value.Gradient.ToArray<float>());
            Assert.True(gate == 1 || e.Any(g => g != 0), right.Name);
            for (var i = 0; i < e.Length; i++) Assert.Equal(e[i], f[i], 1e-5);
        }
    }

    // By its definition: the mean over pairs of (1 − cos⁺) + weight · mean of max(0, cos⁻ − margin).
    [TorchFact]
    public void SimpleXBackward_ByLoopsInDouble_IsTheSameLoss()
    {
        using var scope = new Scope();
        var options = new SimpleX { Width = 4, Margin = 0.2, Weight = 3, Gate = 0.4, Deviation = 0.7 };
        using var network = new SimpleXNetwork(new Init(2), Preferences(), options);
        var (weights, batch, p, loss) = (CollaborativeFit.WeightsOf(network).Floats, Batch(0), Preferences(), 0.0);
        double[] Row(string name, int r) => [.. weights[name].Values.AsSpan(r * 4, 4).ToArray().Select(v => (double)v)];
        double[] Item(int i) => Row("item_embedding.weight", i);
        double Cosine(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum() / Math.Sqrt(a.Sum(x => x * x) * b.Sum(x => x * x));
        for (var n = 0; n < batch.Count; n++)
        {
            var history = p.Row(batch.Users[n]).ToArray();
            double[] mean = [.. Enumerable.Range(0, 4).Select(d => history.Average(i => Item(i)[d]))];
            double[] x = [.. Enumerable.Range(0, 4).Select(o => 0.4 * Row("user_embedding.weight", batch.Users[n])[o] + 0.6 * Row("history.weight", o).Zip(mean, (a, b) => a * b).Sum())];
            loss += 1 - Cosine(x, Item(batch.Items[n])) + 3 * batch.Negatives.AsSpan(n * 3, 3).ToArray().Average(j => Math.Max(0, Cosine(x, Item(j)) - 0.2));
        }
        Assert.Equal(loss / batch.Count, network.Backward(batch).Item(), 1e-5);
    }

    const string Beside = """
        import json, sys, torch
        import torch.nn.functional as F
        d = json.load(open(sys.argv[1]))
        torch.set_num_threads(1)
        p = {n: torch.tensor(v).reshape(s).requires_grad_() for n, (v, s) in d['weights'].items()}
        adam = torch.optim.Adam(p.values(), lr=0.01)
        losses = []
        for step in d['steps']:
            u, i, y = torch.tensor(step['users']), torch.tensor(step['items']), torch.tensor(step['labels'], dtype=torch.float32)
            product = F.embedding(u, p['user_factors.weight']) * F.embedding(i, p['item_factors.weight'])
            x = torch.cat([F.embedding(u, p['user_input.weight']), F.embedding(i, p['item_input.weight'])], -1)
            for l in range(d['layers']): x = F.relu(F.linear(x, p[f'layers.{l}.weight'], p[f'layers.{l}.bias']))
            scores = F.linear(torch.cat([product, x], -1), p['output.weight'], p['output.bias']).squeeze(-1)
            loss = F.binary_cross_entropy_with_logits(scores, y)
            adam.zero_grad(); loss.backward(); adam.step()
            losses.append(loss.item())
        print(json.dumps(losses))
        """;

    [TorchFact]
    public void NeuMfTrain_FiftySteps_LossesAsPyTorch()
    {
        using var folder = new TemporaryFolder();
        using var scope = new Scope();
        using var network = new NeuMfNetwork(new Init(5), Users, Items, new NeuMf { Width = 4, Layers = 3, Deviation = 0.3 });
        var weights = CollaborativeFit.WeightsOf(network).Floats.ToDictionary(f => f.Key, f => new object[] { f.Value.Values, f.Value.Shape });
        object StepOf(PairBatch b) => new
        {
            users = b.Users.SelectMany(u => Enumerable.Repeat(u, 1 + b.Drawn)).ToArray(),
            items = b.Items.SelectMany((i, n) => b.Negatives.AsSpan(n * b.Drawn, b.Drawn).ToArray().Prepend(i)).ToArray(),
            labels = b.Items.SelectMany(_ => Enumerable.Repeat(0.0, b.Drawn).Prepend(1.0)).ToArray(),
        };
        var data = new { layers = 3, weights, steps = Enumerable.Range(0, 50).Select(n => StepOf(Batch(n))).ToArray() };
        var expected = PyTorch.Script(folder.Write("beside.py", Beside), folder.Write("data.json", JsonSerializer.Serialize(data))).EnumerateArray().Select(v => v.GetDouble()).ToArray();
        using var optimizer = new Adam([.. network.Parameters], 0.01);
        for (var n = 0; n < 50; n++)
        {
            using var step = new Scope();
            optimizer.Clear();
            Assert.Equal(expected[n], network.Backward(Batch(n)).Item(), 1e-4);
            optimizer.Step();
        }
        Assert.True(expected[^5..].Average() < 0.9 * expected[..5].Average(), $"from {expected[0]} to {expected[^1]}");
    }

    // Scoring works the first layer out in halves, and never asks libtorch.
    [TorchTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void NeuMfScore_AnyLayers_IsTheNetworks(int layers)
    {
        using var scope = new Scope();
        var options = new NeuMf { Width = 3, Layers = layers, Epochs = 2, Deviation = 0.5 };
        var data = TinyTrainer.Circles();
        var (model, weights, scores) = (options.Fit(data), new Weights(), new float[data.Items.Count]);
        model.Export(weights);
        using var network = new NeuMfNetwork(new Init(1), data.Users.Count, data.Items.Count, options);
        network.Import(weights);
        using var off = Gradients.NotRecorded();
        foreach (var user in (int[])[0, 7, 39])
        {
            model.Score(Query.For(user), model.Catalog.AllItems, scores);
            var expected = network.Forward(PairBatch.Rows([.. Enumerable.Repeat(user, scores.Length)], default), PairBatch.Rows([.. Enumerable.Range(0, scores.Length)], default)).ToArray<float>();
            for (var i = 0; i < scores.Length; i++) Assert.Equal(expected[i], scores[i], 1e-5);
        }
    }
}

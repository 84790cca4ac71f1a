using System.Text.Json;
using Attune.Numerics;
using Attune.Tests;

namespace Attune.Neural.Tests;

/// <summary>The loss of mult-vae and mult-dae beside three others: loops in double precision, differences, and PyTorch.</summary>
public sealed class AutoencoderTests
{
    const int Users = 9, Items = 23;

    static readonly MultVae s_vae = new() { Latent = 5, Hidden = 7, Dropout = 0.4 };

    public static TheoryData<string> Kinds => ["vae", "vae flat", "dae", "dae deep"];

    static IAutoencoder Of(string kind) => kind switch
    {
        "vae" => s_vae,
        "vae flat" => s_vae with { Hidden = 0 },
        "dae" => new MultDae { Latent = 5, Dropout = 0.4 },
        _ => new MultDae { Latent = 5, Hidden = 7, Dropout = 0.4 },
    };

    static CsrMatrix Preferences()
    {
        var stream = ((Seed)4).Stream();
        var rows = Enumerable.Range(0, Users).Select(u => Enumerable.Range(0, Items).Where(i => i % 4 == u % 4 || stream.NextDouble() < 0.2).ToArray()).ToArray();
        return CsrMatrix.FromRows(Items, [.. rows.Select(r => (r, Array.ConvertAll(r, _ => 1f)))]);
    }

    static PreferenceBatch Batch(int number, params int[] users) => PreferenceBatch.Of(Preferences(), users.Length == 0 ? [.. Enumerable.Range(0, Users)] : users, 0.4, ((Seed)8).Derive(number));

    static Tensor Noise(IAutoencoder options, int number, int rows = Users, DType type = DType.Float32) => options.IsVariational ? new Init(100 + number, Device.Cpu, type).Normal([rows, options.Latent], 1) : default;

    [TorchTheory, MemberData(nameof(Kinds))]
    public void Backward_Single_IsTheLossInDoublePrecision(string kind)
    {
        using var scope = new Scope();
        var options = Of(kind);
        using var network = new AutoencoderNetwork(new Init(3), Items, options);
        var (batch, noise) = (Batch(1), Noise(options, 1));
        var expected = Reference(options, CollaborativeFit.WeightsOf(network), batch, noise.IsDefined ? noise.ToArray<float>() : [], 0.3);
        Assert.Equal(expected, network.Backward(batch, noise, 0.3, 1).Item(), 1e-5 * expected);
        Assert.Equal(expected, network.Loss(batch, noise, 0.3).Item(), 1e-5 * expected);
    }

    [TorchTheory, MemberData(nameof(Kinds))]
    public void Loss_InDoublePrecision_MatchesDifferences(string kind)
    {
        using var scope = new Scope();
        var options = Of(kind);
        using var network = new AutoencoderNetwork(FiniteDifferences.Init(), Items, options);
        var (batch, noise) = (Batch(2, 0, 3, 5), Noise(options, 2, 3, DType.Float64));
        FiniteDifferences.Check(network, () => network.Loss(batch, noise, 0.7));
    }

    [TorchTheory, MemberData(nameof(Kinds))]
    public void Backward_Fused_HasTheGradientsOfOperators(string kind)
    {
        using var scope = new Scope();
        var options = Of(kind);
        using var network = new AutoencoderNetwork(new Init(3), Items, options);
        var (batch, noise) = (Batch(3), Noise(options, 3));
        Gradients.Backward(network.Loss(batch, noise, 0.3) * 0.25);
        var expected = network.Parameters.Select(p => p.Value.Gradient.ToArray<float>()).ToArray();
        foreach (var (_, value) in network.Parameters) value.Gradient = default;
        network.Backward(batch, noise, 0.3, 0.25);
        foreach (var ((name, value), right) in network.Parameters.Zip(expected))
        {
            Assert.Contains(right, g => g != 0);
            var found = value.Gradient.ToArray<float>();
            for (var i = 0; i < right.Length; i++) Assert.True(Math.Abs(right[i] - found[i]) <= 1e-6 + 1e-5 * Math.Abs(right[i]), $"{name}[{i}]: {found[i]}, by operators {right[i]}");
        }
    }

    [Fact]
    public void Of_HiddenShare_IsWhatDropoutSays()
    {
        var users = Enumerable.Repeat(0, 1).ToArray();
        var (hidden, all) = (0, 0);
        for (var n = 0; n < 400; n++)
        {
            var batch = PreferenceBatch.Of(Preferences(), users, 0.4, ((Seed)1).Derive(n));
            hidden += batch.Values.Count(v => v == 0);
            all += batch.Values.Length;
            var shown = (float)(1 / Math.Sqrt(batch.Values.Length) / 0.6);
            Assert.All(batch.Values, v => Assert.True(v == 0 || v == shown));
        }
        Assert.InRange(hidden / (double)all, 0.37, 0.43);
    }

    // The network in PyTorch, as its authors wrote it: rows of zeros and ones, dense.
    const string Beside = """
        import json, sys, torch
        import torch.nn.functional as F
        d = json.load(open(sys.argv[1]))
        torch.set_num_threads(1)
        p = {n: torch.tensor(v).reshape(s).requires_grad_() for n, (v, s) in d['weights'].items()}
        k, variational, deep = d['latent'], d['variational'], 'encoder.weight' in p
        adam = torch.optim.Adam(p.values(), lr=0.01)
        losses = []
        for step in d['steps']:
            x, seen = torch.tensor(step['x']), torch.tensor(step['seen'])
            h = F.linear(seen, p['input.weight'].t(), p['input.bias'])
            if deep: h = F.linear(torch.tanh(h), p['encoder.weight'], p['encoder.bias'])
            kl = 0.
            if variational:
                mu, logvar = h[:, :k], h[:, k:]
                z = mu + torch.tensor(step['noise']) * torch.exp(0.5 * logvar)
                kl = -0.5 * torch.mean(torch.sum(1 + logvar - mu.pow(2) - logvar.exp(), dim=1))
            else: z = torch.tanh(h)
            if deep: z = torch.tanh(F.linear(z, p['decoder.weight'], p['decoder.bias']))
            scores = F.linear(z, p['output.weight'], p['output.bias'])
            loss = -torch.mean(torch.sum(F.log_softmax(scores, 1) * x, -1)) + step['beta'] * kl
            adam.zero_grad(); loss.backward(); adam.step()
            losses.append(loss.item())
        print(json.dumps(losses))
        """;

    [TorchTheory, MemberData(nameof(Kinds))]
    public void Train_FiftySteps_LossesAsPyTorch(string kind)
    {
        using var folder = new TemporaryFolder();
        using var scope = new Scope();
        var options = Of(kind);
        using var network = new AutoencoderNetwork(new Init(5), Items, options);
        var weights = CollaborativeFit.WeightsOf(network).Floats.ToDictionary(f => f.Key, f => new object[] { f.Value.Values, f.Value.Shape });
        double Beta(int n) => 0.2 * Math.Min(1, n / 30.0);
        var data = new { latent = options.Latent, variational = options.IsVariational, weights, steps = Enumerable.Range(0, 50).Select(n => StepOf(options, n, Beta(n))).ToArray() };
        var expected = PyTorch.Script(folder.Write("beside.py", Beside), folder.Write("data.json", JsonSerializer.Serialize(data))).EnumerateArray().Select(v => v.GetDouble()).ToArray();

        using var optimizer = new Adam([.. network.Parameters], 0.01);
        for (var n = 0; n < 50; n++)
        {
            using var step = new Scope();
            optimizer.Clear();
            Assert.Equal(expected[n], network.Backward(Batch(n), Noise(options, n), Beta(n), 1).Item(), 1e-4);
            optimizer.Step();
        }
        Assert.True(expected[^1] < expected[0] - 1, $"from {expected[0]} to {expected[^1]}");
    }

    static object StepOf(IAutoencoder options, int n, double beta)
    {
        using var scope = new Scope();
        var batch = Batch(n);
        float[][] Rows(Tensor t) => [.. t.ToArray<float>().Chunk((int)t.Size(1))];
        return new { x = Rows(batch.Dense(null, DType.Float32, Device.Cpu)), seen = Rows(batch.Dense(batch.Values, DType.Float32, Device.Cpu)), noise = options.IsVariational ? Rows(Noise(options, n)) : [], beta };
    }

    // The mean over users of −Σ log softmax(s)ᵢ + weight · KL, by its definition.
    static double Reference(IAutoencoder options, Weights weights, PreferenceBatch batch, float[] noise, double klWeight)
    {
        double W(string name, int row, int column, int width) => weights.Floats[name].Values[row * width + column];
        double[] Layer(string name, double[] x, int outputs) => [.. Enumerable.Range(0, outputs).Select(o => W($"{name}.bias", 0, o, 0) + x.Select((v, i) => v * W($"{name}.weight", o, i, x.Length)).Sum())];
        var (k, loss) = (options.Latent, 0.0);
        for (var r = 0; r < batch.Rows; r++)
        {
            var bias = weights.Floats["input.bias"].Values;
            var x = bias.Select((b, j) => b + Enumerable.Range(batch.Offsets[r], batch.Row(r).Length).Sum(e => batch.Values[e] * W("input.weight", batch.Columns[e], j, bias.Length))).ToArray();
            if (options.Hidden > 0) x = Layer("encoder", Array.ConvertAll(x, Math.Tanh), options.IsVariational ? 2 * k : k);
            double[] code = options.IsVariational ? [.. Enumerable.Range(0, k).Select(j => x[j] + noise[r * k + j] * Math.Exp(x[k + j] / 2))] : Array.ConvertAll(x, Math.Tanh);
            if (options.IsVariational) loss += klWeight * Enumerable.Range(0, k).Sum(j => (x[j] * x[j] + Math.Exp(x[k + j]) - x[k + j] - 1) / 2);
            if (options.Hidden > 0) code = Array.ConvertAll(Layer("decoder", code, options.Hidden), Math.Tanh);
            var scores = Layer("output", code, Items);
            var total = Math.Log(scores.Sum(Math.Exp));
            foreach (var i in batch.Row(r)) loss += total - scores[i];
        }
        return loss / batch.Rows;
    }
}

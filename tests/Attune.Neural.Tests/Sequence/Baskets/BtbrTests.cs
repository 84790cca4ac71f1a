using System.Text.Json;
using Attune.Tests;

namespace Attune.Neural.Tests;

public sealed class BtbrTests : SequenceContract
{
    // A post-norm encoder by PyTorch's own layers: embeddings of items and baskets, their norm, and the layers under the saved names.
    const string Beside = """
        import json, sys, torch
        data = json.load(open(sys.argv[1]))
        weights = {name: torch.tensor(w["values"], dtype=torch.float64).reshape(w["shape"]) for name, w in data["weights"].items()}
        items, baskets = torch.tensor(data["items"]), torch.tensor(data["baskets"])
        width = weights["norm.weight"].shape[0]
        x = weights["item_embedding.weight"][items] + weights["basket_embedding.weight"][baskets]
        x = torch.nn.functional.layer_norm(x, [width], weights["norm.weight"], weights["norm.bias"])
        for number in range(data["layers"]):
            layer = torch.nn.TransformerEncoderLayer(width, data["heads"], data["inner"], 0.0, "gelu", batch_first=True).double()
            prefix = f"layers.{number}."
            layer.load_state_dict({name[len(prefix):]: w for name, w in weights.items() if name.startswith(prefix)})
            x = layer(x, src_key_padding_mask=items == 0)
        print(json.dumps(x[:, -1].flatten().tolist()))
        """;

    protected override ITrainer Trainer => new Btbr { Width = 16, Layers = 1, Heads = 2, Inner = 32, BasketHidden = 0, Hidden = 0.3, ItemMasking = ItemMasking.Random, Dropout = 0, BatchSize = 10, Epochs = 80, LearningRate = 0.01 };

    protected override ITrainer Steady => new Btbr { Width = 16, Layers = 2, Heads = 1, Inner = 32, BasketHidden = 0.8, Dropout = 0, BatchSize = 10, Epochs = 100, LearningRate = 0.003, MaxLength = 20 };

    protected override int DrawnEpochs => 150;

    [Fact]
    public void Network_BesidePyTorch_HasTheSameStates()
    {
        using var folder = new TemporaryFolder();
        using var scope = new Scope();
        var options = new Btbr { Width = 8, Layers = 2, Heads = 2, Inner = 12 };
        using var network = new BtbrNetwork(FiniteDifferences.Init(), 6, options);
        long[] items = [0, 0, 3, 4, 7, 2, 5, 1, 7, 7];
        long day = 86_400_000;
        long[] times = [0, 0, day, day, 3 * day, day, 2 * day, 2 * day, 4 * day, 4 * day];
        var weights = network.Parameters.ToDictionary(p => p.Name, p => new { values = p.Value.ToArray<double>(), shape = p.Value.Shape });
        var data = new { weights, items = items.Chunk(5), baskets = new long[][] { [0, 0, 2, 2, 1], [3, 2, 2, 1, 1] }, layers = 2, heads = 2, inner = 12 };
        var expected = PyTorch.Script(folder.Write("beside.py", Beside), folder.Write("data.json", JsonSerializer.Serialize(data))).EnumerateArray().Select(v => v.GetDouble()).ToArray();
        network.Train(on: false);
        var states = network.Forward(Tensor.Wrap(items, 2, 5), Tensor.Wrap(times, 2, 5)).Select(1, 4).Contiguous().ToArray<double>();
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], states[i], 1e-9);
    }

    [Fact]
    public void Gradients_OfAllParameters_AreTheDifferences()
    {
        using var network = new BtbrNetwork(FiniteDifferences.Init(), 3, new Btbr { Width = 4, Layers = 1, Heads = 2, Inner = 6, Dropout = 0, MostBaskets = 2 });
        using var scope = new Scope();
        var (items, times) = (Tensor.Wrap(new long[] { 0, 1, 2, 4, 3, 2, 1, 4 }, 2, 4), Tensor.Wrap(new long[] { 0, 5, 5, 86_400_005, 5, 86_400_005, 90_000_000, 290_000_000 }, 2, 4));
        FiniteDifferences.Check(network, () => network.Forward(items, times).Narrow(1, 3, 1), 1e-6);
    }

    [Fact]
    public void Score_ItemsOfOneBasket_HaveNoOrder()
    {
        var model = Steady.Fit(Circles());
        float[] Scores(params (int Item, double Day)[] history)
        {
            var scores = new float[model.Catalog.Items.Count];
            model.Score(Query.From([.. history.Select(h => h.Item)]) with { Times = [.. history.Select(h => DateTimeOffset.UnixEpoch.AddDays(h.Day))] }, model.Catalog.AllItems, scores);
            return scores;
        }
        var (one, other, two) = (Scores((4, 0), (1, 1), (2, 1.5)), Scores((4, 0), (2, 1), (1, 1.5)), Scores((4, 0), (1, 1), (2, 2)));
        for (var i = 0; i < one.Length; i++) Assert.Equal(one[i], other[i], 1e-4f);
        Assert.Contains(Enumerable.Range(0, one.Length), i => Math.Abs(one[i] - two[i]) > 1e-2f);
        // How many days lie between baskets makes no difference.
        Assert.Equal(two, Scores((4, -30), (1, 1), (2, 90)));
    }
}

using Attune.Numerics;
using Attune.Tests;

namespace Attune.Neural.Tests;

/// <summary>SASRec beside PyTorch's: from equal weights and batches equal losses, and from a saved model equal scores.</summary>
public sealed class PyTorchTests
{
    const int Items = 60, Width = 16, Length = 12, Rows = 8;

    [TorchTheory]
    [InlineData(SequenceLoss.Softmax, NormPlacement.Before, Activation.Gelu)]
    [InlineData(SequenceLoss.Bce, NormPlacement.Before, Activation.Relu)]
    [InlineData(SequenceLoss.Softmax, NormPlacement.After, Activation.Gelu)]
    public void Train_FiftySteps_LosesAsPyTorch(SequenceLoss loss, NormPlacement norm, Activation activation)
    {
        using var folder = new TemporaryFolder();
        using var scope = new Scope();
        var options = new Sasrec { Width = Width, Heads = 2, Layers = 2, Inner = 24, MaxLength = Length, Dropout = 0, Norm = norm, Activation = activation, Deviation = 0.1 };
        using var network = ((ISequenceTrainer)options).Network(new Init(3), Items);
        Save(network, folder.Path);
        var batches = Enumerable.Range(0, 50).Select(n => Batch(n)).ToList();
        PyTorch.WriteBatches(folder.Path, batches);
        var expected = PyTorch.Run("losses", folder.Path, Described(options, loss)).GetProperty("losses").EnumerateArray().Select(v => v.GetDouble()).ToArray();

        using var optimizer = new Adam([.. network.Parameters], 0.01);
        Loss measure = loss is SequenceLoss.Softmax ? new FullSoftmax(Items) : new Bce(Items);
        network.Train();
        for (var n = 0; n < batches.Count; n++)
        {
            using var step = new Scope();
            optimizer.Clear();
            var (items, targets, negatives, _) = batches[n];
            var places = Enumerable.Range(0, targets.Length).Where(i => targets[i] > 0).ToArray();
            var states = network.Forward(Tensor.Wrap(items, Rows, items.Length / Rows)).Reshape(-1, Width).IndexSelect(0, Tensor.Wrap(Array.ConvertAll(places, p => (long)p)));
            var drawn = loss is SequenceLoss.Softmax ? default : new Negatives(Tensor.Wrap(Array.ConvertAll(places, p => negatives[p]), places.Length, 1));
            Assert.Equal(expected[n], measure.Backward(states, Tensor.Wrap(Array.ConvertAll(places, p => targets[p])), network.ItemTable, drawn).Item(), 1e-4);
            optimizer.Step();
        }
        Assert.True(expected[^1] < expected[0]);
    }

    [TorchFact]
    public void Save_OpenedInPyTorch_ScoresTheSame()
    {
        using var folder = new TemporaryFolder();
        var options = new Sasrec { Width = Width, Heads = 2, Layers = 2, MaxLength = Length, Dropout = 0.2, BatchSize = 16, Epochs = 2 };
        var stream = ((Seed)5).Stream();
        var events = Enumerable.Range(0, 900).Select(e => new Interaction($"u{e % 40}", $"i{stream.NextInt(50)}") { Time = DateTimeOffset.UnixEpoch.AddSeconds(e) });
        var model = options.Fit(new DatasetBuilder { Name = "random" }.AddRange(events).Build());
        model.Save(Path.Combine(folder.Path, "model"));
        File.Copy(Path.Combine(folder.Path, "model", "weights.safetensors"), Path.Combine(folder.Path, "weights.safetensors"));
        int[] history = [7, 3, 22, 3, 41];
        var items = new long[Length];
        for (var i = 0; i < history.Length; i++) items[Length - history.Length + i] = history[i] + 1;
        PyTorch.WriteBatches(folder.Path, [(items, items, items, 1)]);
        var expected = PyTorch.Run("scores", folder.Path, Described(options, SequenceLoss.Softmax, model.Catalog.Items.Count)).GetProperty("scores")[0].EnumerateArray().Select(v => v.GetSingle()).ToArray();

        var found = new float[model.Catalog.Items.Count];
        model.Score(Query.From(history), Enumerable.Range(0, found.Length).ToArray(), found);
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < found.Length; i++) Assert.Equal(expected[i], found[i], 1e-5);
    }

    static void Save(Module network, string folder)
    {
        var weights = new Weights();
        network.Export(weights);
        Safetensors.Write(Path.Combine(folder, "weights.safetensors"), weights.Floats.Select(f => (f.Key, (Array)f.Value.Values, (IReadOnlyList<int>)f.Value.Shape)));
    }

    static object Described(Sasrec options, SequenceLoss loss, int items = Items) => new
    {
        items,
        width = options.Width,
        length = options.MaxLength,
        layers = options.Layers,
        heads = options.Heads,
        inner = options.Inner > 0 ? options.Inner : options.Width,
        dropout = 0,
        activation = options.Activation is Activation.Gelu ? "gelu" : "relu",
        norm_first = options.Norm is NormPlacement.Before,
        loss = loss is SequenceLoss.Softmax ? "softmax" : "bce",
        learning_rate = 0.01,
        threads = 1,
    };

    // Sequences of several lengths in batches of several lengths, padded on the left; every real place is asked.
    static (long[] Items, long[] Targets, long[] Negatives, int Rows) Batch(int number)
    {
        var stream = ((Seed)17).Derive(number).Stream();
        var length = 3 + stream.NextInt(Length - 2);
        var (items, targets, negatives) = (new long[Rows * length], new long[Rows * length], new long[Rows * length]);
        for (var r = 0; r < Rows; r++)
        {
            var real = r == 0 ? length : 1 + stream.NextInt(length);
            var item = 1 + stream.NextInt(Items);
            for (var t = length - real; t < length; t++)
            {
                items[r * length + t] = item;
                // The next item mostly follows from the last, so that there is something to learn.
                item = stream.NextDouble() < 0.7 ? 1 + item % Items : 1 + stream.NextInt(Items);
                targets[r * length + t] = item;
                negatives[r * length + t] = 1 + (item + stream.NextInt(Items - 1)) % Items;
            }
        }
        return (items, targets, negatives, Rows);
    }
}

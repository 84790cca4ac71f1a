using System.Text.Json;
using Attune.Neural;
using Attune.Numerics;

namespace Attune.Bench;

/// <summary>What torch_side.py reads: sequences and weights as safetensors, and the options of the network as JSON.</summary>
static class SequenceFiles
{
    internal static void Write(string folder, Sasrec trainer, Catalog catalog, Weights weights, int[]? held = null)
    {
        Directory.CreateDirectory(folder);
        var sequences = catalog.Sequences!;
        List<(string, Array, IReadOnlyList<int>)> tensors = [("offsets", sequences.Offsets, [sequences.Offsets.Length]), ("items", sequences.Items, [sequences.Items.Length])];
        if (held is not null) tensors.Add(("held", held, [held.Length]));
        Safetensors.Write(Path.Combine(folder, "sequences.safetensors"), tensors);
        Safetensors.Write(Path.Combine(folder, "weights.safetensors"), weights.Floats.Select(f => (f.Key, (Array)f.Value.Values, (IReadOnlyList<int>)f.Value.Shape)));
        File.WriteAllText(Path.Combine(folder, "options.json"), JsonSerializer.Serialize(new
        {
            items = catalog.Items.Count, width = trainer.Width, length = trainer.MaxLength, layers = trainer.Layers, heads = trainer.Heads, inner = trainer.Width, dropout = trainer.Dropout,
            activation = "gelu", norm_first = true, loss = trainer.Loss is SequenceLoss.Softmax ? "softmax" : "bce", learning_rate = trainer.LearningRate, threads = Environment.ProcessorCount, batch_size = trainer.BatchSize,
        }));
    }
}

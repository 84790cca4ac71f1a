using System.Text.Json;
using Attune.Numerics;

namespace Attune;

public sealed partial class Weights
{
    internal void Write(string path) => Safetensors.Write(path,
        Floats.Select(t => (t.Key, (Array)t.Value.Values, (IReadOnlyList<int>)t.Value.Shape)).Concat(Integers.Select(t => (t.Key, (Array)t.Value, (IReadOnlyList<int>)[t.Value.Length]))));

    internal static Weights Read(string path)
    {
        using var file = Safetensors.Open(path);
        var weights = new Weights();
        foreach (var (name, tensor) in file.Tensors)
            if (tensor.Type == "I32") weights.Add(name, file.Read<int>(name));
            else weights.Add(name, file.Read<float>(name), [.. tensor.Shape.Select(d => (int)d)]);
        return weights;
    }
    internal void WriteTexts(string path)
    {
        using var stream = File.Create(path);
        JsonSerializer.Serialize(stream, _texts, SavedFolder.Json);
    }

    /// <summary>These weights with the texts of a file.</summary>
    internal Weights ReadTexts(string path)
    {
        using var stream = File.OpenRead(path);
        foreach (var (name, texts) in JsonSerializer.Deserialize<Dictionary<string, string[]>>(stream, SavedFolder.Json) ?? throw new FormatException("there are no texts in it")) Add(name, texts);
        return this;
    }
}

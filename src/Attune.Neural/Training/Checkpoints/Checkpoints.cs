using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// A folder from which an interrupted training goes on as if nothing had happened: checkpoint.json names a safetensors file with the parameters and the optimizer's
/// memory and one with the best weights so far. Random numbers follow from the step and are not kept. The JSON file is replaced last and at once, so there is always
/// one whole checkpoint, whatever ends the process and when.
/// </summary>
sealed class Checkpoints
{
    const string Format = "attune-checkpoint", HeaderFile = "checkpoint.json", ParameterPrefix = "parameter.", BufferPrefix = "buffer.", OptimizerPrefix = "optimizer.";
    static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    readonly string _folder;
    readonly TrainingLoop _loop;
    readonly EarlyStopping? _watched;
    string? _tensors, _bestTensors;
    int? _bestEpoch;

    internal Checkpoints(string folder, TrainingLoop loop, EarlyStopping? watched)
    {
        (_folder, _loop, _watched) = (folder, loop, watched);
        if (File.Exists(folder)) throw new IOException($"The folder for checkpoints, {folder}, is a file; give a folder.");
        Directory.CreateDirectory(folder);
    }

    IEnumerable<(string Name, Tensor Value)> Tensors => Named(ParameterPrefix, _loop.Network.Parameters).Concat(Named(BufferPrefix, _loop.Network.Buffers)).Concat(Named(OptimizerPrefix, _loop.Optimizer.State));

    /// <summary>Puts back what the folder holds; nothing where it is empty.</summary>
    /// <exception cref="DataException">Of other options, data or architecture, or damaged.</exception>
    internal TrainingPlace? Load()
    {
        var path = Path.Combine(_folder, HeaderFile);
        if (!File.Exists(path)) return null;
        try
        {
            var header = JsonSerializer.Deserialize<CheckpointHeader>(File.ReadAllBytes(path), s_json);
            if (header is not { Format: Format, FormatVersion: 1, Tensors: not null, Facts: not null }) throw Damaged(path, $"it is not of the format {Format}, version 1");
            Compare(header);
            Fill(header);
            if (header.BestTensors is not null) LoadBest(header);
            return new TrainingPlace(header.Epoch, header.Step, header.Loss, header.Ended);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or FileNotFoundException)
        {
            throw Damaged(path, e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>Writes a checkpoint in the place of the one before.</summary>
    internal void Save(TrainingPlace place)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"{place.Epoch}-{place.Step}");
        _tensors = $"state-{number}.safetensors";
        Safetensors.Write(Path.Combine(_folder, _tensors), Tensors.Select(t => (t.Name, Elements(t.Name, t.Value), (IReadOnlyList<int>)[.. t.Value.Shape.Select(d => checked((int)d))])));
        if (_watched is { Best: { } best, BestEpoch: var epoch } && epoch != _bestEpoch)
        {
            var weights = new Weights();
            best.Export(weights);
            (_bestEpoch, _bestTensors) = (epoch, string.Create(CultureInfo.InvariantCulture, $"best-{epoch}.safetensors"));
            weights.Write(Path.Combine(_folder, _bestTensors));
        }
        var value = _watched is { BestValue: var v } && double.IsFinite(v) ? v : (double?)null;
        var header = new CheckpointHeader(Format, 1, place.Epoch, place.Step, _loop.Optimizer.Steps, place.Loss, place.Ended, _tensors, _bestEpoch, value, _bestTensors, _loop.Facts,
            _loop.Optimizer.Targets);
        using (var file = new PendingFile(Path.Combine(_folder, HeaderFile)))
        {
            JsonSerializer.Serialize(file.Stream, header, s_json);
            file.Complete();
        }
        Tidy();
    }

    static IEnumerable<(string Name, Tensor Value)> Named(string prefix, IEnumerable<Parameter> tensors) => tensors.Select(p => (prefix + p.Name, p.Value));

    // The checkpoint before, and what a killed training was in the middle of: finished or not, the header names none of it.
    void Tidy()
    {
        foreach (var pattern in (string[])["state-*.safetensors*", "best-*.safetensors*", HeaderFile + ".tmp-*"])
            foreach (var file in Directory.GetFiles(_folder, pattern))
                if (Path.GetFileName(file) is var name && name != _tensors && name != _bestTensors) File.Delete(file);
    }

    void Compare(CheckpointHeader header)
    {
        foreach (var (name, here) in _loop.Facts)
            if (header.Facts.GetValueOrDefault(name) is var there && there != here)
                throw new DataException($"The checkpoint in {_folder} is of other {name}: {Unlike(there, here)} there, {Unlike(here, there)} here. Train as it was begun, or give another folder.");
        if (header.Epoch > _loop.Epochs || header.Step > _loop.Steps)
            throw new DataException($"The checkpoint in {_folder} is at step {header.Step} after {header.Epoch} epochs, but this training has {_loop.Epochs} epochs of {_loop.Steps} steps. Train as it was begun, or give another folder.");
    }

    // Of options in JSON, those that the other side has not.
    static string Unlike(string? mine, string? other)
    {
        if (mine is null or [not '{', ..] || other is null or [not '{', ..]) return mine ?? "none";
        var (a, b) = (JsonNode.Parse(mine)!.AsObject(), JsonNode.Parse(other)!.AsObject());
        return string.Join(", ", a.Where(p => !JsonNode.DeepEquals(p.Value, b[p.Key])).Select(p => $"{p.Key} = {p.Value?.ToJsonString() ?? "null"}").DefaultIfEmpty("nothing more"));
    }

    void Fill(CheckpointHeader header)
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        using var file = Safetensors.Open(Path.Combine(_folder, header.Tensors));
        var wanted = Tensors.ToList();
        foreach (var (name, value) in wanted)
            if (!file.Tensors.TryGetValue(name, out var entry) || !entry.Shape.SequenceEqual(value.Shape))
                throw new DataException($"The checkpoint in {_folder} is of another architecture: '{name}' is {(entry is null ? "missing" : $"[{string.Join(", ", entry.Shape)}]")} there, [{string.Join(", ", value.Shape)}] here. Train as it was begun, or give another folder.");
        if (file.Tensors.Keys.Except(wanted.Select(t => t.Name)).FirstOrDefault() is { } more)
            throw new DataException($"The checkpoint in {_folder} is of another architecture: '{more}' is [{string.Join(", ", file.Tensors[more].Shape)}] there, missing here. Train as it was begun, or give another folder.");
        foreach (var (name, value) in wanted)
        {
            using var inner = new Scope();
            var shape = value.Shape;
            value.CopyInPlace(value.DType is DType.Int64 ? Tensor.Wrap(file.Read<long>(name), shape) : Tensor.Wrap(file.Read<float>(name), shape));
        }
        (_loop.Optimizer.Steps, _loop.Optimizer.Targets, _tensors) = (header.OptimizerSteps, header.OptimizerTargets, header.Tensors);
    }

    void LoadBest(CheckpointHeader header)
    {
        (_bestEpoch, _bestTensors) = (header.BestEpoch, header.BestTensors);
        var weights = Weights.Read(Path.Combine(_folder, _bestTensors!));
        var model = _loop.Model();
        _watched?.Resume(header.BestEpoch ?? 0, header.BestValue ?? double.NaN, model.Trainer.Restore(model.Catalog, weights));
    }

    static Array Elements(string name, Tensor tensor) => tensor.DType switch
    {
        DType.Float32 => tensor.ToArray<float>(),
        DType.Int64 => tensor.ToArray<long>(),
        var other => throw new NotSupportedException($"The tensor '{name}' is {other}; checkpoints keep Float32 and Int64. Train in single precision."),
    };

    static DataException Damaged(string path, string what, Exception? inner = null) => new($"{path}: the checkpoint cannot be read: {what}. Remove the folder to train from the beginning.", inner);
}

using Attune.Numerics;

namespace Attune.Neural;

/// <summary>Tensors in safetensors files, which PyTorch and others open: each tensor's memory is filled from the file once, and written from where it is.</summary>
public static unsafe class TensorFile
{
    const int Chunk = 1 << 28;

    /// <summary>Reads all tensors of a file; they belong to the innermost scope.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">Where the tensors shall be.</param>
    /// <exception cref="DataException">The file is damaged, ends too early, or has a type that tensors cannot have.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path, Device device = default)
    {
        using var file = Open(path);
        return file.Tensors.ToDictionary(t => t.Key, t =>
        {
            var type = TypeOf(path, t.Key, t.Value.Type);
            using var scope = new Scope();
            var tensor = Tensor.Empty([.. t.Value.Shape], type);
            Fill(file, path, t.Key, tensor);
            return scope.Return(tensor.To(device));
        }, StringComparer.Ordinal);
    }

    /// <summary>Reads from a file into tensors that are there, on any device; other tensors of the file are left alone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors to fill, by their names in the file.</param>
    /// <exception cref="DataException">A tensor is missing, or has another type or shape than the file's: both sides are named. Nothing was changed.</exception>
    public static void ReadInto(string path, params IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        using var file = Open(path);
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        var wanted = tensors.ToList();
        foreach (var (name, tensor) in wanted) Check(file, path, name, tensor);
        foreach (var (name, tensor) in wanted)
        {
            var here = tensor.Device == Device.Cpu && Tensor.IsContiguous(tensor.Info);
            var target = here ? tensor : Tensor.Empty(tensor.Shape, tensor.DType);
            Fill(file, path, name, target);
            if (!here) tensor.CopyInPlace(target);
        }
    }

    /// <summary>Writes tensors; the file appears under its name only when it is complete.</summary>
    /// <param name="path">Where to; the folder exists.</param>
    /// <param name="tensors">The tensors, of any device.</param>
    /// <param name="metadata">Free text for the header, or null.</param>
    public static void Write(string path, IEnumerable<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        Safetensors.Write(path, tensors.Select(t => (t.Name, NameOf(t.Tensor.DType), (IReadOnlyList<long>)t.Tensor.Shape, (Action<Stream>)(stream => Put(stream, t.Tensor)))), metadata);

    static void Put(Stream stream, Tensor tensor)
    {
        using var scope = new Scope();
        var info = tensor.Detach().To(Device.Cpu).Contiguous().Info;
        var bytes = info.Elements * SizeOf((DType)info.Type);
        for (var at = 0L; at < bytes; at += Chunk) stream.Write(new ReadOnlySpan<byte>((byte*)info.Data + at, (int)Math.Min(Chunk, bytes - at)));
    }

    static void Fill(Safetensors file, string path, string name, Tensor tensor)
    {
        var info = tensor.Info;
        var bytes = info.Elements * SizeOf((DType)info.Type);
        try
        {
            for (var at = 0L; at < bytes; at += Chunk) file.ReadInto(name, new Span<byte>((byte*)info.Data + at, (int)Math.Min(Chunk, bytes - at)), at);
        }
        catch (InvalidDataException e)
        {
            throw Broken(path, e);
        }
    }

    static void Check(Safetensors file, string path, string name, Tensor tensor)
    {
        if (!file.Tensors.TryGetValue(name, out var entry))
            throw new DataException($"{path} has no tensor '{name}'; it has {string.Join(", ", file.Tensors.Keys.Order(StringComparer.Ordinal).DefaultIfEmpty("none"))}.");
        if (TypeOf(path, name, entry.Type) != tensor.DType || !entry.Shape.SequenceEqual(tensor.Shape))
            throw new DataException($"{path}: the tensor '{name}' is {TypeOf(path, name, entry.Type)}[{string.Join(", ", entry.Shape)}] where {tensor} is needed. Was it saved with other options?");
    }

    static Safetensors Open(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file {path}.", path);
        try
        {
            return Safetensors.Open(path);
        }
        catch (InvalidDataException e)
        {
            throw Broken(path, e);
        }
    }

    static DataException Broken(string path, InvalidDataException e) => new($"{e.Message} Was {path} copied completely? Copy it again, or save it anew.", e);

    static readonly (string Name, DType Type, int Size)[] s_types =
    [
        ("F32", DType.Float32, 4), ("F64", DType.Float64, 8), ("F16", DType.Float16, 2), ("BF16", DType.BFloat16, 2), ("I64", DType.Int64, 8),
        ("I32", DType.Int32, 4), ("I16", DType.Int16, 2), ("I8", DType.Int8, 1), ("U8", DType.UInt8, 1), ("BOOL", DType.Bool, 1),
    ];

    static string NameOf(DType type) => s_types.Single(t => t.Type == type).Name;

    static int SizeOf(DType type) => s_types.Single(t => t.Type == type).Size;

    static DType TypeOf(string path, string name, string type) => s_types.FirstOrDefault(t => t.Name == type) is { Name: not null } known ? known.Type
        : throw new DataException($"{path}: the tensor '{name}' has the type {type}; tensors have {string.Join(", ", s_types.Select(t => t.Name))}.");
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Attune.Numerics;

/// <summary>
/// Reads and writes safetensors files: 8 bytes of little-endian header length, a JSON header that names each tensor's type, shape and place,
/// then the tensors' bytes. Opening reads the header alone; each tensor is read from the disk straight into the array that is returned, so
/// memory holds it once. A file that is not what it says gives <see cref="InvalidDataException"/>.
/// </summary>
public sealed class Safetensors : IDisposable
{
    const int HeaderLimit = 100_000_000;
    const int Chunk = 1 << 24;
    readonly string _path;
    readonly SafeFileHandle _file;
    readonly SafetensorsHeader _header;
    readonly long _dataStart;

    Safetensors(string path, SafeFileHandle file) => (_path, _file, (_header, _dataStart)) = (path, file, ReadHeader(path, file));

    /// <summary>Opens a file and checks its header against its length; the file stays open until disposal.</summary>
    public static Safetensors Open(string path)
    {
        var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        try
        {
            return new Safetensors(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors => _header.Tensors;

    /// <summary>The free text that the header carries, by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>
    /// The values of a tensor in row order. <typeparamref name="T"/> is float for F32, double for F64, Half for F16, long, int, short and sbyte for I64 to I8,
    /// byte for U8 and bool for BOOL; any other type, and a name that is not there, is an error.
    /// </summary>
    public T[] Read<T>(string name) where T : unmanaged
    {
        var entry = Entry(name);
        if (entry.Type != TypeOf(typeof(T)))
            throw new InvalidDataException($"{_path}: the tensor '{name}' has the type {entry.Type} where {TypeOf(typeof(T))} is needed.");
        var count = (entry.End - entry.Begin) / SafetensorsHeader.SizeOf(entry.Type);
        if (count > Array.MaxLength) throw new InvalidDataException($"{_path}: the tensor '{name}' has {count} values, more than one array can hold ({Array.MaxLength}).");
        var values = GC.AllocateUninitializedArray<T>((int)count);
        for (var i = 0; i < values.Length; i += Chunk)
            ReadInto(name, MemoryMarshal.AsBytes(values.AsSpan(i, Math.Min(Chunk, values.Length - i))), (long)i * SafetensorsHeader.SizeOf(entry.Type));
        return values;
    }

    /// <summary>Reads a tensor's bytes, as the file has them, into memory that is there: all of them, or the piece that begins at <paramref name="from"/>.</summary>
    internal void ReadInto(string name, Span<byte> bytes, long from = 0)
    {
        var entry = Entry(name);
        if (from < 0 || bytes.Length > entry.End - entry.Begin - from)
            throw new ArgumentException($"The tensor '{name}' has {entry.End - entry.Begin} bytes where {bytes.Length} from {from} are asked for.", nameof(bytes));
        var at = _dataStart + entry.Begin + from;
        for (var read = 0; bytes.Length > 0; bytes = bytes[read..], at += read)
            if ((read = RandomAccess.Read(_file, bytes, at)) == 0) throw new InvalidDataException($"{_path} ends within the tensor '{name}'.");
    }

    TensorEntry Entry(string name) => Tensors.TryGetValue(name, out var entry) ? entry
        : throw new InvalidDataException($"{_path} has no tensor '{name}'; it has {string.Join(", ", Tensors.Keys.DefaultIfEmpty("none"))}.");

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>
    /// Writes a file: it appears under its name only when it is complete, and an older file of that name stays until then. Values are arrays of what
    /// <see cref="Read"/> gives; the product of a shape is the number of values.
    /// </summary>
    /// <param name="path">Where to; the folder exists.</param>
    /// <param name="tensors">The tensors; they are laid out from the widest type to the narrowest, by name within one.</param>
    /// <param name="metadata">Free text for the header, or null.</param>
    public static void Write(string path, IEnumerable<(string Name, Array Values, IReadOnlyList<int> Shape)> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        Write(path, tensors.Select(t =>
        {
            if (t.Shape.Aggregate(1L, (a, d) => a * d) != t.Values.LongLength)
                throw new ArgumentException($"The tensor '{t.Name}' has {t.Values.LongLength} values, which do not fill the shape [{string.Join(", ", t.Shape)}].", nameof(tensors));
            return (t.Name, TypeOf(t.Values.GetType().GetElementType()!), (IReadOnlyList<long>)[.. t.Shape.Select(d => (long)d)], (Action<Stream>)(stream => Append(stream, t.Values)));
        }), metadata);

    /// <summary>Writes tensors that put their own bytes, exactly as many as type and shape say.</summary>
    internal static void Write(string path, IEnumerable<(string Name, string Type, IReadOnlyList<long> Shape, Action<Stream> Put)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var ordered = tensors.OrderByDescending(t => SafetensorsHeader.SizeOf(t.Type)).ThenBy(t => t.Name, StringComparer.Ordinal).ToList();
        var entries = new Dictionary<string, TensorEntry>(StringComparer.Ordinal);
        var at = 0L;
        foreach (var (name, type, shape, _) in ordered) entries.Add(name, new TensorEntry(type, shape, at, at += shape.Aggregate((long)SafetensorsHeader.SizeOf(type), (a, d) => a * d)));
        using var file = new PendingFile(path);
        var header = new SafetensorsHeader(entries, metadata ?? new Dictionary<string, string>()).ToBytes();
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        file.Stream.Write(length);
        file.Stream.Write(header);
        foreach (var tensor in ordered) tensor.Put(file.Stream);
        file.Complete();
    }

    static void Append(Stream stream, Array values)
    {
        switch (values)
        {
            case float[] f: Put(f); break;
            case double[] d: Put(d); break;
            case Half[] h: Put(h); break;
            case long[] l: Put(l); break;
            case int[] i: Put(i); break;
            case short[] s: Put(s); break;
            case sbyte[] s: Put(s); break;
            case byte[] b: Put(b); break;
            case bool[] b: Put(b); break;
        }

        void Put<T>(T[] array) where T : unmanaged
        {
            for (var i = 0; i < array.Length; i += Chunk) stream.Write(MemoryMarshal.AsBytes(array.AsSpan(i, Math.Min(Chunk, array.Length - i))));
        }
    }

    static string TypeOf(Type type) => type == typeof(float) ? "F32" : type == typeof(double) ? "F64" : type == typeof(Half) ? "F16" : type == typeof(long) ? "I64" : type == typeof(int) ? "I32"
        : type == typeof(short) ? "I16" : type == typeof(sbyte) ? "I8" : type == typeof(byte) ? "U8" : type == typeof(bool) ? "BOOL"
        : throw new ArgumentException($"Tensors of {type.Name} are not supported; use float, double, Half, long, int, short, sbyte, byte or bool.");

    static (SafetensorsHeader, long) ReadHeader(string path, SafeFileHandle file)
    {
        var total = RandomAccess.GetLength(file);
        Span<byte> start = stackalloc byte[8];
        if (total < 8 || RandomAccess.Read(file, start, 0) < 8) throw Broken(path, $"it has {total} bytes, too few for a header");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > HeaderLimit) throw Broken(path, $"it states a header of {length} bytes; at most {HeaderLimit} are allowed");
        if ((long)length > total - 8) throw Broken(path, $"it states a header of {length} bytes but only {total - 8} follow");
        var header = new byte[length];
        for (var at = 0; at < header.Length;)
        {
            var read = RandomAccess.Read(file, header.AsSpan(at), 8 + at);
            at += read > 0 ? read : throw Broken(path, "it ends within its header");
        }
        try
        {
            return (SafetensorsHeader.Parse(header, total - 8 - header.Length), 8 + header.Length);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or OverflowException or ArgumentException)
        {
            throw Broken(path, e is FormatException ? e.Message : $"its header cannot be read ({e.Message.TrimEnd('.')})", e);
        }
    }

    static InvalidDataException Broken(string path, string what, Exception? inner = null) => new($"{path} is not a sound safetensors file: {what}.", inner);
}

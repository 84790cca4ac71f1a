using System.Runtime.InteropServices;
using Attune.Numerics;

namespace Attune.Bench;

/// <summary>A matrix as three raw files that any language can read: offsets.i32, items.i32, values.f32, little-endian.</summary>
static class RivalFiles
{
    internal static void Write(CsrMatrix matrix, string folder)
    {
        Directory.CreateDirectory(folder);
        Write(Path.Combine(folder, "offsets.i32"), matrix.Offsets);
        Write(Path.Combine(folder, "items.i32"), matrix.ColumnIndices);
        Write(Path.Combine(folder, "values.f32"), matrix.Values);
        File.WriteAllText(Path.Combine(folder, "columns.txt"), Vocabulary.Canonical(matrix.Columns));
    }

    internal static CsrMatrix Read(string folder) => new(int.Parse(File.ReadAllText(Path.Combine(folder, "columns.txt"))),
        Read<int>(Path.Combine(folder, "offsets.i32")), Read<int>(Path.Combine(folder, "items.i32")), Read<float>(Path.Combine(folder, "values.f32")));

    internal static void Write<T>(string path, ReadOnlySpan<T> values) where T : struct
    {
        using var file = File.Create(path);
        for (var at = 0; at < values.Length; at += 1 << 20) file.Write(MemoryMarshal.AsBytes(values[at..Math.Min(values.Length, at + (1 << 20))]));
    }

    internal static T[] Read<T>(string path) where T : struct
    {
        using var file = File.OpenRead(path);
        var values = new T[file.Length / Marshal.SizeOf<T>()];
        for (var at = 0; at < values.Length; at += 1 << 20) file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan(at, Math.Min(values.Length - at, 1 << 20))));
        return values;
    }
}

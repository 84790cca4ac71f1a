using System.Buffers;
using System.Runtime.InteropServices;
using Attune.Numerics;
using Microsoft.Win32.SafeHandles;

namespace Attune;

/// <summary>
/// Many vectors of one length, in blocks of 256 KiB: in memory up to a ceiling, beyond it in a temporary file that goes when this is disposed of. The file is read block by block into buffers, one
/// for each thread, rather than mapped: so what the process holds stays below the ceiling too, and the system's cache decides what is read from the disk. Written once, block after block; then read by any thread.
/// </summary>
sealed class RowStore : IDisposable
{
    const int BlockFloats = 1 << 16;
    readonly float[][]? _memory;
    readonly SafeFileHandle? _file;

    /// <param name="count">How many vectors.</param>
    /// <param name="dimension">Their length, from 1.</param>
    /// <param name="ceiling">Bytes that they may take in memory.</param>
    internal RowStore(int count, int dimension, long ceiling)
    {
        (Count, Dimension, BlockRows) = (count, dimension, Math.Max(1, BlockFloats / dimension));
        if ((long)count * dimension * sizeof(float) <= ceiling) _memory = new float[Blocks][];
        else _file = Open(FilePath = PendingFile.Beside(Path.Combine(Path.GetTempPath(), "attune-rows")));
    }

    internal int Count { get; }

    internal int Dimension { get; }

    /// <summary>Vectors of a block; the last may have fewer.</summary>
    internal int BlockRows { get; }

    internal int Blocks => (Count + BlockRows - 1) / BlockRows;

    /// <summary>Whether they are held in memory.</summary>
    internal bool IsInMemory => _memory is not null;

    /// <summary>The temporary file, which has lost its name already but on Windows; null where they are held in memory.</summary>
    internal string? FilePath { get; }

    internal int RowsOf(int block) => Math.Min(BlockRows, Count - block * BlockRows);

    /// <summary>Keeps the vectors of a block, one after another.</summary>
    internal void Write(int block, ReadOnlySpan<float> rows)
    {
        var used = rows[..(RowsOf(block) * Dimension)];
        if (_memory is not null) _memory[block] = used.ToArray();
        else RandomAccess.Write(_file!, MemoryMarshal.AsBytes(used), (long)block * BlockRows * Dimension * sizeof(float));
    }

    /// <summary>Does some work on every block, many at once: its number, the number of its first vector, and its vectors, which stand at the front of the array and must not be kept.</summary>
    internal void ForBlocks(FitContext context, Action<int, int, float[]> work) => context.For(Blocks, block =>
    {
        if (_memory is not null)
        {
            work(block, block * BlockRows, _memory[block]);
            return;
        }
        var buffer = ArrayPool<float>.Shared.Rent(BlockRows * Dimension);
        Read(buffer.AsSpan(0, RowsOf(block) * Dimension), block * BlockRows);
        work(block, block * BlockRows, buffer);
        ArrayPool<float>.Shared.Return(buffer);
    });

    /// <summary>Copies one vector.</summary>
    internal void CopyRow(int row, Span<float> to)
    {
        if (_memory is not null) _memory[row / BlockRows].AsSpan(row % BlockRows * Dimension, Dimension).CopyTo(to);
        else Read(to[..Dimension], row);
    }

    /// <summary>Copies some vectors, one after another.</summary>
    internal float[] Gather(ReadOnlySpan<int> rows)
    {
        var gathered = new float[rows.Length * Dimension];
        for (var i = 0; i < rows.Length; i++) CopyRow(rows[i], gathered.AsSpan(i * Dimension, Dimension));
        return gathered;
    }

    public void Dispose() => _file?.Dispose();

    // A killed process must not leave it: Windows deletes it with the handle, elsewhere its name can go while it is open.
    static SafeFileHandle Open(string path)
    {
        var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return file;
    }

    void Read(Span<float> to, int first)
    {
        var bytes = MemoryMarshal.AsBytes(to);
        var at = (long)first * Dimension * sizeof(float);
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(_file!, bytes, at);
            if (read == 0) throw new IOException("The temporary file of representations is shorter than what was written into it.");
            bytes = bytes[read..];
            at += read;
        }
    }
}

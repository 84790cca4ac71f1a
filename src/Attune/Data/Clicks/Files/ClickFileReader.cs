using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Attune;

/// <summary>Reads groups of a file of clicks and checks them.</summary>
sealed class ClickFileReader : IDisposable
{
    const int Head = 20, Foot = 32;
    readonly SafeFileHandle _file;
    readonly string _path;
    readonly long _first;
    readonly ulong[] _hashes;

    ClickFileReader(string path, SafeFileHandle file, ClickFileHeader header, long first, long rows, ulong[] hashes, ulong hash) =>
        (_path, _file, Header, _first, Rows, _hashes, Hash) = (path, file, header, first, rows, hashes, hash);

    internal ClickFileHeader Header { get; }

    internal long Rows { get; }

    internal int Groups => _hashes.Length;

    /// <summary>Names header and rows.</summary>
    internal ulong Hash { get; }

    internal int RowsOf(int group) => (int)Math.Min(Header.GroupRows, Rows - (long)group * Header.GroupRows);

    internal static ClickFileReader Open(string path)
    {
        if (!File.Exists(path)) throw SourceText.Missing(path);
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, options: FileOptions.RandomAccess);
            return Of(path, file);
        }
        catch (Exception e)
        {
            file?.Dispose();
            if (e is DataException or OutOfMemoryException) throw;
            throw new DataException($"{path} cannot be read as a file of clicks: {e.Message.TrimEnd('.')}. Copy it again, or write it anew (attune data clicks).", e);
        }
    }

    static ClickFileReader Of(string path, SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        var head = Bytes(file, 0, (int)Math.Min(Head, length));
        if (head.Length < Head || !head.AsSpan(0, 8).SequenceEqual(ClickFileHeader.Magic)) throw new DataException($"{path} is no file of clicks: it does not begin with the word ATTCLICK. Make one of a table first: attune data clicks {path} --to rows.clicks.");
        var version = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(8));
        if (version is < 1 or > ClickFileHeader.Version) throw new DataException($"{path} has format version {version}; this version of Attune reads 1 to {ClickFileHeader.Version}. Install a newer Attune, or write the file again with this one.");
        var json = BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(12));
        if (json < 2 || json > Math.Min(length - Head, 1 << 30)) throw new FormatException($"the header states {json} bytes of fields in a file of {length}");
        var fields = Bytes(file, Head, (int)json);
        var header = ClickFileHeader.FromJson(fields);
        var end = Bytes(file, Math.Max(0, length - Foot), (int)Math.Min(Foot, length));
        var (rows, groups) = (BinaryPrimitives.ReadInt64LittleEndian(end), BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(8)));
        if (!end.AsSpan(24).SequenceEqual(ClickFileHeader.Magic)) throw new FormatException("its end is missing: it was cut short, or is still being written");
        if (rows < 1 || groups != (rows + header.GroupRows - 1) / header.GroupRows || length != Head + json + rows * header.RowBytes + 8 * groups + Foot) throw new FormatException($"{rows} rows in {groups} groups do not make its {length} bytes");
        var footer = Bytes(file, length - Foot - 8 * groups, (int)(8 * groups + 16));
        var hash = BinaryPrimitives.ReadUInt64LittleEndian(end.AsSpan(16));
        if ((Packed.Hash(footer) ^ Packed.Hash(fields)) != hash) throw new FormatException("its header or its checksums are damaged");
        ulong[] hashes = [.. Enumerable.Range(0, (int)groups).Select(g => BinaryPrimitives.ReadUInt64LittleEndian(footer.AsSpan(8 * g)))];
        return new ClickFileReader(path, file, header, Head + json, rows, hashes, hash);
    }

    /// <summary>The rows of some groups, one group after another.</summary>
    internal ClickRows Read(ReadOnlySpan<int> groups)
    {
        var (count, columns) = (0, Header.Fields.Columns);
        foreach (var group in groups) count += RowsOf(group);
        var rows = new ClickRows(columns, new int[checked(count * columns)], Header.Fields.AreLabels ? null : new float[count * columns], new float[count], Header.HasWeights ? new float[count] : null);
        var from = 0;
        foreach (var group in groups)
        {
            Decode(group, rows, from);
            from += RowsOf(group);
        }
        return rows;
    }

    void Decode(int group, ClickRows rows, int from)
    {
        var (count, columns) = (RowsOf(group), rows.Columns);
        byte[] bytes;
        try
        {
            bytes = Bytes(_file, _first + (long)group * Header.GroupRows * Header.RowBytes, checked((int)(count * Header.RowBytes)));
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            throw Damaged(group, e.Message.TrimEnd('.'), e);
        }
        if (Packed.Hash(bytes) != _hashes[group]) throw Damaged(group, "its bytes are not those that were written", null);
        var at = 0;
        foreach (var field in Header.Fields.Fields)
        {
            var width = Packed.WidthOf(field.Size);
            for (var c = field.Column; c < field.Column + field.Columns; c++, at += count * width)
                if (Packed.Read(bytes.AsSpan(at), width, count, field.Offset, rows.Codes.AsSpan(from * columns + c), columns) >= field.Size) throw Damaged(group, $"a code lies outside the field '{field.Name}'", null);
            if (rows.Values is { } values) at = Values(field, bytes, at, count, columns, values.AsSpan(from * columns));
        }
        for (var r = 0; r < count; r++) rows.Labels[from + r] = bytes[at++];
        for (var r = 0; r < count && rows.Weights is not null; r++, at += 4) rows.Weights[from + r] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at));
    }

    static int Values(ClickField field, byte[] bytes, int at, int count, int columns, Span<float> values)
    {
        for (var r = 0; r < count; r++)
        {
            var row = values.Slice(r * columns + field.Column, field.Columns);
            switch (field.Kind)
            {
                case ClickFieldKind.Categorical:
                    row[0] = 1;
                    break;
                case ClickFieldKind.Numeric:
                    row[0] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at));
                    at += 4;
                    break;
                default:
                    int labels = bytes[at++];
                    row[..labels].Fill(1f / labels);
                    break;
            }
        }
        return at;
    }

    DataException Damaged(int group, string what, Exception? inner) =>
        new($"{_path}: group {group} of {Groups} (rows {(long)group * Header.GroupRows} on) is damaged: {what}. Copy the file again, or write it anew (attune data clicks).", inner);

    static byte[] Bytes(SafeFileHandle file, long offset, int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var more = RandomAccess.Read(file, bytes.AsSpan(read), offset + read);
            read += more > 0 ? more : throw new FormatException("it ends too early");
        }
        return bytes;
    }

    public void Dispose() => _file.Dispose();
}

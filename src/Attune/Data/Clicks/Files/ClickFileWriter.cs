using System.Buffers.Binary;
using Attune.Numerics;

namespace Attune;

/// <summary>Writes a file of clicks group by group: magic, header, groups, checksums, footer.</summary>
sealed class ClickFileWriter
{
    readonly ClickFileHeader _header;
    readonly FileStream _stream;
    readonly List<ulong> _hashes = [];
    readonly byte[] _bytes;
    readonly List<ClickRows> _pending = [];
    ulong _head;
    int _waiting;

    ClickFileWriter(ClickFileHeader header, FileStream stream) => (_header, _stream, _bytes) = (header, stream, new byte[checked(header.GroupRows * header.RowBytes)]);

    internal static long Write(string path, ClickFields fields, IEnumerable<ClickRows> blocks, int groupRows, CancellationToken cancel)
    {
        try
        {
            using var blocksAt = blocks.GetEnumerator();
            if (!blocksAt.MoveNext()) throw new DataException($"There are no rows to write to {path}. Check the source.");
            using var file = new PendingFile(path);
            var writer = new ClickFileWriter(new ClickFileHeader(fields, groupRows, blocksAt.Current.Weights is not null), file.Stream);
            writer.Begin();
            var rows = 0L;
            do
            {
                cancel.ThrowIfCancellationRequested();
                writer.Add(blocksAt.Current);
                rows += blocksAt.Current.Count;
            }
            while (blocksAt.MoveNext());
            writer.Finish(rows);
            file.Complete();
            return rows;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} cannot be written: {e.Message} Choose a folder on a disk with room, to which you may write.", e);
        }
    }

    void Begin()
    {
        var json = _header.ToJson();
        _head = Packed.Hash(json);
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(head, ClickFileHeader.Version);
        BinaryPrimitives.WriteInt64LittleEndian(head[4..], json.Length);
        _stream.Write(ClickFileHeader.Magic);
        _stream.Write(head);
        _stream.Write(json);
    }

    void Add(ClickRows rows)
    {
        if (rows.Columns != _header.Fields.Columns || rows.Labels.Length != rows.Count || (rows.Weights is not null) != _header.HasWeights)
            throw new ArgumentException($"A block of {rows.Count} rows has {rows.Columns} columns, {rows.Labels.Length} labels and {(rows.Weights is null ? "no" : "its own")} weights, unlike the fields or the first block.", nameof(rows));
        for (var from = 0; from < rows.Count;)
        {
            var take = Math.Min(rows.Count - from, _header.GroupRows - _waiting);
            _pending.Add(from == 0 && take == rows.Count ? rows : rows.Slice(from, take));
            (from, _waiting) = (from + take, _waiting + take);
            if (_waiting == _header.GroupRows) Flush();
        }
    }

    void Flush()
    {
        if (_waiting == 0) return;
        var at = 0;
        foreach (var field in _header.Fields.Fields) at = WriteField(field, at);
        foreach (var block in _pending)
            foreach (var label in block.Labels) _bytes[at++] = label > 0 ? (byte)1 : (byte)0;
        if (_header.HasWeights)
            foreach (var block in _pending)
                foreach (var weight in block.Weights!) at = WriteFloat(at, weight);
        _stream.Write(_bytes.AsSpan(0, at));
        _hashes.Add(Packed.Hash(_bytes.AsSpan(0, at)));
        _pending.Clear();
        _waiting = 0;
    }

    int WriteField(ClickField field, int at)
    {
        var (width, columns) = (Packed.WidthOf(field.Size), _header.Fields.Columns);
        for (var c = field.Column; c < field.Column + field.Columns; c++)
            foreach (var block in _pending)
                for (var r = 0; r < block.Count; r++, at += width)
                {
                    var code = block.Codes[r * columns + c] - field.Offset;
                    if ((uint)code >= (uint)field.Size) throw new ArgumentException($"A row has the code {code + field.Offset} in field '{field.Name}', which has {field.Offset} to {field.Offset + field.Size - 1}.");
                    Packed.Write(_bytes.AsSpan(at), width, code);
                }
        if (field.Kind == ClickFieldKind.Categorical) return at;
        foreach (var block in _pending)
            for (var r = 0; r < block.Count; r++)
                if (field.Kind == ClickFieldKind.Numeric) at = WriteFloat(at, block.Values![r * columns + field.Column]);
                else _bytes[at++] = (byte)(field.Columns - block.Values.AsSpan(r * columns + field.Column, field.Columns).Count(0f));
        return at;
    }

    int WriteFloat(int at, float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(_bytes.AsSpan(at), value);
        return at + 4;
    }

    void Finish(long rows)
    {
        Flush();
        var footer = new byte[8 * _hashes.Count + 32];
        for (var g = 0; g < _hashes.Count; g++) BinaryPrimitives.WriteUInt64LittleEndian(footer.AsSpan(8 * g), _hashes[g]);
        var end = footer.AsSpan(8 * _hashes.Count);
        BinaryPrimitives.WriteInt64LittleEndian(end, rows);
        BinaryPrimitives.WriteInt64LittleEndian(end[8..], _hashes.Count);
        // The checksum of what stands before it, and of the header.
        BinaryPrimitives.WriteUInt64LittleEndian(end[16..], Packed.Hash(footer.AsSpan(0, footer.Length - 16)) ^ _head);
        ClickFileHeader.Magic.CopyTo(end[24..]);
        _stream.Write(footer);
    }
}

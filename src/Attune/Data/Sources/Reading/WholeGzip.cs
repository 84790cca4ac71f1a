using System.IO.Compression;

namespace Attune;

/// <summary>
/// Unzips and notices where a file ends too early, which <see cref="GZipStream"/> passes over in silence. Behind the file's bytes it reads a
/// small gz member of its own: only where all before it was whole does that member's mark come out at the end.
/// </summary>
sealed class WholeGzip(Stream file) : OneWayStream
{
    static readonly byte[] Mark = [0, 0xFF, 0x1B, 0xC5, 0, 0xFE, 0x9D, 0];
    static readonly byte[] MarkMember = Zip(Mark);
    readonly GZipStream _inner = new(new Followed(file, MarkMember), CompressionMode.Decompress);
    readonly byte[] _buffer = new byte[1 << 16];
    int _count;
    bool _ended;

    /// <summary>Reads on; <see cref="InvalidDataException"/> where the data is damaged or ends too early.</summary>
    public override int Read(Span<byte> into)
    {
        while (!_ended && _count <= Mark.Length)
        {
            var read = _inner.Read(_buffer.AsSpan(_count));
            _ended = read == 0;
            _count += read;
        }
        if (_ended && !_buffer.AsSpan(0, _count).EndsWith(Mark)) throw new InvalidDataException("The gz data ends too early.");
        var taken = Math.Min(into.Length, _count - Mark.Length);
        _buffer.AsSpan(0, taken).CopyTo(into);
        _buffer.AsSpan(taken, _count - taken).CopyTo(_buffer);
        _count -= taken;
        return taken;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }

    static byte[] Zip(byte[] bytes)
    {
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, true)) gzip.Write(bytes);
        return zipped.ToArray();
    }

    sealed class Followed(Stream first, byte[] then) : OneWayStream
    {
        int _at;

        public override int Read(Span<byte> into)
        {
            var read = first.Read(into);
            if (read > 0 || into.IsEmpty) return read;
            read = Math.Min(into.Length, then.Length - _at);
            then.AsSpan(_at, read).CopyTo(into);
            _at += read;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) first.Dispose();
            base.Dispose(disposing);
        }
    }
}

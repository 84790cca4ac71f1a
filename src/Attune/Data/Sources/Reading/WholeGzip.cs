using System.IO.Compression;

namespace Attune;

/// <summary>
/// Unzips gz data and insists on its end. The framework's stream takes a file that is cut short for one that is over; so a member that holds one NUL
/// is added behind the file, and only where it comes out at the very end was all before it whole.
/// </summary>
sealed class WholeGzip(Stream zipped) : Stream
{
    const byte Mark = 0;
    readonly GZipStream _gzip = new(new Marked(zipped), CompressionMode.Decompress);
    int _held = -1;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    // The last byte is held back until it is known not to be the mark.
    public override int Read(Span<byte> into)
    {
        while (true)
        {
            var read = _gzip.Read(into);
            if (read == 0) return _held == Mark ? 0 : throw new InvalidDataException("The gz data ends too early.");
            var last = into[read - 1];
            var first = _held;
            _held = last;
            if (first < 0 && read == 1) continue;
            if (first < 0) return read - 1;
            into[..(read - 1)].CopyTo(into[1..]);
            into[0] = (byte)first;
            return read;
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _gzip.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The file, and behind it the member with the mark.</summary>
    sealed class Marked(Stream file) : Stream
    {
        readonly MemoryStream _mark = Member();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> into)
        {
            var read = file.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
            return read + _mark.Read(into[read..]);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) file.Dispose();
            base.Dispose(disposing);
        }

        static MemoryStream Member()
        {
            var member = new MemoryStream();
            using (var gzip = new GZipStream(member, CompressionLevel.NoCompression, leaveOpen: true)) gzip.WriteByte(Mark);
            member.Position = 0;
            return member;
        }
    }
}

namespace Attune.Serving;

/// <summary>A stream of which only so many bytes may be read in all, until the limit is lifted: an archive with an endless table of contents ends here.</summary>
sealed class ReadLimit(Stream inner, long left) : Stream
{
    long _left = left;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    /// <summary>What is read from now on is not counted.</summary>
    internal void Lift() => _left = long.MaxValue;

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        if ((_left -= read) < 0) throw new InvalidDataException("its table of contents is longer than that of any saved model");
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

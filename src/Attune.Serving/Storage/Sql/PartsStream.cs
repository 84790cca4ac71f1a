namespace Attune.Serving;

/// <summary>Bytes that lie in numbered parts, read one part at a time.</summary>
/// <param name="read">Gives a part, from 0; null after the last.</param>
sealed class PartsStream(Func<int, CancellationToken, Task<byte[]?>> read) : OneWayStream
{
    byte[] _part = [];
    int _at;
    int _next;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_at == _part.Length && _next >= 0)
        {
            var part = await read(_next, cancellationToken).ConfigureAwait(false);
            (_part, _at, _next) = (part ?? [], 0, part is null ? -1 : _next + 1);
        }
        var count = Math.Min(buffer.Length, _part.Length - _at);
        _part.AsMemory(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> into) => throw new NotSupportedException("A stored model is read asynchronously.");
}

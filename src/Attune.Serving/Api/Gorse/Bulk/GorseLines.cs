using System.Buffers;
using System.Text.Json;

namespace Attune.Serving;

/// <summary>Reads the entities of a stream, one JSON value after another, a line each or not. Holds the block that is being read and no more.</summary>
/// <param name="stream">The stream.</param>
/// <param name="largest">The largest entity in bytes.</param>
sealed class GorseLines(Stream stream, long largest) : IDisposable
{
    byte[] _bytes = ArrayPool<byte>.Shared.Rent(64 << 10);
    int _start;
    int _end;
    bool _isAtEnd;

    /// <summary>Values read so far.</summary>
    internal int Count { get; private set; }

    /// <summary>Reads some entities, at most so many; none at the end.</summary>
    /// <exception cref="RequestException">One of them cannot be taken.</exception>
    internal async Task<List<T>> ReadAsync<T>(int most, GorseReader.Element<T> read, CancellationToken cancellation)
    {
        var rows = new List<T>();
        while (rows.Count < most)
        {
            SkipSpace();
            if (Length() is var length and > 0)
            {
                rows.Add(One(length, read));
                _start += length;
                Count++;
            }
            else if (_isAtEnd) break;
            else await FillAsync(cancellation).ConfigureAwait(false);
        }
        return rows;
    }

    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    T One<T>(int length, GorseReader.Element<T> read)
    {
        try
        {
            return GorseReader.One(_bytes.AsSpan(_start, length), read);
        }
        catch (RequestException e)
        {
            throw new RequestException(e.Status, $"Row {Count + 1}: {e.Message}");
        }
    }

    // Bytes of the value at the start, 0 where it is not there whole.
    int Length()
    {
        if (_start == _end) return 0;
        var options = new JsonReaderOptions { MaxDepth = GorseReader.DeepestJson, AllowMultipleValues = true };
        var json = new Utf8JsonReader(_bytes.AsSpan(_start, _end - _start), _isAtEnd, new JsonReaderState(options));
        try
        {
            return json.Read() && json.TrySkip() ? (int)json.BytesConsumed : 0;
        }
        catch (JsonException e)
        {
            throw RequestException.Bad($"Row {Count + 1} is no JSON: {e.Message}");
        }
    }

    void SkipSpace()
    {
        while (_start < _end && _bytes[_start] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') _start++;
    }

    async Task FillAsync(CancellationToken cancellation)
    {
        var kept = _end - _start;
        if (kept > largest) throw GorseCall.TooLarge(largest);
        var bytes = kept <= _bytes.Length / 2 ? _bytes : ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        _bytes.AsSpan(_start, kept).CopyTo(bytes);
        if (bytes != _bytes) ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _start, _end) = (bytes, 0, kept);
        var read = await stream.ReadAsync(_bytes.AsMemory(_end), cancellation).ConfigureAwait(false);
        _isAtEnd = read == 0;
        _end += read;
    }
}

using System.Buffers;

namespace Attune.Serving;

/// <summary>The body of a request in memory that is given back at the end.</summary>
sealed class GorseBody : IDisposable
{
    byte[] _bytes;
    int _length;

    GorseBody(int capacity) => _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    internal ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    /// <summary>Reads the whole body of a request.</summary>
    /// <exception cref="RequestException">It is larger than allowed, or no JSON by its content type.</exception>
    internal static async Task<GorseBody> ReadAsync(GorseCall call)
    {
        var request = call.Http.Request;
        CheckType(request.ContentType);
        var largest = call.Api.LargestBody;
        var body = new GorseBody((int)Math.Min(request.ContentLength + 1 ?? 4096, Math.Min(largest + 1, Array.MaxLength)));
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(body._bytes.AsMemory(body._length), call.Cancellation).ConfigureAwait(false)) > 0)
            {
                body._length += read;
                if (body._length > largest) throw GorseCall.TooLarge(largest);
                if (body._length == body._bytes.Length) body.Grow();
            }
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
    }

    // The types that a page of another site may send without being asked are refused, as Gorse refuses whatever is not JSON.
    static void CheckType(string? type)
    {
        if (type is null || type.Contains("json", StringComparison.OrdinalIgnoreCase) || type.StartsWith("application/octet-stream", StringComparison.OrdinalIgnoreCase)) return;
        throw RequestException.Bad($"Unable to unmarshal content of type:{GorseCall.Start(type)}. Send Content-Type: application/json.");
    }

    void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(_bytes.Length * 2L, Array.MaxLength));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}

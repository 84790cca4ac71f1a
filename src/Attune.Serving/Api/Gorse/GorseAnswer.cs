using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Attune.Serving;

/// <summary>How answers are written: JSON by hand into memory that each thread keeps, with its length in the header; errors as one line of text.</summary>
static class GorseAnswer
{
    const int LargestKept = 1 << 20;

    static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    static Buffer? t_kept;

    /// <summary>Says the number of the request in the header where Gorse says it; a later number takes the place of an earlier one.</summary>
    internal static void Number(HttpContext http, string number) => http.Response.Headers["X-Request-ID"] = number;

    /// <summary>Answers 200 with JSON.</summary>
    internal static async Task JsonAsync<T>(HttpContext http, T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = t_kept ?? new Buffer();
        t_kept = null;
        write(buffer.Json, value);
        buffer.Json.Flush();
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = buffer.Bytes.WrittenCount;
        await http.Response.BodyWriter.WriteAsync(buffer.Bytes.WrittenMemory, http.RequestAborted).ConfigureAwait(false);
        buffer.Bytes.ResetWrittenCount();
        buffer.Json.Reset();
        if (buffer.Bytes.Capacity <= LargestKept) t_kept = buffer;
    }

    /// <summary>Answers 200 with JSON that is written as it comes, for what may be too much to hold.</summary>
    internal static async Task StreamAsync<T>(HttpContext http, string type, IAsyncEnumerable<IReadOnlyList<T>> pages, Action<Utf8JsonWriter, T> write, bool asLines)
    {
        http.Response.ContentType = type;
        var output = http.Response.BodyWriter;
        using var json = new Utf8JsonWriter(output, Written);
        if (!asLines) json.WriteStartArray();
        await foreach (var page in pages.WithCancellation(http.RequestAborted).ConfigureAwait(false))
        {
            foreach (var row in page)
            {
                write(json, row);
                if (!asLines) continue;
                json.Flush();
                json.Reset();
                output.Write("\n"u8);
            }
            json.Flush();
            await output.FlushAsync(http.RequestAborted).ConfigureAwait(false);
        }
        if (!asLines) json.WriteEndArray();
        json.Flush();
        await output.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Answers with plain text, as Gorse does for errors.</summary>
    internal static async Task TextAsync(HttpContext http, int status, string text)
    {
        Number(http, http.TraceIdentifier);
        // Kestrel ends a connection whose body it has not read to the end, and does not say so: the client's next request on it would be lost.
        if (status == StatusCodes.Status413PayloadTooLarge && http.Request.Protocol == "HTTP/1.1") http.Response.Headers.Connection = "close";
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        var bytes = Encoding.UTF8.GetBytes(text);
        http.Response.ContentLength = bytes.Length;
        await http.Response.BodyWriter.WriteAsync(bytes, http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Answers with how many rows a change was about.</summary>
    internal static Task RowsAsync(HttpContext http, int rows) => JsonAsync(http, rows, static (json, n) =>
    {
        json.WriteStartObject();
        json.WriteNumber("RowAffected"u8, n);
        json.WriteEndObject();
    });

    sealed class Buffer
    {
        internal Buffer() => Json = new(Bytes, Written);

        internal ArrayBufferWriter<byte> Bytes { get; } = new(4096);

        internal Utf8JsonWriter Json { get; }
    }
}

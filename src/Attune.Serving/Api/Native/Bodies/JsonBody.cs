using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Attune.Serving;

/// <summary>Reads and writes JSON. Only <c>application/json</c> is read: a page of another site cannot make a browser send that unasked.</summary>
static class JsonBody
{
    /// <exception cref="RequestException">It is no JSON, or not of the route's shape.</exception>
    internal static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type) where T : class
    {
        if (!context.Request.HasJsonContentType()) throw new RequestException(StatusCodes.Status415UnsupportedMediaType, "The body must be JSON; say so with Content-Type: application/json.");
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted) ?? throw RequestException.Bad("The body is null; the route needs JSON of its shape (see /attune/v1/openapi.json).");
        }
        catch (JsonException e)
        {
            throw RequestException.Bad(string.Create(CultureInfo.InvariantCulture,
                $"The body does not have the shape of this route at {e.Path ?? "$"} (line {e.LineNumber + 1 ?? 1}, byte {e.BytePositionInLine ?? 0}); /attune/v1/openapi.json describes it."));
        }
    }

    internal static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, "application/json; charset=utf-8");
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, type);
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}

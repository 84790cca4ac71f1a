using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Attune.Serving;

/// <summary>Writes problem details (RFC 9457).</summary>
static class Problems
{
    internal static async Task WriteAsync(HttpContext context, int status, string detail)
    {
        var response = context.Response;
        using var body = new MemoryStream();
        await using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", ReasonPhrases.GetReasonPhrase(status));
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            json.WriteEndObject();
        }
        (response.StatusCode, response.ContentType, response.ContentLength) = (status, "application/problem+json", body.Length);
        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), context.RequestAborted);
    }
}

using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Attune.Serving;

/// <summary>What those who run the server ask: whether the process lives, whether it answers, what it has counted.</summary>
sealed class HealthRoutes(ServerHealth health, PrometheusText text, ApiKeys keys, IOptions<AttuneOptions> options)
{
    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", context => WriteAsync(context, StatusCodes.Status200OK, "live")).WithMetadata(new IsEarly());
        routes.MapGet("/health/ready", ReadyAsync).WithMetadata(new IsEarly());
        // With keys there may be tenants, and what is counted is not each one's to see.
        routes.MapGet("/metrics", MetricsAsync).WithMetadata(new RequiresScope(keys.AreOff ? ApiScope.Read : ApiScope.Admin));
    }

    async Task ReadyAsync(HttpContext context)
    {
        var (isReady, words) = await health.AskAsync(context.RequestAborted);
        await WriteAsync(context, isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, words);
    }

    async Task MetricsAsync(HttpContext context)
    {
        var written = Encoding.UTF8.GetBytes(text.Write(keys.AreOff ? null : context.SpaceOf() ?? options.Value.Space));
        (context.Response.ContentType, context.Response.ContentLength) = ("text/plain; version=0.0.4; charset=utf-8", written.Length);
        await context.Response.Body.WriteAsync(written, context.RequestAborted);
    }

    static async Task WriteAsync(HttpContext context, int status, string words)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, "text/plain; charset=utf-8");
        await context.Response.WriteAsync(words + "\n", context.RequestAborted);
    }
}

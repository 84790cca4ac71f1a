using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Attune.Serving;

/// <summary>The description of Attune's own routes as an OpenAPI document: what their <see cref="RouteNote"/>s say.</summary>
static class ApiDocument
{
    /// <summary>The document's name among those of the application.</summary>
    internal const string Name = "attune";

    internal static void Add(IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        // The paths come from the notes: the application's own routes stay out.
        options.ShouldInclude = _ => false;
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type is { IsEnum: true } type) (schema.Type, schema.Enum) = (JsonSchemaType.String, [.. Enum.GetNames(type).Select(n => (JsonNode)JsonValue.Create(n))]);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer(Operations.DescribeAsync);
    });

    internal static void Map(IEndpointRouteBuilder routes)
    {
        byte[]? written = null;
        routes.MapGet("openapi.json", async context =>
        {
            written ??= await WriteAsync(context);
            (context.Response.ContentType, context.Response.ContentLength) = ("application/json; charset=utf-8", written.Length);
            await context.Response.Body.WriteAsync(written, context.RequestAborted);
        }).WithMetadata(new RouteNote("This description."));
    }

    static async Task<byte[]> WriteAsync(HttpContext context)
    {
        var document = await context.RequestServices.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync(context.RequestAborted);
        using var stream = new MemoryStream();
        await document.SerializeAsJsonAsync(stream, OpenApiSpecVersion.OpenApi3_1, context.RequestAborted);
        return stream.ToArray();
    }
}

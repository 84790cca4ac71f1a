using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Attune.Serving;

/// <summary>Writes every route that has a note into an OpenAPI document.</summary>
static class Operations
{
    static readonly (int Status, string Text)[] Errors = [(400, "Something in the request cannot be meant."), (401, "No key that is known."), (403, "The key has not this scope."), (413, "The body is too large."), (429, "Too many requests.")];

    internal static async Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo { Title = "Attune", Version = "1", Description = "Recommendations, events, and the models that they come from. Errors are problem details (RFC 9457)." };
        document.Servers = [];
        (document.Components ??= new OpenApiComponents()).SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-API-Key" },
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
        };
        foreach (var endpoint in context.ApplicationServices.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().OrderBy(e => e.RoutePattern.RawText, StringComparer.Ordinal))
        {
            if (endpoint.Metadata.GetMetadata<RouteNote>() is not { } note || endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is not [{ } method, ..]) continue;
            var path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            if (!document.Paths.TryGetValue(path, out var item)) document.Paths[path] = item = new OpenApiPathItem();
            ((OpenApiPathItem)item).AddOperation(new HttpMethod(method), await OperationAsync(endpoint, note, document, context, cancellation));
        }
    }

    static async Task<OpenApiOperation> OperationAsync(RouteEndpoint endpoint, RouteNote note, OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        var scope = endpoint.Metadata.GetMetadata<RequiresScope>()?.Scope;
        return new OpenApiOperation
        {
            Summary = note.Summary,
            Description = scope is null ? "Open to all." : $"Needs the scope {scope.ToString()!.ToLowerInvariant()}.",
            Parameters = [.. endpoint.RoutePattern.Parameters.Select(p => Parameter(p.Name, "string", null, ParameterLocation.Path)), .. note.Parameters.Select(p => Parameter(p.Name, p.Type, p.Text, ParameterLocation.Query))],
            RequestBody = note.Body is null ? null : new OpenApiRequestBody { Required = true, Content = await ContentAsync(note.Body, context, cancellation) },
            Responses = Responses(note, scope, note.Answer is null ? null : await ContentAsync(note.Answer, context, cancellation)),
            Security = scope is null ? [] : [new() { [new OpenApiSecuritySchemeReference("key", document)] = [] }, new() { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }],
        };
    }

    static OpenApiResponses Responses(RouteNote note, ApiScope? scope, Dictionary<string, OpenApiMediaType>? content)
    {
        var responses = new OpenApiResponses { [note.Status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(note.Status), Content = content } };
        foreach (var (status, text) in Errors.Where(_ => scope is not null)) responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse { Description = text };
        return responses;
    }

    static IOpenApiParameter Parameter(string name, string type, string? text, ParameterLocation place) => new OpenApiParameter
    {
        Name = name,
        In = place,
        Required = place == ParameterLocation.Path,
        Description = text,
        Schema = new OpenApiSchema { Type = type switch { "integer" => JsonSchemaType.Integer, "number" => JsonSchemaType.Number, "boolean" => JsonSchemaType.Boolean, _ => JsonSchemaType.String } },
    };

    static async Task<Dictionary<string, OpenApiMediaType>> ContentAsync(Type type, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        if (type == typeof(Stream)) return new() { ["application/zip"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } } };
        var schema = await context.GetOrCreateSchemaAsync(type, null, cancellation);
        return new() { ["application/json"] = new OpenApiMediaType { Schema = schema } };
    }
}

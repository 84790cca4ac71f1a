using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attune.Serving;

/// <summary>What the server has and does: placements, counts, tasks, the audit log.</summary>
sealed class ServerRoutes(IAttune attune, IModels models, ApiLimits limits, AttuneOptions options)
{
    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("placements", PlacementsAsync).Needs(ApiScope.Read, new RouteNote("The placements, by name.") { Answer = typeof(IReadOnlyList<Placement>) });
        routes.MapGet("counts", CountsAsync).Needs(ApiScope.Read, new RouteNote("How much there is.") { Answer = typeof(CountsDocument) });
        routes.MapGet("tasks", TasksAsync).Needs(ApiScope.Read, new RouteNote("What is being done, and what was done last.") { Answer = typeof(IReadOnlyList<ServerTask>) });
        routes.MapGet("audit", AuditAsync).Needs(ApiScope.Admin, new RouteNote("The audit log, newest first.")
        {
            Parameters = [("n", "integer", "So many entries at most. Default 100.")],
            Answer = typeof(IReadOnlyList<AuditEntry>),
        });
    }

    Task PlacementsAsync(HttpContext context) =>
        JsonBody.WriteAsync(context, [.. attune.Placements.Values.OrderBy(p => p.Name, StringComparer.Ordinal)], NativeJson.Default.IReadOnlyListPlacement);

    async Task CountsAsync(HttpContext context)
    {
        var counts = await attune.Store(context.SpaceOf()).CountsAsync(context.RequestAborted);
        var active = (await models.ListAsync(context.SpaceOf(), context.RequestAborted)).FirstOrDefault(m => m.IsActive);
        await JsonBody.WriteAsync(context, new CountsDocument(counts.Users, counts.Items, counts.Events, counts.LastEvent, active?.Version), NativeJson.Default.CountsDocument);
    }

    Task TasksAsync(HttpContext context)
    {
        var space = context.SpaceOf() ?? options.Space;
        return JsonBody.WriteAsync(context, [.. models.Tasks.Where(t => t.Space == space)], NativeJson.Default.IReadOnlyListServerTask);
    }

    async Task AuditAsync(HttpContext context)
    {
        var count = limits.Count(new Parameters(context.Request, "n").Integer("n") ?? Math.Min(100, options.Api.LargestCount));
        await JsonBody.WriteAsync(context, await attune.Store(context.SpaceOf()).AuditsAsync(count, context.RequestAborted), NativeJson.Default.IReadOnlyListAuditEntry);
    }
}

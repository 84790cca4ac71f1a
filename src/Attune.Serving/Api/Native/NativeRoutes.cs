using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attune.Serving;

/// <summary>Attune's own routes, below /attune/v1.</summary>
static class NativeRoutes
{
    internal static void Map(IEndpointRouteBuilder endpoints, IServiceProvider services)
    {
        var routes = endpoints.MapGroup("/attune/v1");
        var options = services.GetRequiredService<IOptions<AttuneOptions>>().Value;
        var (attune, metrics, limits) = (services.GetRequiredService<IAttune>(), services.GetRequiredService<ServingMetrics>(), new Limits(options.Api));
        new ListRoutes(attune, metrics, limits).Map(routes);
    }

    /// <summary>The caller's space; null for the default one.</summary>
    internal static string? SpaceOf(this HttpContext context) => context.Features.Get<Caller>()?.Space;
}

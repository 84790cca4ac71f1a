using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attune.Serving;

/// <summary>Attune's own routes, below /attune/v1.</summary>
static class NativeRoutes
{
    internal static void Map(IEndpointRouteBuilder endpoints, IServiceProvider services)
    {
        var routes = endpoints.MapGroup("/attune/v1");
        var options = services.GetRequiredService<IOptions<AttuneOptions>>().Value;
        var (attune, models, time) = (services.GetRequiredService<IAttune>(), services.GetRequiredService<IModels>(), services.GetRequiredService<TimeProvider>());
        var (limits, audits) = (services.GetRequiredService<ApiLimits>(), new Audits(attune, time));
        new ListRoutes(attune, limits).Map(routes);
        new EventRoutes(attune, limits, time).Map(routes);
        new UserRoutes(attune, limits, audits).Map(routes);
        new ItemRoutes(attune, limits).Map(routes);
        new ModelRoutes(models, audits, services.GetRequiredService<Background>(), services.GetRequiredService<ILogger<ModelRoutes>>()).Map(routes);
        new ServerRoutes(attune, models, limits, options).Map(routes);
        ApiDocument.Map(routes);
    }

    /// <summary>The caller's space; null for the default one.</summary>
    internal static string? SpaceOf(this HttpContext context) => context.Features.Get<Caller>()?.Space;
}

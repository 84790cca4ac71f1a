using Attune.Serving;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the routes of Attune's server.</summary>
public static class AttuneEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps Gorse's routes (/api/…), Attune's own (/attune/v1/…), the status page (/attune), /metrics and /health/…. They check keys and limits by themselves.
    /// </summary>
    /// <param name="endpoints">The application, or a group of its routes.</param>
    /// <returns>All of the routes, for conventions of the application.</returns>
    /// <exception cref="InvalidOperationException">The application has not called <c>AddAttune</c>.</exception>
    public static IEndpointConventionBuilder MapAttune(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        var guard = services.GetService<Guard>() ?? throw new InvalidOperationException("MapAttune needs the services of Attune; call builder.Services.AddAttune(…) before the application is built.");
        var group = endpoints.MapGroup("");
        GorseRoutes.Map(group.MapGroup("/api"));
        NativeRoutes.Map(group, services);
        new StatusPage(ActivatorUtilities.CreateInstance<StatusReport>(services), services.GetRequiredService<IAttune>()).Map(group);
        ActivatorUtilities.CreateInstance<HealthRoutes>(services).Map(group);
        ((IEndpointConventionBuilder)group).Finally(guard.Protect);
        return group;
    }
}

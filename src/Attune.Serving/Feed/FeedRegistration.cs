using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attune.Serving;

/// <summary>Puts the feed into an application.</summary>
static class FeedRegistration
{
    /// <summary>The feed, its health check "attune.feed" and its instruments. Without an address in the options it stands still.</summary>
    internal static IServiceCollection AddFeed(this IServiceCollection services)
    {
        services.AddSingleton<FeedState>().AddSingleton<FeedMetrics>();
        services.AddHostedService(p => new RabbitFeed(p.GetRequiredService<IOptions<AttuneOptions>>(), p.GetRequiredService<IAttune>().Store, p.GetRequiredService<FeedState>(),
            p.GetRequiredService<FeedMetrics>(), p.GetRequiredService<ILogger<RabbitFeed>>(), p.GetRequiredService<TimeProvider>()));
        services.AddHealthChecks().AddCheck<FeedHealth>("attune.feed");
        return services;
    }
}

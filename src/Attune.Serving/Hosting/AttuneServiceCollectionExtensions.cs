using Attune.Serving;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Attune's server to an application.</summary>
public static class AttuneServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IAttune"/>, <see cref="IModels"/> and what they need. The routes are mapped with <c>app.MapAttune()</c>; without them both are used by
    /// injection. What the application has registered before (a <see cref="TimeProvider"/>, an <see cref="IStorage"/>) is kept.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets options; all errors of them are reported together when the application starts.</param>
    public static IServiceCollection AddAttune(this IServiceCollection services, Action<AttuneOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<AttuneOptions>().ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        return services.AddParts();
    }

    /// <inheritdoc cref="AddAttune(IServiceCollection, Action{AttuneOptions}?)"/>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">The section with the options, usually <c>builder.Configuration.GetSection("Attune")</c>. A name in it that is no option is an error.</param>
    public static IServiceCollection AddAttune(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddAttune(o => OptionsBinding.Bind(configuration, o));
    }

    static IServiceCollection AddParts(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddLogging();
        services.AddRouting();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AttuneOptions>, OptionsCheck>());
        services.TryAddSingleton(s => Storages.Parse(s.GetRequiredService<IOptions<AttuneOptions>>().Value.Store, s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ActiveModels>();
        services.TryAddSingleton<IAttune, AttuneServer>();
        services.TryAddSingleton(s => new ApiLimits(s.GetRequiredService<IOptions<AttuneOptions>>().Value.Api));
        services.TryAddSingleton<ServerState>();
        services.TryAddSingleton<Background>();
        services.TryAddSingleton<ServingMetrics>();
        services.TryAddSingleton<PrometheusText>();
        services.TryAddSingleton<ServerHealth>();
        services.TryAddSingleton<ApiKeys>();
        services.TryAddSingleton(s => new LocalAdmin(s.GetService<IServer>()));
        services.TryAddSingleton<RateLimits>();
        services.TryAddSingleton<Guard>();
        ApiDocument.Add(services);
        services.AddHostedService<ServerStart>();
        return services;
    }
}

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
        // Called a second time it only adds to the options.
        if (services.Any(s => s.ServiceType == typeof(ServerState))) return services;
        services.AddMetrics();
        services.AddLogging();
        services.AddRouting();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<AttuneOptions>, OptionsCheck>();
        services.TryAddSingleton(s => Storages.Parse(Options(s).Store, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ServerState>();
        services.AddSingleton<Background>();
        // The storage is opened first and, as hosted services end in the opposite order, everything else stops before it.
        services.AddHostedService<ServerStart>();
        services.AddModels();
        services.TryAddSingleton<AttuneServer>();
        services.TryAddSingleton<IAttune>(s => s.GetRequiredService<AttuneServer>());
        services.AddHostedService<CatchingUp>();
        services.AddFeed();
        services.AddObservability();
        services.AddSecurity();
        ApiDocument.Add(services);
        return services;
    }

    static void AddObservability(this IServiceCollection services)
    {
        services.AddSingleton<ServingMetrics>();
        services.AddSingleton<PrometheusText>();
        services.AddSingleton<StateGauges>();
        services.AddSingleton<ServerHealth>();
        services.AddHealthChecks().AddCheck<StorageHealth>(ServerHealth.Prefix + "storage").AddCheck<ListsHealth>(ServerHealth.Prefix + "lists");
    }

    static void AddSecurity(this IServiceCollection services)
    {
        services.AddSingleton(s => new ApiLimits(Options(s).Api));
        services.AddSingleton<ApiKeys>();
        services.AddSingleton(s => new LocalAdmin(s.GetService<IServer>()));
        services.AddSingleton<RateLimits>();
        services.AddSingleton<Guard>();
    }

    static AttuneOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<AttuneOptions>>().Value;
}

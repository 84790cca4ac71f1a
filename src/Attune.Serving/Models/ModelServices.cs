using Attune.Neural;
using Attune.Trees;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Attune.Serving;

/// <summary>What the models of a server need from its container, beside the storage and the options: registered after whatever opens the storage.</summary>
static class ModelServices
{
    internal static IServiceCollection AddModels(this IServiceCollection services)
    {
        // Their options are read, nothing more: libtorch is loaded when a neural model is trained or opened, and its absence says what to install.
        Trainers.Register(typeof(Sasrec).Assembly);
        Trainers.Register(typeof(CadenceTrees).Assembly);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ActiveModels>();
        services.TryAddSingleton(new ArchiveLimits());
        services.TryAddSingleton<ServerTasks>();
        services.TryAddSingleton<ModelLoader>();
        services.TryAddSingleton<Models>();
        services.TryAddSingleton<IModels>(s => s.GetRequiredService<Models>());
        services.AddHostedService<ModelFollower>();
        services.AddHostedService<Retrainer>();
        services.AddHealthChecks().AddCheck<ModelsHealth>("attune.models");
        return services;
    }
}

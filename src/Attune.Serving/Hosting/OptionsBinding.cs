using Microsoft.Extensions.Configuration;

namespace Attune.Serving;

/// <summary>Reads the options from configuration. A list in the configuration takes the place of the default list; the binder alone would add to it.</summary>
static class OptionsBinding
{
    internal static void Bind(IConfiguration configuration, AttuneOptions options)
    {
        if (configuration.GetSection("Feedback:ReadTypes").GetChildren().Any()) options.Feedback.ReadTypes.Clear();
        configuration.Bind(options, o => o.ErrorOnUnknownConfiguration = true);
        foreach (var (section, i) in configuration.GetSection("Placements").GetChildren().Zip(Enumerable.Range(0, options.Placements.Count)))
            if (section.GetSection("Recommenders").GetChildren().Select(r => r.Value ?? "").ToArray() is { Length: > 0 } recommenders)
                options.Placements[i] = options.Placements[i] with { Recommenders = recommenders };
    }
}

using System.Globalization;
using System.Reflection;

namespace Attune;

/// <summary>What a comparison must know of options: seeds, and names that tell two settings of one model apart.</summary>
static class SeededTrainer
{
    internal static bool IsSeeded(ITrainer trainer) => SeedOf(trainer) is not null;

    /// <summary>The trainer with its own seed, the next, and so on; itself alone where it has no seed.</summary>
    internal static IEnumerable<ITrainer> Seeds(ITrainer trainer, int seeds)
    {
        if (seeds == 1 || SeedOf(trainer) is not { } option) return [trainer];
        var first = (int)option.GetValue(trainer)!;
        return Enumerable.Range(0, seeds).Select(i => WithSeed(trainer, unchecked(first + i)));
    }

    /// <summary>The trainer with this seed; itself where it has no seed.</summary>
    internal static ITrainer WithSeed(ITrainer trainer, int seed) =>
        SeedOf(trainer) is { } option ? Options.With(trainer, [new(Options.NameOf(option), seed.ToString(CultureInfo.InvariantCulture))]) : trainer;

    /// <summary>The models' names; where one comes several times, with the options in which they differ: <c>als (factors 64)</c>.</summary>
    internal static string[] Labels(IReadOnlyList<ITrainer> models)
    {
        var labels = models.Select(m => Options.NameOf(m.GetType())).ToArray();
        foreach (var group in Enumerable.Range(0, models.Count).GroupBy(i => models[i].GetType()).Where(g => g.Count() > 1))
        {
            var settings = group.ToDictionary(i => i, i => Options.AllOf(models[i]));
            var differing = settings.Values.First().Select(p => p.Key)
                .Where(key => settings.Values.Select(o => o[key]?.ToJsonString()).Distinct().Count() > 1).ToArray();
            foreach (var i in group) labels[i] += differing.Length == 0 ? "" : $" ({string.Join(", ", differing.Select(key => $"{key} {settings[i][key]?.ToString() ?? "none"}"))})";
        }
        if (labels.Distinct(StringComparer.Ordinal).Count() < labels.Length)
            throw new ArgumentException($"Two of the models are the same, options included: {string.Join(", ", labels.GroupBy(l => l).Where(g => g.Count() > 1).Select(g => g.Key))}. Name each once.");
        return labels;
    }

    static PropertyInfo? SeedOf(ITrainer trainer) => Options.Of(trainer.GetType()).FirstOrDefault(p => p.Name == "Seed" && p.PropertyType == typeof(int));
}

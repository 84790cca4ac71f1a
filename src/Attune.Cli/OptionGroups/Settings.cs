using System.Collections;
using System.CommandLine;
using System.Globalization;

namespace Attune.Cli;

/// <summary>The options of models: <c>--set factors=64 iterations=10</c>, repeated as often as one likes.</summary>
sealed class Settings : IEnumerable<Option>
{
    readonly Option<string[]> _set = new("--set")
    {
        HelpName = "KEY=VALUE",
        Description = "Options of the model (attune models NAME shows them); several may follow, and --set may be repeated.",
        AllowMultipleArgumentsPerToken = true,
    };

    public IEnumerator<Option> GetEnumerator() => ((IEnumerable<Option>)[_set]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether anything is set.</summary>
    internal bool AreWritten(Call call) => call.Has(_set);

    /// <summary>What is set, in that order.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Written(Call call) => Pairs(call);

    /// <summary>The trainer with everything that is set, and with the seed, if it has one that is not set.</summary>
    internal ITrainer Apply(Call call, ITrainer trainer, int seed) => Apply(trainer, Pairs(call), seed);

    /// <summary>Several trainers: each gets the settings that it has an option for. One that none has is an error.</summary>
    internal IReadOnlyList<ITrainer> Apply(Call call, IReadOnlyList<ITrainer> trainers, int seed)
    {
        var pairs = Pairs(call);
        foreach (var (key, _) in pairs)
            if (!trainers.Any(t => Has(t, key)))
                throw new UsageException($"--set: none of {string.Join(", ", trainers.Select(t => Options.NameOf(t.GetType())))} has an option '{key}'; attune models NAME shows what a model has.");
        return [.. trainers.Select(t => Apply(t, pairs.Where(p => Has(t, p.Key)), seed))];
    }

    /// <summary>Reads <c>key=value</c>.</summary>
    internal static KeyValuePair<string, string> Pair(string option, string text) => text.Split('=', 2) is [{ Length: > 0 } key, var value]
        ? KeyValuePair.Create(key.Trim(), value)
        : throw new UsageException($"{option}: '{text}' is not of the form key=value, as in factors=64.");

    static ITrainer Apply(ITrainer trainer, IEnumerable<KeyValuePair<string, string>> pairs, int seed)
    {
        var text = KeyValuePair.Create("seed", seed.ToString(CultureInfo.InvariantCulture));
        return Options.With(trainer, Has(trainer, "seed") ? pairs.Prepend(text) : pairs);
    }

    static bool Has(ITrainer trainer, string option) => Options.Of(trainer.GetType()).Any(p => Options.NameOf(p).Equals(option, StringComparison.OrdinalIgnoreCase));

    KeyValuePair<string, string>[] Pairs(Call call) => [.. (call.Value(_set) ?? []).Select(text => Pair("--set", text))];
}

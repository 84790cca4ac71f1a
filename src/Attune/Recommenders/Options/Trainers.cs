using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// The models by name: every public sealed options record with a parameterless constructor in the registered assemblies. Attune's own are
/// there from the start; a package or program adds its own with <see cref="Register"/>. Safe for use from many threads.
/// </summary>
public static class Trainers
{
    static readonly Lock Gate = new();

    // Lazy, because a model made of models asks for others by name while it is described.
    static volatile IReadOnlyDictionary<string, Lazy<ModelInfo>> _byName = Found(typeof(Trainers).Assembly);

    /// <summary>All models, by name.</summary>
    public static IReadOnlyList<ModelInfo> All => [.. _byName.Values.Select(m => m.Value).OrderBy(m => m.Name, StringComparer.Ordinal)];

    /// <summary>Adds the models of an assembly; again is allowed. Two different models of one name are an error.</summary>
    public static void Register(Assembly assembly)
    {
        lock (Gate)
        {
            var all = new Dictionary<string, Lazy<ModelInfo>>(_byName, StringComparer.Ordinal);
            foreach (var (name, info) in Found(assembly))
                if (!all.TryAdd(name, info) && all[name].Value.Type != info.Value.Type)
                    throw new ArgumentException($"The model name '{name}' belongs to {all[name].Value.Type.FullName} already; {info.Value.Type.FullName} needs another class name.");
            _byName = all;
        }
    }

    /// <summary>The model of this name; an unknown one is an <see cref="ArgumentException"/> that lists the names and the nearest of them.</summary>
    public static ModelInfo Find(string name) => TryFind(name, out var info) ? info
        : throw new ArgumentException($"There is no model '{name}'; there are {Names()}.{EditDistance.DidYouMean(name, _byName.Keys)}");

    /// <summary>Whether there is a model of this name, and what is known of it.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out ModelInfo? info) =>
        (info = _byName.GetValueOrDefault(name)?.Value) is not null;

    /// <summary>The trainer of this name with the options set from text; wrong options are reported together (<see cref="OptionsException"/>).</summary>
    public static ITrainer Create(string name, IEnumerable<KeyValuePair<string, string>>? settings = null) =>
        Options.With((ITrainer)Activator.CreateInstance(Find(name).Type)!, settings ?? []);

    internal static string Names() => string.Join(", ", _byName.Keys.Order(StringComparer.Ordinal));

    static Dictionary<string, Lazy<ModelInfo>> Found(Assembly assembly) => assembly.GetExportedTypes()
        .Where(t => t is { IsClass: true, IsSealed: true, ContainsGenericParameters: false } && t.IsAssignableTo(typeof(ITrainer)) && t.GetConstructor([]) is not null)
        .ToDictionary(Options.NameOf, t => new Lazy<ModelInfo>(() => ModelInfo.Of(t)), StringComparer.Ordinal);
}

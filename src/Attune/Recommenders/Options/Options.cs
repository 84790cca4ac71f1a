using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Attune.Numerics;

namespace Attune;

/// <summary>Reads, writes and checks the options of trainers: one rule for the tool, saved models and code.</summary>
public static class Options
{
    // NaN and infinities are written as words, so that a trainer can be read and complained about whatever it holds.
    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    static readonly ConcurrentDictionary<Type, string> Names = new();

    /// <summary>The name of a model, metric or filter class: <c>ItemKnn</c> → <c>item-knn</c>, <c>Rp3Beta</c> → <c>rp3-beta</c>.</summary>
    public static string NameOf(Type type) => Names.GetOrAdd(type, static t => JsonNamingPolicy.KebabCaseLower.ConvertName(t.Name));

    /// <summary>The settable options of a trainer in the order of declaration, its own before those that it inherits.</summary>
    public static IEnumerable<PropertyInfo> Of(Type trainer) =>
        trainer.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetSetMethod() is not null);

    /// <summary>The name of an option as people write it: <c>LearningRate</c> → <c>learningRate</c>.</summary>
    public static string NameOf(PropertyInfo option) => JsonNamingPolicy.CamelCase.ConvertName(option.Name);

    /// <summary>
    /// Checks all options against their ranges and throws one <see cref="OptionsException"/> that lists everything that is wrong. Numbers must be
    /// finite, enumerations one of their names; an option that may be null is not checked when it is.
    /// </summary>
    /// <param name="trainer">The options.</param>
    /// <param name="more">Sentences of checks that no range can express; null where all is well.</param>
    public static void Validate(ITrainer trainer, params IEnumerable<string?> more)
    {
        var errors = Of(trainer.GetType()).Select(p => Complaint(trainer, p)).Concat(more).OfType<string>().ToList();
        if (errors.Count > 0) throw new OptionsException(NameOf(trainer.GetType()), errors);
    }

    /// <summary>The trainer with options set from text (<c>factors</c> → <c>64</c>); unknown names and unreadable values are reported together.</summary>
    /// <param name="trainer">What to start from.</param>
    /// <param name="settings">Names (any case, dashes ignored) and values; enumerations by their kebab-case names, lists by commas, no value as <c>null</c>.</param>
    public static ITrainer With(ITrainer trainer, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var type = trainer.GetType();
        var json = JsonSerializer.SerializeToNode(trainer, type, Json)!.AsObject();
        var errors = new List<string>();
        foreach (var (key, text) in settings)
            if (Find(type, key) is not { } option) errors.Add(Unknown(type, key));
            else if (OptionText.TryParse(option.PropertyType, text, out var value)) json[NameOf(option)] = JsonSerializer.SerializeToNode(value, option.PropertyType, Json);
            else errors.Add($"{NameOf(option)} = '{text}' is not {OptionText.Describe(option.PropertyType)}.");
        if (errors.Count > 0) throw new OptionsException(NameOf(type), errors);
        var result = FromJson(type, json.ToJsonString());
        Validate(result);
        return result;
    }

    /// <summary>The options as a JSON object with camelCase names; those of a neural model that all such models share only where they are set.</summary>
    public static string ToJson(ITrainer trainer) => JsonSerializer.Serialize(trainer, trainer.GetType(), Json);

    /// <summary>
    /// Reads <see cref="ToJson"/> back; an option that is absent has its default. Unknown names and values of a wrong type are reported together;
    /// ranges are left to <see cref="Validate"/>.
    /// </summary>
    public static ITrainer FromJson(Type trainer, string json)
    {
        if (JsonNode.Parse(json) is not JsonObject settings) throw new OptionsException(NameOf(trainer), ["The options are not a JSON object."]);
        var errors = settings.Select(s => Find(trainer, s.Key) is not { } option ? Unknown(trainer, s.Key) : Misfit(option, s.Value)).OfType<string>().ToList();
        if (errors.Count > 0) throw new OptionsException(NameOf(trainer), errors);
        return (ITrainer)settings.Deserialize(trainer, Json)!;
    }

    /// <summary>All options with their values, those too that <see cref="ToJson"/> leaves out while they have the default of their type.</summary>
    internal static JsonObject AllOf(ITrainer trainer) =>
        new(Of(trainer.GetType()).Select(p => KeyValuePair.Create(NameOf(p), JsonSerializer.SerializeToNode(p.GetValue(trainer), p.PropertyType, Json))));

    static string? Misfit(PropertyInfo option, JsonNode? value)
    {
        try
        {
            if (value is null && option.PropertyType.IsValueType && Nullable.GetUnderlyingType(option.PropertyType) is null) throw new JsonException();
            value.Deserialize(option.PropertyType, Json);
            return null;
        }
        catch (JsonException)
        {
            return $"{NameOf(option)} = {value?.ToJsonString() ?? "null"} is not {OptionText.Describe(option.PropertyType)}.";
        }
    }

    /// <summary>The option of a name in any case, dashes ignored, or null.</summary>
    internal static PropertyInfo? Find(Type trainer, string key) =>
        Of(trainer).FirstOrDefault(p => p.Name.Equals(key.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));

    /// <summary>The sentence about an option that is not there.</summary>
    internal static string Unknown(Type trainer, string key)
    {
        var names = Of(trainer).Select(NameOf).ToList();
        return $"There is no option '{key}'; {NameOf(trainer)} has {string.Join(", ", names.DefaultIfEmpty("none"))}.{EditDistance.DidYouMean(key, names)}";
    }

    static string? Complaint(ITrainer trainer, PropertyInfo option)
    {
        var value = option.GetValue(trainer);
        if (value is Enum e && !Enum.IsDefined(e.GetType(), e)) return $"{NameOf(option)} is {value}; allowed: {OptionText.Describe(option.PropertyType)}.";
        var initial = option.GetValue(Activator.CreateInstance(trainer.GetType()));
        if (OptionText.Number(value) is not { } number || number.Equals(OptionText.Number(initial))) return null;
        var range = option.GetCustomAttribute<RangeAttribute>();
        if (range is null ? double.IsFinite(number) : Allows(range, number)) return null;
        return string.Create(CultureInfo.InvariantCulture, $"{NameOf(option)} is {number}; allowed {OptionText.Describe(range)}, default {initial ?? "none"}.");
    }

    /// <summary>Whether a number lies within the range of an option.</summary>
    internal static bool Allows(RangeAttribute range, double number)
    {
        var (min, max) = OptionText.Bounds(range);
        return (range.MinimumIsExclusive ? number > min : number >= min) && (range.MaximumIsExclusive ? number < max : number <= max);
    }
}

using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attune;

/// <summary>Reads, writes and checks the options of trainers: one rule for the tool, saved models and code.</summary>
public static class Options
{
    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>The name of a model, metric or filter class: <c>ItemKnn</c> → <c>item-knn</c>, <c>Rp3Beta</c> → <c>rp3-beta</c>.</summary>
    public static string NameOf(Type type) => JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name);

    /// <summary>The settable options of a trainer in the order of declaration.</summary>
    public static IEnumerable<PropertyInfo> Of(Type trainer) =>
        trainer.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite);

    /// <summary>The name of an option as people write it: <c>LearningRate</c> → <c>learningRate</c>.</summary>
    public static string NameOf(PropertyInfo option) => JsonNamingPolicy.CamelCase.ConvertName(option.Name);

    /// <summary>Checks all options against their ranges and throws one <see cref="OptionsException"/> that lists everything that is wrong.</summary>
    public static void Validate(ITrainer trainer, params IEnumerable<string?> more)
    {
        var errors = Of(trainer.GetType()).Select(p => Complaint(trainer, p)).Concat(more).OfType<string>().ToList();
        if (errors.Count > 0) throw new OptionsException(NameOf(trainer.GetType()), errors);
    }

    /// <summary>The trainer with options set from text (<c>factors</c> → <c>64</c>); unknown names and unreadable values are reported together.</summary>
    public static ITrainer With(ITrainer trainer, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var type = trainer.GetType();
        var json = JsonSerializer.SerializeToNode(trainer, type, Json)!.AsObject();
        var errors = new List<string>();
        foreach (var (key, text) in settings)
        {
            var option = Of(type).FirstOrDefault(p => NameOf(p).Equals(key, StringComparison.OrdinalIgnoreCase));
            if (option is null) errors.Add($"There is no option '{key}'; {NameOf(type)} has {string.Join(", ", Of(type).Select(NameOf).DefaultIfEmpty("none"))}.");
            else if (Parse(option.PropertyType, text) is { } value) json[NameOf(option)] = JsonSerializer.SerializeToNode(value, option.PropertyType, Json);
            else errors.Add($"{NameOf(option)} = '{text}' is not {Describe(option.PropertyType)}.");
        }
        if (errors.Count > 0) throw new OptionsException(NameOf(type), errors);
        var result = FromJson(type, json.ToJsonString());
        Validate(result);
        return result;
    }

    /// <summary>The options as a JSON object with camelCase names.</summary>
    public static string ToJson(ITrainer trainer) => JsonSerializer.Serialize(trainer, trainer.GetType(), Json);

    /// <summary>Reads <see cref="ToJson"/> back; an option that is absent has its default.</summary>
    public static ITrainer FromJson(Type trainer, string json) => (ITrainer)JsonSerializer.Deserialize(json, trainer, Json)!;

    static string? Complaint(ITrainer trainer, PropertyInfo option)
    {
        var value = option.GetValue(trainer);
        var range = option.GetCustomAttribute<RangeAttribute>();
        if (value is Enum e && !Enum.IsDefined(e.GetType(), e)) return $"{NameOf(option)} is {value}; allowed: {Describe(option.PropertyType)}.";
        if (range is null || value is null) return null;
        var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        var (min, max) = (Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture), Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture));
        return number >= min && number <= max ? null
            : string.Create(CultureInfo.InvariantCulture, $"{NameOf(option)} is {number}; allowed {min} to {max}, default {option.GetValue(Activator.CreateInstance(trainer.GetType()))}.");
    }

    static object? Parse(Type type, string text)
    {
        if (type == typeof(string)) return text;
        if (type == typeof(bool)) return bool.TryParse(text, out var b) ? b : null;
        if (type.IsEnum) return Enum.TryParse(type, text.Replace("-", "", StringComparison.Ordinal), true, out var e) && Enum.IsDefined(type, e!) ? e : null;
        if (type == typeof(int)) return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var i) ? i : null;
        if (type == typeof(float)) return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var f) && float.IsFinite(f) ? f : null;
        if (type == typeof(double)) return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) && double.IsFinite(d) ? d : null;
        return type == typeof(IReadOnlyList<string>) ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : null;
    }

    static string Describe(Type type) => type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName))}"
        : type == typeof(int) ? "a whole number" : type == typeof(bool) ? "true or false" : "a number";
}

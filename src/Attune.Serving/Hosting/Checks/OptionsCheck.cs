using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace Attune.Serving;

/// <summary>Checks the options of a server by their annotations and by what hangs together; all errors are reported at once, each with the value, what is allowed and where to change it.</summary>
sealed class OptionsCheck : IValidateOptions<AttuneOptions>
{
    public ValidateOptionsResult Validate(string? name, AttuneOptions options)
    {
        var errors = new List<string>();
        Annotations(options, "Attune", errors);
        errors.AddRange(Together.Check(options));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    /// <summary>What stands in an error for a value that may be secret.</summary>
    internal static readonly object Hidden = new HiddenValue();

    /// <summary>One error in the words that all have.</summary>
    internal static string Error(string path, object? value, string allowed) =>
        $"{path} is {Words(value)}; allowed is {allowed}. Change it in the configuration ({path.Replace(':', '.')}) or in AddAttune(o => …).";

    static void Annotations(object part, string path, List<string> errors)
    {
        foreach (var property in part.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
        {
            var (value, at) = (property.GetValue(part), $"{path}:{property.Name}");
            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
                if (!rule.IsValid(value)) errors.Add(Error(at, IsSecret(property) ? Hidden : value, Allowed(rule)));
            if (value is IEnumerable<object> list)
                foreach (var (i, entry) in list.Index()) Deeper(entry, string.Create(CultureInfo.InvariantCulture, $"{at}:{i}"), errors);
            else if (value is not null) Deeper(value, at, errors);
        }
    }

    static void Deeper(object value, string path, List<string> errors)
    {
        if (value.GetType() is { IsClass: true } type && type.Assembly == typeof(AttuneOptions).Assembly) Annotations(value, path, errors);
    }

    static bool IsSecret(PropertyInfo property) => property.Name is nameof(AttuneOptions.Store) or nameof(FeedOptions.RabbitMq) or nameof(ApiKeyOptions.Hash);

    static string Allowed(ValidationAttribute rule) => rule switch
    {
        RangeAttribute range => string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}"),
        RegularExpressionAttribute pattern => $"what matches {pattern.Pattern}",
        RequiredAttribute => "any text, but there must be some",
        _ => rule.FormatErrorMessage("it"),
    };

    static string Words(object? value) => value switch
    {
        null => "not given",
        "" => "empty",
        string text => $"\"{text}\"",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    sealed class HiddenValue
    {
        public override string ToString() => "not shown here, as it may be secret";
    }
}

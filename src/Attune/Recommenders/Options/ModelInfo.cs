using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Attune;

/// <summary>What there is to know of a model before it is fitted.</summary>
public sealed record ModelInfo
{
    /// <summary>The kebab-case name.</summary>
    public required string Name { get; init; }

    /// <summary>The first sentence of its documentation; null where the documentation file is not beside the assembly.</summary>
    public string? Summary { get; init; }

    /// <summary>The parts of a query that it reads under default options.</summary>
    public required QueryParts Reads { get; init; }

    /// <summary>Whether an earlier model shortens its training.</summary>
    public required bool WarmStarts { get; init; }

    /// <summary>Whether its scores are predicted ratings.</summary>
    public required bool PredictsRatings { get; init; }

    /// <summary>Its options in the order of declaration, its own before those that it shares with other models.</summary>
    public required IReadOnlyList<OptionInfo> Options { get; init; }

    /// <summary>The options record.</summary>
    [JsonIgnore]
    public required Type Type { get; init; }

    internal static ModelInfo Of(Type type)
    {
        var trainer = (ITrainer)Activator.CreateInstance(type)!;
        var documentation = Documentation.Of(type.Assembly);
        return new ModelInfo
        {
            Name = Attune.Options.NameOf(type),
            Summary = Documentation.FirstSentence(documentation.Summary($"T:{type.FullName}")),
            Reads = trainer.Reads,
            WarmStarts = trainer.WarmStarts,
            PredictsRatings = trainer.PredictsRatings,
            Options = [.. Attune.Options.Of(type).Select(p => Of(p, trainer, documentation))],
            Type = type,
        };
    }

    static OptionInfo Of(PropertyInfo option, ITrainer trainer, Documentation documentation)
    {
        var range = option.GetCustomAttribute<RangeAttribute>();
        var (min, max) = range is null ? (double.NegativeInfinity, double.PositiveInfinity) : OptionText.Bounds(range);
        var type = Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType;
        var value = option.GetValue(trainer);
        return new OptionInfo
        {
            Name = Attune.Options.NameOf(option),
            Type = OptionText.KindOf(type),
            Default = value is Enum e ? OptionText.NamesOf(type).ElementAtOrDefault(Array.IndexOf(Enum.GetValues(type), e)) : value,
            Min = min is <= int.MinValue ? null : min,
            Max = max is >= int.MaxValue ? null : max,
            Values = type.IsEnum ? [.. OptionText.NamesOf(type)] : null,
            Search = option.GetCustomAttribute<SearchAttribute>(),
            Description = documentation.Summary($"P:{option.DeclaringType!.FullName}.{option.Name}"),
        };
    }
}

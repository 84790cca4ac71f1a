using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Attune.Studies;

/// <summary>
/// The options that a search varies, and where: by default those of the model's options that bear <see cref="SearchAttribute"/>. All other options
/// stay as the trainer has them. Immutable.
/// </summary>
public sealed partial class SearchSpace
{
    internal SearchSpace(params IReadOnlyList<Dimension> dimensions) => Dimensions = dimensions;

    /// <summary>What is varied, at least one.</summary>
    public IReadOnlyList<Dimension> Dimensions { get; }

    /// <summary>How many different settings there are; infinity where a dimension is a range of real numbers.</summary>
    internal double Count => Dimensions.Aggregate(1.0, (product, d) => product * d.Count);

    /// <summary>The text that <see cref="Parse"/> reads back.</summary>
    public override string ToString() => string.Join(' ', Dimensions);

    /// <summary>The options of a model that are worth searching, as its author states them.</summary>
    /// <exception cref="ArgumentException">The model states none.</exception>
    public static SearchSpace Of(ITrainer trainer)
    {
        Dimension[] dimensions = [.. Options.Of(trainer.GetType()).Select(OwnOf).OfType<Dimension>()];
        return dimensions.Length > 0 ? new(dimensions)
            : throw new ArgumentException($"{NameOf(trainer)} names no options worth searching; say what to vary, as in {Example(trainer)}.");
    }

    /// <summary>
    /// Reads dimensions, separated by spaces or semicolons: a range (<c>factors=16..256</c>, with <c>:log</c> on a logarithmic scale), a list of
    /// values (<c>solver=cholesky,cg</c>), or the name alone for the range that the model states.
    /// </summary>
    /// <param name="trainer">The model, whose options are named.</param>
    /// <param name="text">Such as <c>factors=16..256:log regularization=0.001,0.01,0.1</c>.</param>
    /// <exception cref="ArgumentException">Everything that is wrong, in one message.</exception>
    public static SearchSpace Parse(ITrainer trainer, string text)
    {
        var errors = new List<string>();
        var dimensions = new List<Dimension>();
        foreach (var part in Separators().Split(text).Where(p => p.Length > 0))
            try
            {
                dimensions.Add(Read(trainer, part));
            }
            catch (ArgumentException e)
            {
                errors.Add(e.Message);
            }
        errors.AddRange(dimensions.GroupBy(d => d.Name).Where(g => g.Count() > 1).Select(g => $"{g.Key} is there {g.Count()} times; write it once."));
        if (dimensions.Count == 0 && errors.Count == 0) errors.Add($"Nothing is named to vary; write options and values, as in {Example(trainer)}.");
        return errors.Count == 0 ? new(dimensions) : throw new ArgumentException(string.Join(' ', errors));
    }

    static Dimension Read(ITrainer trainer, string part)
    {
        var (name, values) = part.Split('=', 2) is [var n, var v] ? (n, v) : (part, null);
        var option = Options.Find(trainer.GetType(), name) ?? throw new ArgumentException(Options.Unknown(trainer.GetType(), name));
        name = Options.NameOf(option);
        if (values is null) return OwnOf(option) ?? throw new ArgumentException($"'{part}': {NameOf(trainer)} states no range for {name}; write values, as in {name}=A,B or {name}=LOW..HIGH.");
        return RangeForm().Match(values) is { Success: true } range ? Range(option, part, range) : List(trainer, option, part, values);
    }

    static Dimension Range(PropertyInfo option, string part, Match range)
    {
        var kind = OptionText.KindOf(option.PropertyType);
        if (kind is not ("int" or "number")) throw new ArgumentException($"'{part}' is a range, and {Options.NameOf(option)} is {OptionText.Describe(option.PropertyType)}: list values, separated by commas.");
        if (!OptionText.TryParse(option.PropertyType, range.Groups["low"].Value, out var low) || !OptionText.TryParse(option.PropertyType, range.Groups["high"].Value, out var high) || low is null || high is null)
            throw new ArgumentException($"'{part}': an end of the range is not {OptionText.Describe(option.PropertyType)}.");
        var dimension = new Dimension { Name = Options.NameOf(option), Low = OptionText.Number(low)!.Value, High = OptionText.Number(high)!.Value, Log = range.Groups["log"].Success, Whole = kind == "int", Step = StepOf(option) };
        if (!(dimension.Low < dimension.High)) throw new ArgumentException($"'{part}': the range must go from a smaller to a greater number.");
        if (dimension.Log && dimension.Low <= 0) throw new ArgumentException($"'{part}': a logarithmic range must begin above 0.");
        if (option.GetCustomAttribute<RangeAttribute>() is not { } allowed || Options.Allows(allowed, dimension.Low) && Options.Allows(allowed, dimension.High)) return dimension;
        throw new ArgumentException($"'{part}' leaves what {dimension.Name} allows: {OptionText.Describe(allowed)}.");
    }

    static Dimension List(ITrainer trainer, PropertyInfo option, string part, string values)
    {
        if (OptionText.KindOf(option.PropertyType) == "list") throw new ArgumentException($"'{part}': {Options.NameOf(option)} is a list itself and cannot be varied; set it.");
        string[] choices = [.. values.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        if (choices.Distinct(StringComparer.OrdinalIgnoreCase).Count() < Math.Max(2, choices.Length))
            throw new ArgumentException($"'{part}' must list two or more different values, or a range as in {Options.NameOf(option)}=LOW..HIGH{(values.Contains(':', StringComparison.Ordinal) ? " or LOW..HIGH:log" : "")}.");
        foreach (var choice in choices)
            try
            {
                Options.With(trainer, [new(option.Name, choice)]);
            }
            catch (OptionsException e)
            {
                throw new ArgumentException($"'{part}': {string.Join(' ', e.Errors)}", e);
            }
        return new Dimension { Name = Options.NameOf(option), Choices = choices };
    }

    static Dimension? OwnOf(PropertyInfo option)
    {
        if (option.GetCustomAttribute<SearchAttribute>() is not { } search) return null;
        var type = Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType;
        var name = Options.NameOf(option);
        return OptionText.KindOf(type) switch
        {
            "choice" => new Dimension { Name = name, Choices = [.. OptionText.NamesOf(type)] },
            "bool" => new Dimension { Name = name, Choices = ["false", "true"] },
            var kind => new Dimension { Name = name, Low = search.Low, High = search.High, Log = search.Log, Whole = kind == "int", Step = search.Step },
        };
    }

    // What the model says of its numbers holds in a range of the user's too.
    static int StepOf(PropertyInfo option) => option.GetCustomAttribute<SearchAttribute>()?.Step ?? 1;

    static string NameOf(ITrainer trainer) => Options.NameOf(trainer.GetType());

    // An option that the reader knows, with its own numbers.
    static string Example(ITrainer trainer)
    {
        var number = Options.Of(trainer.GetType()).FirstOrDefault(p => OptionText.Number(p.GetValue(trainer)) is > 0 && p.Name != "Seed");
        return number is null ? "NAME=A,B" : string.Create(CultureInfo.InvariantCulture, $"{Options.NameOf(number)}={number.GetValue(trainer)}..{10 * OptionText.Number(number.GetValue(trainer))}:log");
    }

    [GeneratedRegex(@"[\s;]+")]
    private static partial Regex Separators();

    [GeneratedRegex(@"^(?<low>[^,]+?)\.\.(?<high>[^,:]+)(?<log>:log)?$")]
    private static partial Regex RangeForm();
}

using System.CommandLine;
using System.Globalization;

namespace Attune.Cli;

/// <summary><c>attune models</c>: what can be trained, and what each model's options are.</summary>
static class ModelsCommand
{
    static readonly Argument<string?> Name = new("NAME") { Description = "A model: shows its options. Default: all models.", Arity = ArgumentArity.ZeroOrOne };

    internal static Verb Create() => new Verb("models", "All models, and the options of one.", "attune models", "attune models als", "attune models --json") { Name }.Does(call =>
    {
        var name = call.Value(Name);
        var models = name is null ? Trainers.All : [UsageException.Reading("NAME", () => Trainers.Find(name))];
        call.Answer(new { models = models.Select(Json) }, name is null ? All(models) : One(models[0]));
    });

    static object Json(ModelInfo model) => new
    {
        name = model.Name,
        summary = model.Summary,
        reads = Reads(model),
        warmStarts = model.WarmStarts,
        predictsRatings = model.PredictsRatings,
        options = model.Options.Select(o => new { name = o.Name, type = o.Type, @default = o.Default, min = o.Min, max = o.Max, values = o.Values, search = o.Search is { } s ? new { low = s.Low, high = s.High, log = s.Log } : null, description = o.Description }),
    };

    static Report All(IReadOnlyList<ModelInfo> models) => new("Models")
    {
        Sections = [new("")
        {
            Tables = [new Table(["model", "what it is", "reads", "predicts ratings", "options"], models.Select(m => (IReadOnlyList<Cell>)
                [m.Name, (m.Summary ?? "").Split(':')[0].TrimEnd('.'), string.Join(", ", Reads(m)), m.PredictsRatings ? "yes" : "no", string.Join(", ", m.Options.Select(o => o.Name))]))],
            Notes = ["A model that reads 'history' can score users whom training has not seen. attune models NAME shows a model's options, with ranges."],
        }],
    };

    static Report One(ModelInfo model) => new(model.Name)
    {
        Lead = model.Summary ?? "",
        Sections = [new("Options")
        {
            Text = model.Options.Count == 0 ? ["None."] : [],
            Tables = model.Options.Count == 0 ? [] : [new Table(["option", "type", "default", "range", "tuned over", "what it does"], model.Options.Select(o => (IReadOnlyList<Cell>)
                [o.Name, o.Type, string.Create(CultureInfo.InvariantCulture, $"{o.Default ?? "none"}"), Range(o), Tuned(o), o.Description ?? ""]))],
        }],
    };

    static string Range(OptionInfo option) => option.Values is { } values ? string.Join(", ", values)
        : (option.Min, option.Max) switch
        {
            (null, null) => "",
            ({ } min, null) => string.Create(CultureInfo.InvariantCulture, $"from {min}"),
            (null, { } max) => string.Create(CultureInfo.InvariantCulture, $"to {max}"),
            ({ } min, { } max) => string.Create(CultureInfo.InvariantCulture, $"{min} to {max}"),
        };

    static string Tuned(OptionInfo option) => option.Search is not { } search ? ""
        : double.IsNaN(search.Low) ? "all" : string.Create(CultureInfo.InvariantCulture, $"{search.Low} to {search.High}{(search.Log ? ", log" : "")}");

    static string[] Reads(ModelInfo model) => [.. Enum.GetValues<QueryParts>().Where(p => p != QueryParts.None && model.Reads.HasFlag(p)).Select(p => p.ToString().ToLowerInvariant())];
}

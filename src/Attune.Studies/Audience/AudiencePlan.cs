using System.Globalization;
using System.Text.Json.Nodes;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>A study of groups of users on somebody's own events, as a file: cheap and personal models, each measured for every group, and lists re-ranked where labels are known.</summary>
/// <param name="File">The events, by their full path.</param>
/// <param name="Users">The file of users, by its full path.</param>
/// <param name="Attribute">The column of the attribute.</param>
/// <param name="Models">The models, with their default options.</param>
sealed record AudiencePlan(string File, string Users, string Attribute, IReadOnlyList<string> Models)
{
    internal const string UsualModels = "random-order,popularity,item-knn,als", Split = "user-random:0.2";

    // More values than this are no groups, but numbers.
    const int MostValues = 12;

    internal string? Groups { get; init; }

    internal string? Focus { get; init; }

    internal string? Items { get; init; }

    internal string? Labels { get; init; }

    internal string? Format { get; init; }

    internal string? Columns { get; init; }

    internal IReadOnlyList<string> Filters { get; init; } = [];

    internal string HowSplit { get; init; } = Split;

    internal int Cut { get; init; } = 50;

    internal int Seeds { get; init; } = 1;

    internal bool Merge { get; init; }

    /// <summary>The study in a folder: written where there is none, gone on with where it is this one.</summary>
    /// <exception cref="ArgumentException">Another study lies there, or the plan makes none.</exception>
    internal Study In(string folder) => PlannedStudy.In(folder, Spec());

    /// <exception cref="ArgumentException">A model is not known, or there are no groups to be told from the values.</exception>
    internal JsonObject Spec()
    {
        if (Seeds is < 1 or > 100) throw new ArgumentException(FormattableString.Invariant($"seeds is {Seeds}; it must be from 1 to 100."));
        StudySpec.Different("models", Models);
        foreach (var model in Models) _ = Trainers.Create(model);
        var audience = new JsonObject { ["users"] = Users, ["attribute"] = Attribute, ["groups"] = Groups ?? Usual(), ["small"] = Merge ? StudyAudience.Merge : StudyAudience.Refuse, ["cut"] = Cut };
        if (Focus is not null) audience["focus"] = Focus;
        if (Labels is not null) audience["labels"] = Labels;
        var data = new JsonObject { ["name"] = Path.GetFileName(File).Split('.')[0] is { Length: > 0 } name ? name : "events", ["file"] = File };
        foreach (var (entry, value) in new[] { ("format", Format), ("columns", Columns), ("items", Items) })
            if (value is not null) data[entry] = value;
        if (Filters.Count > 0) data["filters"] = new JsonArray([.. Filters.Select(f => (JsonNode)f)]);
        (data["split"], data["redraw"], data["audience"]) = (HowSplit, Seeds > 1, audience);
        return new JsonObject
        {
            ["question"] = $"Whom does a recommender serve badly, by {Attribute}?",
            ["data"] = new JsonArray(data),
            ["models"] = new JsonArray([.. Models.Select(m => new JsonObject { ["model"] = m }), .. Labels is null ? [] : Models.Where(m => m is not ("random-order" or "popularity")).Select(Calibrated)]),
            ["seeds"] = new JsonArray([.. Enumerable.Range(42, Seeds).Select(s => (JsonNode)s)]),
            ["metrics"] = new JsonArray(string.Create(CultureInfo.InvariantCulture, $"ndcg@{Cut}")),
        };
    }

    JsonNode Calibrated(string model) => new JsonObject { ["model"] = model, ["name"] = $"{model}-calibrated", ["rerank"] = string.Create(CultureInfo.InvariantCulture, $"calibrated:0.5:{Labels}@{4 * Cut}") };

    // Ages as the study of children as users has them; of few values each is a group.
    string Usual()
    {
        string[] values = [.. AttributeTable.Read(Users, null, Attribute, AttributeTable.Text).Values.Select(v => v[^1]).Distinct().Order(StringComparer.Ordinal)];
        if (Attribute.Equals("age", StringComparison.OrdinalIgnoreCase) && values.All(v => double.TryParse(v, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) && values.Length > MostValues) return "child:-17,mainstream:18-49,older:50-";
        if (values.Length > MostValues) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{Attribute} has {values.Length} different values, as {string.Join(", ", values.Take(4))}; write the groups (--groups), as {UserGroups.Forms}."));
        return string.Join(',', values.Select(v => $"{string.Concat(v.Select(c => char.IsLetterOrDigit(c) || c is '-' or '<' or '>' or '.' ? c : '-'))}:{v}"));
    }
}

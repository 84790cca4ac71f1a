using System.Text.Json;
using System.Text.Json.Nodes;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>A study of ensembles on somebody's own events, as a file: a cheap baseline, each member as given, each member tuned, and ensembles of the tuned members.</summary>
/// <param name="File">The events, by their full path.</param>
/// <param name="Rates">Whether ratings are asked for, or lists.</param>
/// <param name="Members">The models, two or more.</param>
/// <param name="Strategies">How they are put together.</param>
sealed record EnsemblePlan(string File, bool Rates, IReadOnlyList<string> Members, IReadOnlyList<string> Strategies)
{
    // A tenth is tested and a ninth of the rest watched: 80 / 10 / 10.
    const string Held = "0.1", Watched = "0.1111";

    static readonly Dictionary<string, (EnsembleStrategy Strategy, ListScale? Scale)> s_forLists = new()
    {
        ["average"] = (EnsembleStrategy.Average, null),
        ["weighted"] = (EnsembleStrategy.Weighted, null),
        ["rrf"] = (EnsembleStrategy.Average, ListScale.ReciprocalRank),
        ["borda"] = (EnsembleStrategy.Average, ListScale.Borda),
        ["top"] = (EnsembleStrategy.Top, null),
        ["greedy"] = (EnsembleStrategy.Greedy, null),
    };

    static readonly Dictionary<string, (EnsembleStrategy Strategy, ListScale? Scale)> s_forRatings = new()
    {
        ["average"] = (EnsembleStrategy.Average, null),
        ["weighted"] = (EnsembleStrategy.Weighted, null),
        ["simplex"] = (EnsembleStrategy.Simplex, null),
        ["stacked"] = (EnsembleStrategy.Stacked, null),
        ["top"] = (EnsembleStrategy.Top, null),
        ["greedy"] = (EnsembleStrategy.Greedy, null),
    };

    /// <summary>How many members the best-of strategy keeps, from 1.</summary>
    internal int TopK { get; init; } = 3;

    /// <summary>Trials for each member's options, from 1.</summary>
    internal int Trials { get; init; } = 5;

    /// <summary>How often the data is parted anew, from 1.</summary>
    internal int Seeds { get; init; } = 3;

    internal string? Format { get; init; }

    internal string? Columns { get; init; }

    internal IReadOnlyList<string> Filters { get; init; } = [];

    internal static IReadOnlyList<string> UsualMembers(bool rates) => rates ? ["baseline", "slope-one", "svd", "biased-mf"] : ["popularity", "item-knn", "als", "pure-svd"];

    internal static IReadOnlyCollection<string> StrategiesOf(bool rates) => (rates ? s_forRatings : s_forLists).Keys;

    /// <exception cref="ArgumentException">A model or a strategy is not known, or predicts another thing.</exception>
    internal static EnsemblePlan Of(string file, bool rates, IReadOnlyList<string>? members, IReadOnlyList<string>? strategies)
    {
        var plan = new EnsemblePlan(file, rates, members ?? UsualMembers(rates), strategies ?? [.. StrategiesOf(rates)]);
        if (plan.Members.Count < 2) throw new ArgumentException($"members are {string.Join(", ", plan.Members)}; an ensemble needs two or more.");
        StudySpec.Different("members", plan.Members);
        foreach (var member in plan.Members)
            if (Trainers.Create(member).PredictsRatings != rates) throw new ArgumentException($"{member} {(rates ? "ranks by preferences" : "predicts ratings")}, and the task is {(rates ? "ratings" : "lists")}; take another, as {string.Join(", ", UsualMembers(rates))}.");
        foreach (var strategy in plan.Strategies)
            if (!StrategiesOf(rates).Contains(strategy)) throw new ArgumentException($"there is no strategy '{strategy}' for {(rates ? "ratings" : "lists")}; there are {string.Join(", ", StrategiesOf(rates))}.{EditDistance.DidYouMean(strategy, StrategiesOf(rates))}");
        return plan;
    }

    /// <summary>The study in a folder: written where there is none, gone on with where it is this one.</summary>
    /// <exception cref="ArgumentException">Another study lies there, or the plan makes none.</exception>
    internal Study In(string folder) => PlannedStudy.In(folder, Spec());

    internal JsonObject Spec()
    {
        if (Seeds is < 1 or > 100) throw new ArgumentException(FormattableString.Invariant($"seeds is {Seeds}; it must be from 1 to 100."));
        var way = Rates ? "random" : "user-random";
        var data = new JsonObject { ["name"] = Path.GetFileName(File).Split('.')[0] is { Length: > 0 } name ? name : "events", ["file"] = File };
        if (Format is not null) data["format"] = Format;
        if (Columns is not null) data["columns"] = Columns;
        if (Filters.Count > 0) data["filters"] = new JsonArray([.. Filters.Select(f => (JsonNode)f)]);
        (data["split"], data["validation"], data["redraw"]) = ($"{way}:{Held}", $"{way}:{Watched}", true);
        var cheap = Rates ? "baseline" : "popularity";
        return new JsonObject
        {
            ["question"] = "Is an ensemble worth its electricity here?",
            ["data"] = new JsonArray(data),
            ["models"] = new JsonArray([.. Members.Contains(cheap) ? [] : new JsonNode[] { new JsonObject { ["model"] = cheap } }, .. Members.Select(m => new JsonObject { ["model"] = m }), .. Members.Select(Tuned), .. Strategies.Select(Combined)]),
            ["seeds"] = new JsonArray([.. Enumerable.Range(42, Seeds).Select(s => (JsonNode)s)]),
            ["metrics"] = new JsonArray(Rates ? "rmse" : "ndcg@10"),
        };
    }

    // A model that states nothing worth searching is taken as it is.
    JsonNode Tuned(string member) => new JsonObject { ["model"] = member, ["name"] = $"tuned-{member}", ["tune"] = new JsonObject { ["trials"] = Trials > 1 && Trainers.Find(member).Type.GetProperties().Any(p => p.IsDefined(typeof(SearchAttribute), true)) ? Trials : Math.Min(1, Trials) } };

    JsonNode Combined(string strategy)
    {
        var (way, scale) = (Rates ? s_forRatings : s_forLists)[strategy];
        var options = new JsonObject { ["strategy"] = JsonNamingPolicy.KebabCaseLower.ConvertName(way.ToString()) };
        if (scale is { } by) options["scale"] = JsonNamingPolicy.KebabCaseLower.ConvertName(by.ToString());
        if (way == EnsembleStrategy.Top) options["topK"] = TopK;
        if (way is not (EnsembleStrategy.Average or EnsembleStrategy.Stacked)) options["holdOut"] = $"{(Rates ? "random" : "user-random")}:{Watched}";
        return new JsonObject { ["model"] = "ensemble", ["name"] = strategy, ["options"] = options, ["members"] = new JsonArray([.. Members.Select(m => (JsonNode)$"tuned-{m}")]) };
    }
}

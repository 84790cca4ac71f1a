namespace Attune;

/// <summary>
/// What all models made of models share: their members are named in a list of texts, each a name, or a name with options as in
/// <c>ease:regularization=300</c>, fitted one after another, and kept side by side with their place as prefix ("0.counts").
/// </summary>
static class Members
{
    /// <summary>The trainers that the texts name; whatever is wrong with them is reported together.</summary>
    internal static ITrainer[] Read(string ensemble, IReadOnlyList<string> models)
    {
        var errors = new List<string>();
        if (models.Count == 0) errors.Add("models is empty; name at least one, as in models=item-knn,popularity.");
        ITrainer[] trainers = [.. models.Select(text => Read(text, errors)).OfType<ITrainer>()];
        var mixed = trainers.Select(t => t.PredictsRatings).Distinct().Count() > 1;
        if (mixed) errors.Add($"models mixes {First(trainers, true)}, which predicts ratings, with {First(trainers, false)}, which ranks by preferences; {ensemble} needs models of one sort.");
        return errors.Count == 0 ? trainers : throw new OptionsException(ensemble, errors);
    }

    /// <summary>Whatever one of the members reads.</summary>
    internal static QueryParts Reads(this ITrainer[] members) => members.Aggregate(QueryParts.None, (all, t) => all | t.Reads);

    /// <summary>What all members hold together, for each stays.</summary>
    internal static long FitBytes(this ITrainer[] members, DataSize size) => members.Sum(t => t.FitBytes(size));

    /// <summary>Fits every member; each that can starts from its like in <paramref name="earlier"/>, the second of a kind from the second.</summary>
    internal static IRecommender[] Fit(this ITrainer[] members, Dataset data, FitContext context, IRecommender[]? earlier) => [.. members.Select((t, i) => t.Fit(data, context with
    {
        StartFrom = t.WarmStarts ? earlier?.Where(m => m.Trainer.GetType() == t.GetType()).ElementAtOrDefault(members.Take(i).Count(o => o.GetType() == t.GetType())) : null,
        EarlyStopping = null,
        Setup = context.Setup is { Checkpoints: { } folder } setup ? setup with { Checkpoints = Path.Combine(folder, $"{i}") } : context.Setup,
        Progress = context.Progress is null ? null : new Named(Options.NameOf(t.GetType()), context.Progress),
    }))];

    /// <summary>The members as <see cref="Export"/> left them.</summary>
    internal static IRecommender[] Restore(this ITrainer[] members, Catalog catalog, Weights weights) => [.. members.Select((t, i) => t.Restore(catalog, Part(weights, $"{i}.")))];

    /// <summary>The weights of all members, each under its place.</summary>
    internal static void Export(this IRecommender[] members, Weights weights)
    {
        for (var i = 0; i < members.Length; i++)
        {
            var part = new Weights();
            members[i].Export(part);
            foreach (var (name, (values, shape)) in part.Floats) weights.Add($"{i}.{name}", values, shape);
            foreach (var (name, values) in part.Integers) weights.Add($"{i}.{name}", values);
        }
    }

    /// <summary>The catalog of the member that knows most: the order of histories, where one reads it, and most of it.</summary>
    internal static Catalog Catalog(this IRecommender[] members) => members.Select(m => m.Catalog).MaxBy(c => c.Sequences?.Items.Length ?? -1)!;

    /// <summary>The error of a start from a model of another kind.</summary>
    internal static ArgumentException CannotStart(string ensemble, IRecommender from) =>
        new($"{ensemble} cannot start from a model of {from.NameOf()}; give a model of {ensemble}, or none.");

    static string First(ITrainer[] trainers, bool predicts) => Options.NameOf(trainers.First(t => t.PredictsRatings == predicts).GetType());

    static ITrainer? Read(string text, List<string> errors)
    {
        var parts = text.Split(':', StringSplitOptions.TrimEntries);
        var bare = parts[1..].FirstOrDefault(p => !p.Contains('=', StringComparison.Ordinal));
        if (bare is not null)
        {
            errors.Add($"models has '{text}', where '{bare}' is no option; write name:option=value, as in ease:regularization=300.");
            return null;
        }
        try
        {
            return Trainers.Create(parts[0], parts[1..].Select(p => p.Split('=', 2)).Select(p => KeyValuePair.Create(p[0], p[1])));
        }
        catch (ArgumentException e)
        {
            errors.Add($"models has '{text}': {e.Message}");
            return null;
        }
    }

    static Weights Part(Weights weights, string prefix)
    {
        var part = new Weights();
        foreach (var (name, (values, shape)) in weights.Floats)
            if (name.StartsWith(prefix, StringComparison.Ordinal)) part.Add(name[prefix.Length..], values, shape);
        foreach (var (name, values) in weights.Integers)
            if (name.StartsWith(prefix, StringComparison.Ordinal)) part.Add(name[prefix.Length..], values);
        return part;
    }

    /// <summary>Says whose progress it is.</summary>
    sealed class Named(string model, IProgress<FitProgress> to) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => to.Report(value with { Stage = $"{model}: {value.Stage}" });
    }
}

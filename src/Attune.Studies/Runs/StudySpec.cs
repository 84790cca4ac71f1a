using System.Text.Json;

namespace Attune.Studies;

/// <summary>The file of a study as it is written.</summary>
sealed record StudySpec
{
    /// <summary>What is asked.</summary>
    public required string Question { get; init; }

    /// <summary>Events and how they are measured, at least one.</summary>
    public required IReadOnlyList<StudyData> Data { get; init; }

    /// <summary>Models with their options, at least one.</summary>
    public required IReadOnlyList<StudyModel> Models { get; init; }

    /// <summary>The seeds with which every model is trained that has one.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>Names of metrics; the first is the main one.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>The metric by which the best epoch is chosen on validation data; the first of the metrics where none is named.</summary>
    public string? Watch { get; init; }

    /// <summary>Minutes for one run of the study; null for no limit.</summary>
    public double? Minutes { get; init; }

    /// <summary>How many percent of quality one percent more energy must bring for an ensemble to be recommended over a single model; null for the usual 0.01.</summary>
    public double? Worth { get; init; }

    /// <summary>Domains that a question about groups of users is asked of, as movies, books, music: those without data are named in the report.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Values of others to stand beside, and whether they are to be reached.</summary>
    public IReadOnlyList<PublishedValue> Published { get; init; } = [];

    internal static JsonSerializerOptions Json { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, AllowTrailingCommas = true, ReadCommentHandling = JsonCommentHandling.Skip };

    internal IMetric WatchedMetric => StudyMetric.Parse(Watch ?? Metrics[0]);

    /// <summary>The same on some data: the first of its own metrics, where the study's watched one is not among them.</summary>
    internal IMetric WatchedOn(StudyData data) => data.Metrics is { } own && !own.Contains(WatchedMetric.Name) ? StudyMetric.Parse(own[0]) : WatchedMetric;

    internal static StudySpec Read(string path)
    {
        if (!File.Exists(path)) throw new DataException($"There is no study {path}; name a folder below studies that holds a {Study.FileName}, or such a file.");
        return SpecReader.In(path, () =>
        {
            var spec = (StudySpec)SpecReader.Read(SpecReader.Parse(path), typeof(StudySpec));
            return spec.Expanded(Path.GetDirectoryName(Path.GetFullPath(path))!);
        });
    }

    // What is wrong with sizes shows before they make entries of their own, and all else after.
    StudySpec Expanded(string folder)
    {
        Different("data", Data.Select(d => d.Name));
        foreach (var data in Data) data.Check();
        var spec = this with { Data = [.. Data.SelectMany(d => SizedData.Expand(d with { Folder = folder }))] };
        spec.Check();
        return spec;
    }

    void Check()
    {
        if (string.IsNullOrWhiteSpace(Question)) throw new ArgumentException("question is empty; write in one sentence what is asked.");
        foreach (var (name, count) in new[] { ("data", Data.Count), ("models", Models.Count), ("seeds", Seeds.Count), ("metrics", Metrics.Count) })
            if (count == 0) throw new ArgumentException($"{name} is an empty list; it needs at least one entry.");
        Different("data", Data.Select(d => d.Name));
        Different("models", Models.Select(m => m.Label));
        Different("seeds", Seeds.Select(s => $"{s}"));
        Different("metrics", Metrics.Select(m => StudyMetric.Parse(m).Name));
        if (Data.Any(d => d.Periods is not null) && Metrics.FirstOrDefault(m => !AskedScores.Knows(StudyMetric.Parse(m))) is { } other) throw new ArgumentException($"metrics: {other} is not measured on data with periods, where one item is asked at a time; there are ndcg@K, hit@K and mrr@K.");
        if (WatchedMetric.HigherIsBetter is null) throw new ArgumentException($"watch: {Watch ?? Metrics[0]} has no better end, so no epoch is best by it; take another metric, as ndcg@10.");
        if (Minutes is <= 0 || Minutes > SearchOptions.LongestTimeout.TotalMinutes) throw new ArgumentException($"minutes is {Minutes}; it must be above 0 and at most {SearchOptions.LongestTimeout.TotalMinutes}.");
        foreach (var data in Data) data.Check();
        foreach (var data in Data) CheckMetrics(data);
        foreach (var model in Models) model.Check(Data);
        foreach (var model in Models.Where(m => m.Beside is not null)) CheckBeside(model);
        foreach (var data in Data)
            if (data.Audience?.VariantOf is { } of && (of == data.Name || Data.All(d => d.Name != of || d.Audience is null))) throw new ArgumentException($"data {data.Name}: audience.variantOf is '{of}', which is no other data with an audience.");
        foreach (var model in Models.Where(m => m.Start is not null)) CheckStart(model);
        foreach (var model in Models.Where(m => m.Members.Count > 0)) TunedMembers.Check(model, this);
        foreach (var model in Models)
            if (model.Against.FirstOrDefault(a => a == model.Label || Data.Any(d => model.IsOn(d) && !Models.Any(m => m.Label == a && m.IsOn(d)))) is { } absent) throw new ArgumentException($"models {model.Label}: against names '{absent}', which is no other model of this study on the same data.");
        foreach (var model in Models.Where(m => m.TunedBy is not null)) TunedOptions.Check(model, this);
        foreach (var model in Models.Where(m => m.Update?.Versus is not null)) CheckVersus(model);
        if (Worth is <= 0) throw new ArgumentException($"worth is {Worth}; it must be above 0: percent of quality for each percent of energy, as 0.01.");
        if (Data.FirstOrDefault(d => d.Sized is not null) is { } sized && StudyMetric.Parse(Metrics[0]).HigherIsBetter is not true) throw new ArgumentException($"metrics: {Metrics[0]} comes first, and the curves of {sized.Sized!.Of} are of the first metric, of which more must be better; put one as ndcg@10 before it.");
        foreach (var value in Published) value.Check(this);
    }

    void CheckMetrics(StudyData data)
    {
        if (data.Metrics is not { } own) return;
        if (own.Count == 0) throw new ArgumentException($"data {data.Name}: metrics is an empty list; name some of {string.Join(", ", Metrics)}, or leave it out for all.");
        if (own.FirstOrDefault(m => !Metrics.Contains(m)) is { } unknown) throw new ArgumentException($"data {data.Name}: '{unknown}' is not among the study's metrics {string.Join(", ", Metrics)}.");
        if (WatchedOn(data).HigherIsBetter is null) throw new ArgumentException($"data {data.Name}: {own[0]} has no better end, so nothing is best by it; put another first.");
    }

    void CheckBeside(StudyModel model)
    {
        if (Models.FirstOrDefault(m => m.Label == model.Beside) is not { Group: null, Rerank: null } || model.Group is null)
            throw new ArgumentException($"models {model.Label}: beside is '{model.Beside}'; it must be a model of this study that everybody is trained on, and stands at a model with a group.");
    }

    void CheckStart(StudyModel model)
    {
        var at = $"models {model.Label}: start";
        if (model.Start!.Split('/') is not [var data, var name] || Models.FirstOrDefault(m => m.Label == name) is not { } start || Data.FirstOrDefault(d => d.Name == data) is not { } of || !start.IsOn(of))
            throw new ArgumentException($"{at}: there is no '{model.Start}'; write DATA/MODEL, a model of this study on data that it is trained on.");
        if (start.Start is not null) throw new ArgumentException($"{at}: {model.Start} starts from another model itself; name that one.");
        if (of.Task is null || Data.FirstOrDefault(d => model.IsOn(d) && d.Task is null) is not null) throw new ArgumentException($"{at}: only on tasks does a training start from another, and this is on events; leave it out.");
    }

    void CheckVersus(StudyModel model)
    {
        if (Models.FirstOrDefault(m => m.Label == model.Update!.Versus) is { Update: { Versus: null } } other && other.Model == model.Model && Data.All(d => !model.IsOn(d) || other.IsOn(d))) return;
        throw new ArgumentException($"models {model.Label}: update.versus is '{model.Update!.Versus}'; it must be a model of this study of the same kind and on the same data, with an update that is held against none itself.");
    }

    internal static void Different(string list, IEnumerable<string> names)
    {
        if (names.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"{list} names '{twice.Key}' twice; every entry needs a name of its own{(list == "models" ? " (\"name\")" : "")}.");
    }
}

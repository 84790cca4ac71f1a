using System.Text.Json.Nodes;
using Attune.Neural;

namespace Attune.Studies;

/// <summary>A model of a study, with its options and how long it is trained.</summary>
sealed record StudyModel
{
    /// <summary>The model's name, as <c>attune models</c> lists it.</summary>
    public required string Model { get; init; }

    /// <summary>What the study calls it; null for the model's name.</summary>
    public string? Name { get; init; }

    /// <summary>Options by name; what is left out has its default. The seed comes from the study.</summary>
    public JsonObject Options { get; init; } = [];

    /// <summary>The names of the data that it is trained on; none = all.</summary>
    public IReadOnlyList<string> Data { get; init; } = [];

    /// <summary>How many of the study's seeds, from the first, it is trained with; null for all.</summary>
    public int? Seeds { get; init; }

    /// <summary>What its training starts from, as DATA/MODEL: a model of this study, trained first with the same seed, on a task; null to begin anew.</summary>
    public string? Start { get; init; }

    /// <summary>Measurements on the validation data without a rise after which a training ends, for models trained in epochs; 0 (default) = train all epochs, unwatched.</summary>
    public int Patience { get; init; }

    /// <summary>Epochs from one measurement to the next. Default 1.</summary>
    public int Every { get; init; } = 1;

    /// <summary>
    /// Minutes after which a training ends with the best epoch so far; needs <see cref="Patience"/>. On processors they are counted as processor time divided by threads: what the
    /// training takes on a machine that does nothing else. Null for no limit.
    /// </summary>
    public double? Minutes { get; init; }

    /// <summary>How its options are searched on the validation data before it is trained on all training data; null to take them as they are.</summary>
    public StudyTuning? Tune { get; init; }

    /// <summary>The search whose options it takes, as DATA/MODEL: a tuned model of this study of the same kind, searched first under the first seed; its own options go before those. Null for its own alone.</summary>
    public string? TunedBy { get; init; }

    /// <summary>Of a model of clicks: how many parameters its dense part has, to 5 %, by the width that gives them; null for the width of its options.</summary>
    public long? Parameters { get; init; }

    /// <summary>On data with baskets: the models of this study that it is held against, user by user. None (default) = no comparison.</summary>
    public IReadOnlyList<string> Against { get; init; } = [];

    /// <summary>On data with periods, how it is brought up to date at the end of each; null to stay what it was.</summary>
    public StudyUpdate? Update { get; init; }

    /// <summary>Of a model made of models: tuned models of this study that it is made of, with the options that were found for them on the same data under the same seed; they are trained first. None = those of its options.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>The group of users that it is trained on alone, on data with groups; null for everybody.</summary>
    public string? Group { get; init; }

    /// <summary>Of a model with <see cref="Group"/>: the model of this study that is trained on everybody to hold it against; null for the same options.</summary>
    public string? Beside { get; init; }

    /// <summary>How its lists are put into another order before they are measured (<see cref="Reranking.Forms"/>); null for its own.</summary>
    public string? Rerank { get; init; }

    internal string Label => Name ?? Model;

    internal bool IsOn(StudyData data) => Data.Count == 0 || data.IsNamedIn(Data);

    internal ITrainer Trainer() => Trainers.Create(Model, Options.Select(o => KeyValuePair.Create(o.Key, o.Value?.ToString() ?? "null")));

    void CheckUpdate(IReadOnlyList<StudyData> data, ITrainer trainer)
    {
        if (data.FirstOrDefault(d => IsOn(d) && d.Periods is not null) is { } timed && (trainer is not ISequenceTrainer || Patience > 0 || Tune is not null)) throw new ArgumentException($"models {Label}: data {timed.Name} has periods, through which models are taken that learn sequences through a network (sasrec, hstu), without patience or tune; name its \"data\".");
        if (Update is null) return;
        if (data.FirstOrDefault(d => IsOn(d) && d.Periods is null) is { } without) throw new ArgumentException($"models {Label}: update needs data with periods, and {without.Name} has none; name its \"data\".");
        Update.Check($"models {Label}: update");
    }

    internal void Check(IReadOnlyList<StudyData> data)
    {
        var trainer = Trainer();
        if (Label.Contains('/', StringComparison.Ordinal)) throw new ArgumentException($"models: the name '{Label}' must not hold a '/'.");
        if (Options.Any(o => o.Key.Equals("seed", StringComparison.OrdinalIgnoreCase))) throw new ArgumentException($"models {Label}: the seed is set by \"seeds\"; leave it out of the options.");
        if (Data.FirstOrDefault(name => !data.Any(d => d.IsNamedIn([name]))) is { } unknown) throw new ArgumentException($"models {Label}: there is no data '{unknown}'; there are {string.Join(", ", data.Select(d => d.Name))}.");
        if (data.FirstOrDefault(d => IsOn(d) && d.Task is not null) is { } task && trainer is not ISequenceTrainer)
            throw new ArgumentException($"models {Label}: {task.Name} is a task for models that read sequences through a network, and {Model} is none; name its \"data\".");
        if (data.FirstOrDefault(d => IsOn(d) && d.Clicks is not null) is { } clicks && (trainer is not ClickTrainer || Members.Count > 0 || Every != 1))
            throw new ArgumentException($"models {Label}: {clicks.Name} holds rows of clicks, for models of clicks (deep-fm, ssr) alone, without members and measured after every epoch; name its \"data\".");
        if (Against.Count > 0 && data.FirstOrDefault(d => IsOn(d) && d.Baskets is null) is { } other) throw new ArgumentException($"models {Label}: against is for data with baskets, and {other.Name} has none; name its \"data\".");
        CheckUpdate(data, trainer);
        if (Parameters is < 1 || (Parameters is not null && trainer is not ClickTrainer)) throw new ArgumentException($"models {Label}: parameters is {Parameters}; it must be 1 or more, and stands at models of clicks alone.");
        if (Seeds is < 1) throw new ArgumentException($"models {Label}: seeds is {Seeds}; it must be 1 or more, or left out for all.");
        if (Patience < 0 || Every < 1) throw new ArgumentException($"models {Label}: patience is {Patience} and every is {Every}; they must be at least 0 and 1.");
        if (Minutes is <= 0) throw new ArgumentException($"models {Label}: minutes is {Minutes}; it must be above 0.");
        Tune?.Check(this, trainer);
        CheckAudience(data);
        if (Tune is not null && data.FirstOrDefault(d => IsOn(d) && d.Task is not null) is { } made) throw new ArgumentException($"models {Label}: {made.Name} is a task, and options are searched on events only; leave tune out, or name its \"data\".");
        if (Patience == 0 && Minutes is not null) throw new ArgumentException($"models {Label}: minutes end a training that is watched; set patience too.");
        if (Patience > 0 && TrialRun.EpochsOf(trainer) is null) throw new ArgumentException($"models {Label}: {Model} is not trained in epochs; leave patience out.");
        if (Patience == 0 && Tune is null) return;
        if (data.FirstOrDefault(d => IsOn(d) && d is { Validation: null, IsEvents: true } && !UserParts.Is(d.Split)) is { } without) throw new ArgumentException($"models {Label}: {(Tune is null ? "patience" : "tune")} needs validation data, and data {without.Name} has no entry 'validation'.");
    }

    void CheckAudience(IReadOnlyList<StudyData> data)
    {
        if (Rerank is not null) Try();
        if ((Group ?? Rerank) is null) return;
        if (Tune is not null || Members.Count > 0 || Start is not null || Patience > 0) throw new ArgumentException($"models {Label}: {(Group is null ? "rerank" : "group")} is for models as they are given; leave tune, members, start and patience out.");
        if (Group is null) return;
        foreach (var of in data.Where(IsOn))
            if (of.Audience is not { } audience || UserGroups.Parse(audience.Groups, $"data {of.Name}: audience").All(g => g.Name != Group)) throw new ArgumentException($"models {Label}: data {of.Name} has no group '{Group}'; name its \"data\".");

        void Try()
        {
            try
            {
                _ = Reranking.Parse(Rerank);
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException($"models {Label}: rerank: {e.Message}", e);
            }
        }
    }
}

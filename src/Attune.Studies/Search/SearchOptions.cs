namespace Attune.Studies;

/// <summary>What is searched, by what measure, for how long. All but the limits (<see cref="Trials"/>, <see cref="TrialPatience"/>, <see cref="Timeout"/>) is what a journal is bound to.</summary>
public sealed record SearchOptions
{
    /// <summary>What is varied; null (default) = what the model itself states as worth searching.</summary>
    public SearchSpace? Space { get; init; }

    /// <summary>How the next trial is chosen. Default <see cref="SearchMethod.Tpe"/>.</summary>
    public SearchMethod Method { get; init; }

    /// <summary>What is made best; its better end must be known. Default NDCG@10.</summary>
    public IMetric Metric { get; init; } = Ndcg.At(10);

    /// <summary>
    /// How validation data is cut from the training part (<see cref="Split.Forms"/>); null (default) = as the test part was, or by time (else by user) where
    /// that was given in files. Of several folds the mean is taken.
    /// </summary>
    public string? Validation { get; init; }

    /// <summary>How measurements are made; bootstrap intervals are not drawn for trials. Null for the defaults.</summary>
    public EvaluationOptions? Evaluation { get; init; }

    /// <summary>The most trials, at least 1; null (default) = 30, or the whole grid.</summary>
    public int? Trials { get; init; }

    /// <summary>Trials without a better one after which the search ends; 0 (default) = never.</summary>
    public int TrialPatience { get; init; }

    /// <summary>Time after which no more trials are made and the running one is dropped, up to 49 days; null (default) = no limit. The result may need one more training (<see cref="Search.Result"/>).</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// For models that are trained in epochs: measurements on the validation data, one after each epoch, without a rise after which a training ends. The best
    /// epoch becomes the option <c>epochs</c> or <c>iterations</c> of the result. 0 = train all epochs. Default 3.
    /// </summary>
    public int EpochPatience { get; init; } = 3;

    /// <summary>
    /// Whether a training is given up that, from its fourth epoch, lies below the median of at least five earlier trials at that epoch. Saves time, and turns
    /// away settings that begin slowly and end well: of 15 trials of ALS on Online Retail it gave up eight. Default false.
    /// </summary>
    public bool Prune { get; init; }

    /// <summary>Values of each range in a grid, at least 2. Default 3.</summary>
    public int Levels { get; init; } = 3;

    /// <summary>Seed of the trials and of the random validation splits; the models' seed is their own option. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>The file that keeps every finished trial, so that a stopped search can go on; null (default) = none.</summary>
    public string? Journal { get; init; }

    /// <summary>Minutes of processor time after which a trial that is trained in epochs ends with its best epoch so far, so that all models get the same; null = no limit.</summary>
    internal double? TrialMinutes { get; init; }

    /// <summary>What a timer can count, in whole days.</summary>
    internal static TimeSpan LongestTimeout { get; } = TimeSpan.FromDays(49);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Trials ?? 1, 1, nameof(Trials));
        ArgumentOutOfRangeException.ThrowIfNegative(TrialPatience);
        ArgumentOutOfRangeException.ThrowIfNegative(EpochPatience);
        ArgumentOutOfRangeException.ThrowIfLessThan(Levels, 2);
        if (Timeout is { } timeout) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero, nameof(Timeout));
        if (Timeout is { } most) ArgumentOutOfRangeException.ThrowIfGreaterThan(most, LongestTimeout, nameof(Timeout));
        if (Metric.HigherIsBetter is null) throw new ArgumentException($"{Metric.Name} has no better end, so nothing can be made best by it; take another metric, as ndcg@10.");
    }
}

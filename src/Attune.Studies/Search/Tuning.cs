namespace Attune.Studies;

/// <summary>What a search has found. Immutable.</summary>
/// <param name="Trainer">The model with the best settings, epochs included: fit it on training and validation data together.</param>
/// <param name="Best">The trial that found them; among equals the first.</param>
/// <param name="Trials">All trials, in order.</param>
public sealed record Tuning(ITrainer Trainer, Trial Best, IReadOnlyList<Trial> Trials)
{
    /// <summary>
    /// What <see cref="Trainer"/> reaches on the validation data: that of the best trial, or where its training ended early that of a training from the start with
    /// just the best number of epochs; NaN where that failed, as a note says.
    /// </summary>
    public required double Value { get; init; }

    /// <summary>What was varied.</summary>
    public required SearchSpace Space { get; init; }

    /// <summary>The metric that was made best.</summary>
    public required IMetric Metric { get; init; }

    /// <summary>How trials were chosen.</summary>
    public required SearchMethod Method { get; init; }

    /// <summary>How the validation data was cut from the training data: <c>time:0.2 &gt; time:0.2</c>.</summary>
    public required string Validation { get; init; }

    /// <summary>The trial of the settings that the search was given, or null where they were not tried.</summary>
    public Trial? Given { get; init; }

    /// <summary>Options of <see cref="Trainer"/> that the search has set, epochs included, as they are written.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; }

    /// <summary>What a reader must know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The report: the best trials, how the search went, which options mattered.</summary>
    public Report ToReport() => TuningReport.Of(this);
}

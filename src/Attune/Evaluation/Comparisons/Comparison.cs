namespace Attune;

/// <summary>Several models on the same splits, measured alike and tested pairwise. Immutable.</summary>
/// <param name="Metrics">Names of the metrics, in the order asked for.</param>
/// <param name="Rows">One row per model and split.</param>
public sealed record Comparison(IReadOnlyList<string> Metrics, IReadOnlyList<ComparedModel> Rows)
{
    /// <summary>Paired tests of every pair of models, per split and metric; p-values corrected over all of them.</summary>
    public IReadOnlyList<PairedTest> Tests { get; init; } = [];

    /// <summary>Where two ways of splitting order two models differently.</summary>
    public IReadOnlyList<RankingFlip> Flips { get; init; } = [];

    /// <summary>What a reader must know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// Fits and measures every model on every split, with every seed, and tests the models pairwise on the users whom both were measured on. The
    /// folds of one method ("folds:5") become one row. A model that cannot use the data is left out with a note.
    /// </summary>
    /// <param name="models">At least one; the same model may come several times with different options.</param>
    /// <param name="splits">At least one; all parted from the same data.</param>
    /// <param name="metrics">At least one.</param>
    /// <param name="options">How to measure; null for the defaults.</param>
    /// <param name="seeds">
    /// How often to fit a model that has an option Seed: with its seed, the next one, and so on. From 1 (the default). A user's values are averaged.
    /// </param>
    /// <param name="context">Progress (every fit reports its own; "models" counts fits), cancellation and threads.</param>
    /// <exception cref="DataException">No model could be measured.</exception>
    public static Comparison Run(IReadOnlyList<ITrainer> models, IReadOnlyList<Split> splits, IReadOnlyList<IMetric> metrics, EvaluationOptions? options = null, int seeds = 1, FitContext? context = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 1);
        if (models.Count == 0 || splits.Count == 0 || metrics.Count == 0)
            throw new ArgumentException($"A comparison needs at least one model, split and metric; there are {models.Count}, {splits.Count} and {metrics.Count}.");
        options ??= new EvaluationOptions();
        options.Validate();
        if (options.Test == SignificanceTest.Bootstrap && options.BootstrapSamples == 0) throw new ArgumentException("The bootstrap test needs resamples: set BootstrapSamples (--bootstrap) to 1000, say, or ask for another test.", nameof(options));
        return new ComparisonRun(models, splits, metrics, options, seeds, context ?? FitContext.Default).Run();
    }
}

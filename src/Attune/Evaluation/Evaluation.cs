namespace Attune;

/// <summary>
/// Measures models against held-out data, and lists of any origin too. The whole catalog is ranked, unless candidates are asked for. Nothing depends on block size
/// or thread count.
/// </summary>
public static class Evaluation
{
    /// <summary>
    /// Ranks the whole catalog for every test user and measures the lists; rating metrics compare predictions with held-out ratings. Users and items
    /// are matched by id, so the model may come from elsewhere. Memory beyond model and data: 24 bytes × items for each thread, at most
    /// <see cref="EvaluationOptions.MemoryMegabytes"/>; 16 bytes × users for each metric; 8 bytes for each held-out pair.
    /// </summary>
    /// <param name="model">Any fitted model.</param>
    /// <param name="split">What is held out; a history in it serves users whom training does not know.</param>
    /// <param name="metrics">What to measure.</param>
    /// <exception cref="DataException">No test user can be measured.</exception>
    public static Scores Of(IRecommender model, Split split, params IReadOnlyList<IMetric> metrics) => Of(model, split, metrics, null, null);

    /// <inheritdoc cref="Of(IRecommender, Split, IReadOnlyList{IMetric})"/>
    /// <param name="model">Any fitted model.</param>
    /// <param name="split">What is held out; a history in it serves users whom training does not know.</param>
    /// <param name="metrics">What to measure.</param>
    /// <param name="options">How to measure; null for the defaults.</param>
    /// <param name="context">Progress ("measuring", in users), cancellation and threads.</param>
    public static Scores Of(IRecommender model, Split split, IReadOnlyList<IMetric> metrics, EvaluationOptions? options, FitContext? context)
    {
        options ??= new EvaluationOptions();
        options.Validate();
        return new ModelEvaluation(model, split, metrics, options, context ?? FitContext.Default).Run();
    }

    /// <summary>
    /// Measures lists of any tool as they are. A user of <paramref name="held"/> without a list counts as a list without hits (trec_eval -c); lists
    /// of other users are not looked at. Metrics of popularity, prices and the catalog need <paramref name="training"/>; AUC and rating metrics
    /// are undefined.
    /// </summary>
    /// <param name="lists">The lists, best first.</param>
    /// <param name="held">What was held out.</param>
    /// <param name="metrics">What to measure.</param>
    /// <param name="training">What the lists were made from: the catalog with its popularity and prices; null where that is not known.</param>
    /// <param name="options">How to measure; null for the defaults. <see cref="EvaluationOptions.Seen"/>, Rerank and Candidates are not read: the lists are what they are.</param>
    /// <param name="context">Cancellation and threads.</param>
    /// <exception cref="DataException">A list names an item twice, or nothing relevant is held out.</exception>
    public static Scores Of(Recommendations lists, HeldOut held, IReadOnlyList<IMetric> metrics, Dataset? training = null, EvaluationOptions? options = null, FitContext? context = null)
    {
        options ??= new EvaluationOptions();
        options.Validate();
        return new ListEvaluation(lists, held, metrics, training, options, context ?? FitContext.Default).Run();
    }
}

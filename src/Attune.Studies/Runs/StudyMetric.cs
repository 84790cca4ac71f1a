namespace Attune.Studies;

/// <summary>
/// What a study measures beside the metrics of lists. On tasks of recall "accuracy", the share of places that ask and get the right token, and "token-loss", the mean of −ln of its probability; on rows of clicks
/// "click-auc", "click-gauc" (each user's, weighed by rows), "log-loss" and "ece"; on baskets "full-precision@K", "full-recall@K" and "full-ndcg@K", over the users alone who have at least K candidates.
/// </summary>
/// <param name="Name">As a study writes it.</param>
/// <param name="HigherIsBetter">Which end is the better one.</param>
/// <param name="Kind">On what it is measured.</param>
sealed record StudyMetric(string Name, bool? HigherIsBetter, StudyMetric.Kinds Kind) : IMetric
{
    const string Full = "full-";

    internal enum Kinds
    {
        /// <summary>Tasks of recall.</summary>
        Tasks,

        /// <summary>Rows of clicks.</summary>
        Clicks,

        /// <summary>Baskets.</summary>
        Baskets,
    }

    internal static StudyMetric Accuracy { get; } = new("accuracy", true, Kinds.Tasks);

    internal static StudyMetric TokenLoss { get; } = new("token-loss", false, Kinds.Tasks);

    internal static StudyMetric ClickAuc { get; } = new("click-auc", true, Kinds.Clicks);

    internal static StudyMetric ClickGauc { get; } = new("click-gauc", true, Kinds.Clicks);

    internal static StudyMetric LogLoss { get; } = new("log-loss", false, Kinds.Clicks);

    internal static StudyMetric CalibrationError { get; } = new("ece", false, Kinds.Clicks);

    static StudyMetric[] Fixed { get; } = [Accuracy, TokenLoss, ClickAuc, ClickGauc, LogLoss, CalibrationError];

    /// <summary>By what a training on a task is watched: accuracy where something is remembered, loss where a text is read.</summary>
    internal static StudyMetric Watched(StudyTask task) => task.Kind == TokenTasks.Text ? TokenLoss : Accuracy;

    /// <summary>Whether a metric says something of some data: tasks and clicks have their own, events and baskets those of lists.</summary>
    internal static bool IsOf(IMetric metric, StudyData data) => data.Metrics?.Contains(metric.Name) != false && metric switch
    {
        StudyMetric { Kind: Kinds.Tasks } => data.Task is not null,
        StudyMetric { Kind: Kinds.Clicks } => data.Clicks is not null,
        StudyMetric => data.Baskets is not null,
        _ => data.IsEvents || data.Baskets is not null,
    };

    /// <summary>The metric of lists that one on full lists is of; null for all others.</summary>
    internal static IMetric? OfFull(IMetric metric) => metric is StudyMetric { Kind: Kinds.Baskets } ? MetricName.Parse(metric.Name[Full.Length..]) : null;

    internal static IMetric Parse(string name) => Fixed.FirstOrDefault(m => m.Name == name) is { } own ? own
        : name.StartsWith(Full, StringComparison.Ordinal) ? OnFull(MetricName.Parse(name[Full.Length..]))
        : MetricName.Parse(name);

    static StudyMetric OnFull(IMetric metric) => new(Full + metric.Name, metric.HigherIsBetter, Kinds.Baskets);
}

namespace Attune.Studies;

/// <summary>What a study measures on tasks of recall, beside the metrics of lists: "accuracy", the share of places that ask and get the right token, and "token-loss", the mean of −ln of its probability.</summary>
sealed record StudyMetric(string Name, bool? HigherIsBetter) : IMetric
{
    internal static StudyMetric Accuracy { get; } = new("accuracy", true);

    internal static StudyMetric TokenLoss { get; } = new("token-loss", false);

    /// <summary>By what a training on a task is watched: accuracy where something is remembered, loss where a text is read.</summary>
    internal static StudyMetric Watched(StudyTask task) => task.Kind == TokenTasks.Text ? TokenLoss : Accuracy;

    /// <summary>Whether a metric says something of some data: tasks have their own, and events all others.</summary>
    internal static bool IsOf(IMetric metric, StudyData data) => metric is StudyMetric == data.Task is not null && data.Metrics?.Contains(metric.Name) != false;

    internal static IMetric Parse(string name) => name == Accuracy.Name ? Accuracy : name == TokenLoss.Name ? TokenLoss : MetricName.Parse(name);
}

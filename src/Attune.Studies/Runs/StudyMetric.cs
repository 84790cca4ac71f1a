namespace Attune.Studies;

/// <summary>What a study measures on tasks of recall, beside the metrics of lists: "accuracy", the share of places that ask and get the right token, and "token-loss", the mean of −ln of its probability.</summary>
sealed record StudyMetric(string Name, bool? HigherIsBetter) : IMetric
{
    internal static StudyMetric Accuracy { get; } = new("accuracy", true);

    internal static StudyMetric TokenLoss { get; } = new("token-loss", false);

    internal static IMetric Parse(string name) => name == Accuracy.Name ? Accuracy : name == TokenLoss.Name ? TokenLoss : MetricName.Parse(name);
}

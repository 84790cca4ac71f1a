namespace Attune.Serving;

/// <summary>What a model was measured at before it was activated, or was not.</summary>
/// <param name="Name">The metric, as "ndcg@10".</param>
/// <param name="Value">Its value on the newest data; NaN where it is undefined.</param>
/// <param name="Low">The lower end of the 95 % interval; NaN without one.</param>
/// <param name="High">The upper end.</param>
/// <param name="Users">Users measured.</param>
public sealed record ModelMetric(string Name, double Value, double Low, double High, int Users);

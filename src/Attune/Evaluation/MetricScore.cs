namespace Attune;

/// <summary>One metric, measured.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Value">Its value over all users; NaN where it is undefined.</param>
/// <param name="Low">Lower end of the bootstrap confidence interval over users; NaN where there is none.</param>
/// <param name="High">Upper end.</param>
/// <param name="Users">Users for whom it is defined.</param>
public sealed record MetricScore(string Metric, double Value, double Low, double High, int Users)
{
    /// <summary>One value per measured user (NaN: undefined), in the order of the users' indices; empty for metrics of the whole catalog.</summary>
    public IReadOnlyList<double> PerUser { get; init; } = [];

    /// <summary>Users for whom it is undefined.</summary>
    public int Undefined => PerUser.Count - Users;
}

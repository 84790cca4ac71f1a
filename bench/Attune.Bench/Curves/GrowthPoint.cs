namespace Attune.Bench;

/// <summary>What one model reached on so many invented interactions, and what that took.</summary>
/// <param name="Model">The model.</param>
/// <param name="Asked">Interactions that were asked for.</param>
/// <param name="Events">Interactions that it was trained on.</param>
/// <param name="Users">Users that it was trained on.</param>
/// <param name="Value">NDCG@10 of the users who are tested.</param>
/// <param name="Seconds">Seconds of the training.</param>
/// <param name="Bytes">The peak of the process's memory, data included.</param>
/// <param name="Joules">Energy of the training; null where it was not measured.</param>
sealed record GrowthPoint(string Model, int Asked, int Events, int Users, double Value, double Seconds, long Bytes, double? Joules);

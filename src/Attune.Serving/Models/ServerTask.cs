namespace Attune.Serving;

/// <summary>Long work of the server.</summary>
/// <param name="Name">What, as "retrain".</param>
/// <param name="Space">For which space.</param>
/// <param name="Stage">The stage of work, as "training".</param>
/// <param name="Done">Steps done.</param>
/// <param name="Total">Steps in all.</param>
/// <param name="Started">When it began.</param>
/// <param name="Ended">When it ended; null while it goes on.</param>
/// <param name="Outcome">How it ended, in words; null while it goes on.</param>
public sealed record ServerTask(string Name, string Space, string Stage, long Done, long Total, DateTimeOffset Started, DateTimeOffset? Ended, string? Outcome);

namespace Attune.Serving;

/// <summary>An item of the history that speaks for a listed one.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="Contribution">Its part of the score.</param>
public sealed record ContributingItem(string Id, double Contribution);

namespace Attune.Serving;

/// <summary>Which events are meant; null parts mean any.</summary>
/// <param name="Type">The type.</param>
/// <param name="User">The user's id.</param>
/// <param name="Item">The item's id.</param>
public readonly record struct EventFilter(string? Type = null, string? User = null, string? Item = null);

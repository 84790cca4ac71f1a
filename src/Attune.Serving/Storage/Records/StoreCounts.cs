namespace Attune.Serving;

/// <summary>How much a store holds of one space.</summary>
/// <param name="Users">Users.</param>
/// <param name="Items">Items.</param>
/// <param name="Events">Events.</param>
/// <param name="LastEvent">The number of the newest event: it grows with every event that is taken, and never falls.</param>
public readonly record struct StoreCounts(long Users, long Items, long Events, long LastEvent);

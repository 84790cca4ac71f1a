namespace Attune;

/// <summary>What training knew of each item, for metrics beyond accuracy.</summary>
/// <param name="Popularity">How many training users have a preference for each item.</param>
/// <param name="Users">Number of training users.</param>
/// <param name="Prices">The latest price of each item (NaN: none), or empty.</param>
public sealed record ItemFacts(ReadOnlyMemory<int> Popularity, int Users, ReadOnlyMemory<float> Prices);

namespace Attune;

/// <summary>A list as shown to one user: the best first.</summary>
/// <param name="Items">The items, best first; ties by ascending index.</param>
/// <param name="Source">The name of the model that made the list: the fallback that answered, where the asked model could not.</param>
/// <param name="Ignored">Parts of the query that were given but that the model does not read.</param>
public sealed record RankedList(IReadOnlyList<RankedItem> Items, string Source, QueryParts Ignored);

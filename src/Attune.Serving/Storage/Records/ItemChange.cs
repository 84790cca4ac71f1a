namespace Attune.Serving;

/// <summary>What became of an item.</summary>
/// <param name="Number">The number of the change: later changes of a space have larger ones.</param>
/// <param name="Id">The item's id.</param>
/// <param name="Item">The item as it is now; null where it was deleted.</param>
public sealed record ItemChange(long Number, string Id, StoredItem? Item);

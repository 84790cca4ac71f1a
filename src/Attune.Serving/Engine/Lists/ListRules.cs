namespace Attune.Serving;

/// <summary>What one request may list: everything but the bits that a model's layout has already.</summary>
/// <param name="items">The items of the space.</param>
/// <param name="barred">Ids that must not be listed.</param>
/// <param name="only">The only ids that may be; null for all.</param>
/// <param name="categories">Items must be in all of these.</param>
/// <param name="filters">Expressions that must hold.</param>
sealed class ListRules(ItemIndex items, IReadOnlyCollection<HashSet<string>> barred, HashSet<string>? only, IReadOnlyList<string> categories, IReadOnlyList<Func<ItemEntry, bool>> filters)
{
    /// <summary>The only items that may be listed, where they are given one by one; else null.</summary>
    internal IReadOnlyList<ItemEntry>? Among { get; } = only is null ? null : [.. only.Select(items.Of).OfType<ItemEntry>()];

    /// <summary>Whether an item may be listed.</summary>
    internal bool Allow(ItemEntry item)
    {
        if (item.IsHidden || only?.Contains(item.Id) == false || !item.IsIn(categories)) return false;
        foreach (var ids in barred)
            if (ids.Contains(item.Id)) return false;
        foreach (var filter in filters)
            if (!filter(item)) return false;
        return true;
    }
}

namespace Attune.Serving;

/// <summary>What one request may list.</summary>
/// <param name="items">The items of the space.</param>
/// <param name="barred">Ids that must not be listed.</param>
/// <param name="only">The only ids that may be; null for all.</param>
/// <param name="filter">What many requests share.</param>
sealed class ListRules(ItemIndex items, IReadOnlyList<IReadOnlySet<string>> barred, IReadOnlySet<string>? only, ListFilter filter)
{
    /// <summary>Ids that must not be listed, in sets that may overlap.</summary>
    internal IReadOnlyList<IReadOnlySet<string>> Barred => barred;

    /// <summary>Categories and expressions.</summary>
    internal ListFilter Filter => filter;

    /// <summary>The only items that may be listed, where they are given one by one; else null.</summary>
    internal IReadOnlyList<ItemEntry>? Among { get; } = only is null ? null : [.. only.Select(items.Of).OfType<ItemEntry>()];

    /// <summary>Whether an item may be listed.</summary>
    internal bool Allow(ItemEntry item)
    {
        if (only?.Contains(item.Id) == false) return false;
        for (var b = 0; b < barred.Count; b++)
            if (barred[b].Contains(item.Id)) return false;
        return filter.Holds(item);
    }
}

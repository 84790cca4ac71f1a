namespace Attune.Serving;

/// <summary>A list as it fills: no item twice, no category above its cap.</summary>
/// <param name="most">How many places there are.</param>
/// <param name="cap">At most so many items of any one category; null for no cap.</param>
sealed class Places(int most, int? cap)
{
    readonly HashSet<int> _placed = [];
    readonly Dictionary<string, int> _ofCategory = new(StringComparer.Ordinal);

    /// <summary>The places that are taken, best first.</summary>
    internal List<Place> Taken { get; } = new(most);

    /// <summary>How many are free.</summary>
    internal int Free => most - Taken.Count;

    /// <summary>Gives an item the next place, unless it has one or its categories are full; false where it got none.</summary>
    internal bool Add(ItemEntry item, double score, string recommender, int modelIndex = -1)
    {
        if (Free == 0 || _placed.Contains(item.Slot) || IsFull(item)) return false;
        _placed.Add(item.Slot);
        if (cap is not null)
            foreach (var category in item.Categories) _ofCategory[category] = _ofCategory.GetValueOrDefault(category) + 1;
        Taken.Add(new Place(item, score, recommender, modelIndex));
        return true;
    }

    bool IsFull(ItemEntry item)
    {
        if (cap is null) return false;
        foreach (var category in item.Categories)
            if (_ofCategory.GetValueOrDefault(category) >= cap) return true;
        return false;
    }

    /// <summary>One place.</summary>
    /// <param name="Item">The item.</param>
    /// <param name="Score">Its score.</param>
    /// <param name="Recommender">The member of the chain that listed it, or "promoted".</param>
    /// <param name="ModelIndex">The model's number of the item; −1 where no model listed it.</param>
    internal readonly record struct Place(ItemEntry Item, double Score, string Recommender, int ModelIndex);
}

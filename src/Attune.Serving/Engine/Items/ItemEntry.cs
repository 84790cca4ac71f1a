namespace Attune.Serving;

/// <summary>What lists need to know of an item. Immutable but for its labels, which are read when first asked for.</summary>
sealed class ItemEntry(int slot, StoredItem item)
{
    string? _unread = item.Labels;
    LabelValue _labels;

    /// <summary>The item's number in the index of its space; never given to another item.</summary>
    internal int Slot => slot;

    internal string Id { get; } = item.Id;

    internal bool IsHidden { get; } = item.IsHidden;

    internal IReadOnlyList<string> Categories { get; } = item.Categories;

    internal DateTimeOffset? Timestamp { get; } = item.Timestamp;

    /// <summary>Seconds since 1970, 0 where nobody said.</summary>
    internal double Seconds => Timestamp is { } time ? time.ToUnixTimeMilliseconds() / 1000.0 : 0;

    /// <summary>The labels; missing where there are none.</summary>
    internal LabelValue Labels
    {
        get
        {
            if (Volatile.Read(ref _unread) is { } json)
            {
                _labels = LabelValue.Read(json);
                Volatile.Write(ref _unread, null);
            }
            return _labels;
        }
    }

    /// <summary>Whether the item is in all of these categories.</summary>
    internal bool IsIn(IReadOnlyList<string> categories)
    {
        for (var c = 0; c < categories.Count; c++)
            if (!IsIn(categories[c])) return false;
        return true;
    }

    /// <summary>Whether the item is in this category.</summary>
    internal bool IsIn(string category)
    {
        for (var c = 0; c < Categories.Count; c++)
            if (string.Equals(Categories[c], category, StringComparison.Ordinal)) return true;
        return false;
    }
}

using System.Collections.Concurrent;

namespace Attune.Serving;

/// <summary>The part of a request's rules that many requests share: categories and filter expressions. Equal ones have equal keys, by which masks are kept.</summary>
sealed class ListFilter
{
    /// <summary>Lets everything through.</summary>
    internal static readonly ListFilter None = new([], [], default);

    // Trees of so many expressions are kept; when there are more, all are read anew.
    const int Kept = 256;

    static readonly ConcurrentDictionary<string, FilterNode> Trees = new(StringComparer.Ordinal);

    readonly IReadOnlyList<string> _categories;
    readonly IReadOnlyList<FilterNode> _trees;
    readonly DateTimeOffset _now;

    ListFilter(IReadOnlyList<string> categories, IReadOnlyList<FilterNode> trees, DateTimeOffset now)
    {
        (_categories, _trees) = (categories, trees);
        // The clock of filters moves by the minute, so that what they let through can be kept for one.
        _now = trees.Any(t => t.ReadsClock) ? now.AddTicks(-(now.UtcTicks % TimeSpan.TicksPerMinute)) : default;
        Key = string.Join('\0', [_now == default ? "" : _now.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture), .. categories.Order(StringComparer.Ordinal), "", .. trees.Select(t => t.ToString())]);
    }

    /// <summary>Equal for filters that let the same through.</summary>
    internal string Key { get; }

    /// <summary>Whether everything gets through.</summary>
    internal bool IsOpen => _categories.Count == 0 && _trees.Count == 0;

    /// <exception cref="ArgumentException">An expression cannot be read.</exception>
    internal static ListFilter Of(IReadOnlyList<string> categories, DateTimeOffset now, params ReadOnlySpan<string?> expressions)
    {
        var trees = new List<FilterNode>(expressions.Length);
        foreach (var expression in expressions)
            if (!string.IsNullOrWhiteSpace(expression)) trees.Add(TreeOf(expression));
        return categories.Count == 0 && trees.Count == 0 ? None : new ListFilter(categories, trees, now);
    }

    internal bool Holds(ItemEntry item)
    {
        if (item.IsHidden || !item.IsIn(_categories)) return false;
        for (var t = 0; t < _trees.Count; t++)
            if (!_trees[t].Holds(item, _now)) return false;
        return true;
    }

    static FilterNode TreeOf(string expression)
    {
        if (Trees.TryGetValue(expression, out var known)) return known;
        var tree = FilterParser.Parse(expression);
        if (Trees.Count >= Kept) Trees.Clear();
        return Trees[expression] = tree;
    }
}

using System.Globalization;
using Attune.Numerics;

namespace Attune;

/// <summary>Which items may be recommended: each filter is a function of the dense index, made once for a catalog and safe for many threads.</summary>
public static class ItemFilter
{
    /// <summary>Only these ids; those that the catalog does not know match nothing.</summary>
    public static Func<int, bool> Only(Catalog catalog, IEnumerable<string> ids) => Marked(catalog, ids, true);

    /// <summary>All but these ids.</summary>
    public static Func<int, bool> Without(Catalog catalog, IEnumerable<string> ids) => Marked(catalog, ids, false);

    /// <summary>
    /// The items whose feature has a value: <c>genre=Comedy</c> (any case). Of several labels separated by '|' one must match; numbers are compared as
    /// numbers; several conditions on one feature mean any of them: <c>genre=Comedy|Drama</c>. An unknown feature is a <see cref="DataException"/>.
    /// </summary>
    public static Func<int, bool> Where(Catalog catalog, string condition)
    {
        var at = condition.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0) throw new DataException($"The filter '{condition}' is not of the form feature=value, as in genre=Comedy.");
        var name = condition[..at].Trim();
        var column = FeatureOf(catalog, name, "filter by");
        var wanted = condition[(at + 1)..].Split('|', StringSplitOptions.TrimEntries);
        var keep = column.Values.Select(v => v is not null && wanted.Any(w => Matches(column.Kind, v, w))).ToArray();
        return i => keep[i];
    }

    /// <summary>Items that pass all of these; null where all are null.</summary>
    public static Func<int, bool>? All(params IEnumerable<Func<int, bool>?> filters)
    {
        var each = filters.OfType<Func<int, bool>>().ToArray();
        return each.Length switch
        {
            0 => null,
            1 => each[0],
            _ => i => Array.TrueForAll(each, f => f(i)),
        };
    }

    /// <summary>The feature of this name; an unknown one is a <see cref="DataException"/> that lists those there are.</summary>
    internal static FeatureColumn FeatureOf(Catalog catalog, string name, string purpose)
    {
        var names = catalog.ItemFeatures?.Columns.Select(c => c.Name).ToArray() ?? [];
        return catalog.ItemFeatures?[name]
            ?? throw new DataException($"There is no item feature '{name}' to {purpose}; there are {string.Join(", ", names.DefaultIfEmpty("none"))}.{EditDistance.DidYouMean(name, names)}");
    }

    static bool Matches(FeatureKind kind, string value, string wanted) => kind switch
    {
        FeatureKind.Tokens => value.Split('|', StringSplitOptions.TrimEntries).Contains(wanted, StringComparer.OrdinalIgnoreCase),
        FeatureKind.Number when double.TryParse(value, CultureInfo.InvariantCulture, out var a) && double.TryParse(wanted, CultureInfo.InvariantCulture, out var b) => a == b,
        _ => value.Equals(wanted, StringComparison.OrdinalIgnoreCase),
    };

    static Func<int, bool> Marked(Catalog catalog, IEnumerable<string> ids, bool keep)
    {
        var marked = new bool[catalog.Items.Count];
        foreach (var id in ids)
            if (catalog.Items.IndexOf(id) is >= 0 and var index) marked[index] = true;
        return i => marked[i] == keep;
    }
}

using System.Collections.Concurrent;
using Attune.Numerics;

namespace Attune;

/// <summary>What training knew of each item, for metrics beyond accuracy. What only some metrics need is computed when the first of them asks.</summary>
public sealed class ItemFacts
{
    readonly Lazy<int[]> _rank;
    readonly Lazy<ItemLabels> _groups;
    readonly Lazy<CoOccurrence?> _together;
    readonly ConcurrentDictionary<string, ItemLabels?> _labels = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="popularity">How many training users have a preference for each item.</param>
    /// <param name="users">Number of training users.</param>
    /// <param name="prices">The latest price of each item (NaN: none), or empty.</param>
    public ItemFacts(ReadOnlyMemory<int> popularity, int users, ReadOnlyMemory<float> prices)
    {
        (Popularity, Users, Prices) = (popularity, users, prices);
        _rank = new(Rank);
        _groups = new(() => ItemLabels.OfPopularity(Popularity.Span));
        _together = new(() => Histories is null ? null : new CoOccurrence(Histories));
    }

    /// <summary>How many training users have a preference for each item.</summary>
    public ReadOnlyMemory<int> Popularity { get; }

    /// <summary>Number of training users.</summary>
    public int Users { get; }

    /// <summary>The latest price of each item (NaN: none), or empty.</summary>
    public ReadOnlyMemory<float> Prices { get; }

    /// <summary>The features of the items, or null.</summary>
    public FeatureTable? Features { get; init; }

    /// <summary>Users × items: what training knew of each user, from which items are alike; null where nobody knows.</summary>
    public CsrMatrix? Histories { get; init; }

    /// <summary>The facts of a data set, in its own numbering.</summary>
    public static ItemFacts Of(Dataset training)
    {
        var popularity = new int[training.Items.Count];
        foreach (var item in training.Preferences.ColumnIndices) popularity[item]++;
        return new ItemFacts(popularity, training.Users.Count, LatestPrices(training)) { Features = training.ItemFeatures, Histories = training.Preferences };
    }

    /// <summary>The price of an item at its newest event that has one; NaN where there is none, empty where nothing has.</summary>
    internal static float[] LatestPrices(Dataset data)
    {
        var events = data.Events;
        if (events.Price is not { } prices) return [];
        var latest = new float[data.Items.Count];
        var seen = new long[data.Items.Count];
        Array.Fill(latest, float.NaN);
        Array.Fill(seen, long.MinValue);
        for (var e = 0; e < events.Count; e++)
        {
            var (item, time) = (events.Item[e], events.Time?[e] ?? 0);
            if (float.IsNaN(prices[e]) || time < seen[item]) continue;
            (latest[item], seen[item]) = (prices[e], time);
        }
        return latest;
    }

    /// <summary>The popularity of an item; 0 for one that training does not know.</summary>
    internal int PopularityOf(int item) => item < Popularity.Length ? Popularity.Span[item] : 0;

    /// <summary>The price of an item; NaN where it has none.</summary>
    internal float PriceOf(int item) => item < Prices.Length ? Prices.Span[item] : float.NaN;

    /// <summary>How many items are more popular (equal ones by index); items that training does not know stand last.</summary>
    internal int RankOf(int item) => item < Popularity.Length ? _rank.Value[item] : int.MaxValue;

    /// <summary>Whether an item stands outside those that take 80 % of the interactions.</summary>
    internal bool IsTail(int item) => _groups.Value.FirstOf(item) is -1 or ItemLabels.Tail;

    /// <summary>The labels of a feature, null where there is no such feature; for null the three groups of popularity.</summary>
    internal ItemLabels? Labels(string? feature) => feature is null ? _groups.Value
        : _labels.GetOrAdd(feature, name => Features?[name] is { } column ? ItemLabels.Of(column) : null);

    /// <summary>How alike two items are by a feature, or for null by who had them in training; null where that is not known.</summary>
    internal Func<int, int, double>? Similarity(string? feature) => feature is null
        ? _together.Value is { } together ? together.Cosine : null
        : Labels(feature) is { } labels ? labels.Cosine : null;

    int[] Rank()
    {
        var counts = Popularity.ToArray();
        var rank = new int[counts.Length];
        var next = 0;
        foreach (var item in Enumerable.Range(0, counts.Length).OrderByDescending(i => counts[i]).ThenBy(i => i)) rank[item] = next++;
        return rank;
    }
}

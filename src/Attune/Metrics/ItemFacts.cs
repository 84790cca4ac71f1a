namespace Attune;

/// <summary>What training knew of each item, for metrics beyond accuracy.</summary>
/// <param name="Popularity">How many training users have a preference for each item.</param>
/// <param name="Users">Number of training users.</param>
/// <param name="Prices">The latest price of each item (NaN: none), or empty.</param>
public sealed record ItemFacts(ReadOnlyMemory<int> Popularity, int Users, ReadOnlyMemory<float> Prices)
{
    /// <summary>The facts of a data set, in its own numbering.</summary>
    public static ItemFacts Of(Dataset training)
    {
        var popularity = new int[training.Items.Count];
        foreach (var item in training.Preferences.ColumnIndices) popularity[item]++;
        return new ItemFacts(popularity, training.Users.Count, LatestPrices(training));
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
}

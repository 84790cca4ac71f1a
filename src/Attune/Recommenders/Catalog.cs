using Attune.Numerics;

namespace Attune;

/// <summary>
/// What a fitted model knows of the world it was trained on: users, items, each user's history and the items' features. Immutable, saved with
/// the model.
/// </summary>
public sealed class Catalog
{
    readonly int[] _all;
    readonly Lazy<int[]> _popularity;
    readonly Lazy<int> _nextDay;

    internal Catalog(Vocabulary users, Vocabulary items, CsrMatrix histories, FeatureTable? itemFeatures, ItemSequences? sequences = null)
    {
        (Users, Items, Histories, ItemFeatures, Sequences) = (users, items, histories, itemFeatures, sequences);
        _all = [.. Enumerable.Range(0, items.Count)];
        _popularity = new(CountUsers);
        _nextDay = new(() => Sequences?.Times is { Length: > 0 } times ? PurchaseHistory.DayOf(times.Max()) + 1 : 0);
    }

    /// <summary>The catalog of a data set: its preferences become the histories.</summary>
    public static Catalog Of(Dataset data) => new(data.Users, data.Items, data.Preferences, data.ItemFeatures);

    /// <summary>The catalog of a data set for a model of ratings: its ratings become the histories.</summary>
    public static Catalog OfRatings(Dataset data) => new(data.Users, data.Items, data.Ratings, data.ItemFeatures);

    /// <summary>
    /// The catalog of a data set for a model that reads the order of a history: as <see cref="Of"/>, and each user's items oldest first, repeats kept.
    /// Events that speak for nothing (impressions, returns, kinds of weight 0) are left out.
    /// </summary>
    /// <param name="data">Any data; without times the order of the rows is the order of events.</param>
    /// <param name="latest">How many of a user's newest events to keep, at least 1; default all.</param>
    public static Catalog OfSequences(Dataset data, int latest = int.MaxValue) => new(data.Users, data.Items, data.Preferences, data.ItemFeatures, ItemSequences.Of(data, latest));

    /// <summary>As <see cref="OfSequences"/>, with the times of events where the data has some.</summary>
    internal static Catalog OfTimedSequences(Dataset data) => new(data.Users, data.Items, data.Preferences, data.ItemFeatures, ItemSequences.Of(data, int.MaxValue, timed: true));

    /// <summary>The users that training knew.</summary>
    public Vocabulary Users { get; }

    /// <summary>The items that can be recommended.</summary>
    public Vocabulary Items { get; }

    /// <summary>Users × items: what each user is known for, with its strength.</summary>
    public CsrMatrix Histories { get; }

    /// <summary>Titles and other features of the items, or null.</summary>
    public FeatureTable? ItemFeatures { get; }

    /// <summary>All items, 0 to Items.Count − 1: the candidates of a full ranking.</summary>
    public ReadOnlySpan<int> AllItems => _all;

    /// <summary>How many users have each item in their history.</summary>
    public ReadOnlySpan<int> Popularity => _popularity.Value;

    /// <summary>Whether <paramref name="items"/> is <see cref="AllItems"/> itself, so that a model may compute all scores in one pass.</summary>
    public bool IsWhole(ReadOnlySpan<int> items) => items == AllItems;

    /// <summary>The history of a query: the one given, else the one that training knew, else an empty one.</summary>
    public History HistoryOf(Query query)
    {
        if (query.History is null)
            return query.User >= 0 && query.User < Users.Count
                ? new History(Histories.Row(query.User), Histories.RowValues(query.User))
                : default;
        var items = new List<int>(query.History.Count);
        var weights = new List<float>(query.History.Count);
        for (var i = 0; i < query.History.Count; i++)
        {
            var item = query.History[i];
            if (item < 0 || item >= Items.Count) continue;
            items.Add(item);
            weights.Add(query.Weights is { } w && i < w.Count ? w[i] : 1f);
        }
        return new History(items.ToArray(), weights.ToArray());
    }

    /// <summary>
    /// The history of a query in its order, oldest first, repeats kept: the one given, else the one that training knew (<see cref="OfSequences"/>), else an empty
    /// one. Items outside the catalog are left out.
    /// </summary>
    /// <exception cref="InvalidOperationException">The catalog was made without sequences.</exception>
    public ReadOnlySpan<int> SequenceOf(Query query)
    {
        if (Sequences is null) throw new InvalidOperationException("This catalog does not know the order of histories; make it with Catalog.OfSequences.");
        return query.History is not { } given ? Sequences.Of(query.User) : given.Where(i => (uint)i < (uint)Items.Count).ToArray();
    }

    /// <summary>When each item of <see cref="SequenceOf"/> was, in milliseconds; empty where that is not known of all of them.</summary>
    internal ReadOnlySpan<long> TimesOf(Query query)
    {
        if (query.History is not { } given) return Sequences!.TimesOf(query.User);
        if (query.Times is not { } times || times.Count != given.Count) return default;
        return Enumerable.Range(0, given.Count).Where(i => (uint)given[i] < (uint)Items.Count).Select(i => times[i].ToUnixTimeMilliseconds()).ToArray();
    }

    /// <summary>
    /// What the user of a query had bought before the day of <see cref="Query.At"/>; where that is null, before the day after the newest event that training or the query knows. Of a history without
    /// times only the order is known: each event counts as a day of its own, the newest as yesterday, whatever the day asked for.
    /// </summary>
    internal PurchaseHistory PurchasesOf(Query query)
    {
        var items = SequenceOf(query);
        var times = TimesOf(query);
        return items.Length != times.Length ? PurchaseHistory.OfOrder(items) : PurchaseHistory.Of(items, times, DayOf(query.At, times));
    }

    int DayOf(DateTimeOffset? at, ReadOnlySpan<long> times)
    {
        if (at is { } given) return PurchaseHistory.DayOf(given.ToUnixTimeMilliseconds());
        var day = _nextDay.Value;
        foreach (var time in times) day = Math.Max(day, PurchaseHistory.DayOf(time) + 1);
        return day;
    }

    /// <summary>Users × their items in order; null unless the model reads order.</summary>
    internal ItemSequences? Sequences { get; }

    int[] CountUsers()
    {
        var counts = new int[Items.Count];
        foreach (var item in Histories.ColumnIndices) counts[item]++;
        return counts;
    }
}

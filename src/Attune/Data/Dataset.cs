using Attune.Numerics;

namespace Attune;

/// <summary>
/// Events with dense ids: what every model is fitted on. Immutable. Users and items are numbered in the natural order of their ids
/// (<see cref="Vocabulary.NaturalOrder"/>), whatever the order of the rows; the events of a user lie together, oldest first.
/// </summary>
public sealed partial class Dataset
{
    readonly Lazy<CsrMatrix> _preferences, _byItem, _ratings;
    readonly int[] _userStarts;

    internal Dataset(string name, Vocabulary users, Vocabulary items, EventColumns events, EventWeights weights, FeatureTable? userFeatures, FeatureTable? itemFeatures)
    {
        (Name, Users, Items, Events, Weights, UserFeatures, ItemFeatures) = (name, users, items, events, weights, userFeatures, itemFeatures);
        _preferences = new(() => Weights.Apply(Events, Users.Count, Items.Count));
        _byItem = new(() => Preferences.Transpose());
        _ratings = new(ReadRatings);
        _userStarts = new int[users.Count + 1];
        foreach (var u in events.User) _userStarts[u + 1]++;
        for (var u = 0; u < users.Count; u++) _userStarts[u + 1] += _userStarts[u];
    }

    /// <summary>What the data is called in reports: the file's name, unless set.</summary>
    public string Name { get; }

    /// <summary>The users' ids.</summary>
    public Vocabulary Users { get; }

    /// <summary>The items' ids: those that occur in events and those that are only listed with features.</summary>
    public Vocabulary Items { get; }

    /// <summary>The events.</summary>
    public EventColumns Events { get; }

    /// <summary>Number of events.</summary>
    public int Count => Events.Count;

    /// <summary>How events become preferences.</summary>
    public EventWeights Weights { get; }

    /// <summary>Features of users, or null.</summary>
    public FeatureTable? UserFeatures { get; }

    /// <summary>Features of items (titles, categories), or null.</summary>
    public FeatureTable? ItemFeatures { get; }

    /// <summary>Whether events have times. Without them the order of a user's events is still known, that between users is not.</summary>
    public bool HasTimes => Events.Time is not null;

    /// <summary>Whether there are explicit ratings.</summary>
    public bool HasRatings => Events.Value is not null && Events.KindNames.Contains(EventKind.Rating);

    /// <summary>The preferences (users × items), weighed by <see cref="Weights"/>; computed once, when first asked for.</summary>
    public CsrMatrix Preferences => _preferences.Value;

    /// <summary>The transposed preferences (items × users).</summary>
    public CsrMatrix PreferencesByItem => _byItem.Value;

    /// <summary>The latest rating of each pair (users × items), untouched by weights; empty where there are no ratings. A rating of 0 is kept.</summary>
    public CsrMatrix Ratings => _ratings.Value;

    /// <summary>The positions in <see cref="Events"/> of one user's events, oldest first.</summary>
    public Range EventsOf(int user) => user < 0 || user >= Users.Count ? 0..0 : _userStarts[user].._userStarts[user + 1];

    /// <summary>The items of one user's events, oldest first, repeats included.</summary>
    public ReadOnlySpan<int> Sequence(int user) => Events.Items[EventsOf(user)];

    /// <summary>The same data under other event weights.</summary>
    public Dataset With(EventWeights weights) => new(Name, Users, Items, Events, weights, UserFeatures, ItemFeatures);

    /// <summary>The same data under another name.</summary>
    public Dataset Named(string name) => new(name, Users, Items, Events, Weights, UserFeatures, ItemFeatures);

    /// <summary>
    /// The events for which <paramref name="keep"/> (given an event's position) holds, with users and items renumbered to those that are left.
    /// Items without events stay where features list them.
    /// </summary>
    public Dataset Where(Func<int, bool> keep) => Where(keep, i => ItemFeatures?.Knows(i) == true);

    /// <summary>As <see cref="Where(Func{int, bool})"/>; items without events stay where <paramref name="listed"/> holds.</summary>
    internal Dataset Where(Func<int, bool> keep, Func<int, bool> listed)
    {
        var order = Positions(keep);
        var users = Used(order, Events.User, Users.Count, _ => false);
        var items = Used(order, Events.Item, Items.Count, listed);
        return Renumber(order, Subset(Users, users), Subset(Items, items), users, items);
    }

    /// <summary>
    /// The events for which <paramref name="keep"/> holds, numbered after <paramref name="known"/>: its users and items keep their indices, and
    /// those that it lacks follow. This is how held-out data shares the numbering of the data that a model was fitted on.
    /// </summary>
    public Dataset WhereExtending(Dataset known, Func<int, bool> keep)
    {
        var order = Positions(keep);
        var users = known.Users.Grow(Used(order, Events.User, Users.Count, _ => false).Select(u => Users[u]));
        var items = known.Items.Grow(Used(order, Events.Item, Items.Count, _ => false).Select(i => Items[i]));
        return Renumber(order, users, items, Users.MapFrom(users), Items.MapFrom(items));
    }

    /// <summary>The same events with other values (NaN: none), aligned with <see cref="Events"/>.</summary>
    internal Dataset WithValues(float[] values) => new(Name, Users, Items, Events.With(values), Weights, UserFeatures, ItemFeatures);

    // from[i]: the old index of new index i, or −1.
    Dataset Renumber(int[] order, Vocabulary users, Vocabulary items, int[] usersFrom, int[] itemsFrom)
    {
        var userMap = Invert(usersFrom, Users.Count);
        var taken = Events.Take(ByUser(order, userMap, users.Count), userMap, Invert(itemsFrom, Items.Count));
        return new Dataset(Name, users, items, taken, Weights, UserFeatures?.Reindex(usersFrom), ItemFeatures?.Reindex(itemsFrom));
    }

    // The events of one user already lie together, oldest first, so a counting sort by the new index is all that a new numbering needs.
    int[] ByUser(int[] order, int[] userMap, int users)
    {
        var next = new int[users + 1];
        foreach (var e in order) next[userMap[Events.User[e]] + 1]++;
        for (var u = 0; u < users; u++) next[u + 1] += next[u];
        var sorted = new int[order.Length];
        foreach (var e in order) sorted[next[userMap[Events.User[e]]]++] = e;
        return sorted;
    }

    int[] Positions(Func<int, bool> keep)
    {
        var order = new int[Count];
        var kept = 0;
        for (var e = 0; e < order.Length; e++)
            if (keep(e)) order[kept++] = e;
        return order[..kept];
    }

    static int[] Used(int[] order, int[] column, int count, Func<int, bool> also)
    {
        var used = new bool[count];
        foreach (var e in order) used[column[e]] = true;
        return [.. Enumerable.Range(0, count).Where(i => used[i] || also(i))];
    }

    static Vocabulary Subset(Vocabulary ids, int[] indices) => indices.Length == ids.Count ? ids : new Vocabulary(indices.Select(i => ids[i]));

    static int[] Invert(int[] from, int count)
    {
        var map = new int[count];
        Array.Fill(map, -1);
        for (var i = 0; i < from.Length; i++)
            if (from[i] >= 0) map[from[i]] = i;
        return map;
    }

    CsrMatrix ReadRatings()
    {
        var rating = Array.IndexOf(Events.KindNames, EventKind.Rating);
        return LatestPerPair.Fold(Events, Users.Count, Items.Count, new LatestRating(Events, rating));
    }

    readonly struct LatestRating(EventColumns events, int rating) : LatestPerPair.IStep
    {
        public (float Summed, float Latest) Next((float Summed, float Latest) state, int e) =>
            (events.Kind is null ? 0 : events.Kind[e]) != rating ? state : (1, events.ValueOf(e));

        public float Finish(float summed, float latest) => summed == 0 ? float.NaN : latest;
    }
}

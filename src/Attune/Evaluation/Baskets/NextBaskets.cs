namespace Attune;

/// <summary>
/// Purchases parted for the question of the next basket: what is bought on one day of each user, given everything before it. Days are whole days (UTC), and all that a user bought on a day is one basket.
/// <see cref="Train"/> numbers the items of all the data, so that a model knows the ids of what test users bought; items are numbered in the natural order of their ids
/// (<see cref="Vocabulary.NaturalOrder"/>), which is the order of the rows in the published calendar files: ties of a ranking, broken by ascending index, are broken by the order of the file.
/// Immutable.
/// </summary>
public sealed class NextBaskets
{
    NextBaskets(Dataset train, IReadOnlyList<NextBasket> users) => (Train, Users) = (train, users);

    /// <summary>What models are fitted on.</summary>
    public Dataset Train { get; }

    /// <summary>The baskets, in the order of the users; a user without a basket on the day, or without purchases before it, is not among them.</summary>
    public IReadOnlyList<NextBasket> Users { get; }

    /// <summary>
    /// Holds out a day of every user; models are fitted on what the same users bought before. With a day of each user's own, training can hold purchases of others that are newer than a basket.
    /// </summary>
    /// <param name="data">Purchases with times.</param>
    /// <param name="asOf">The day held out, for all users alike, what comes later left out; null = the last day of each.</param>
    /// <exception cref="DataException">The data has no times, or no user has a basket to hold out.</exception>
    public static NextBaskets Of(Dataset data, DateTimeOffset? asOf = null)
    {
        var sequences = Sequences(data);
        var days = DaysOf(sequences, asOf);
        var train = data.Where(e => PurchaseHistory.DayOf(data.Events.Times[e]) < days[data.Events.Users[e]], _ => true);
        return new NextBaskets(train, Baskets(data, sequences, days, _ => true, u => train.Users.IndexOf(data.Users[u])));
    }

    /// <summary>
    /// Holds out a day of the users of <paramref name="test"/>; models are fitted on all that other users bought (<paramref name="train"/>), so that the histories of test users come to them with the question.
    /// </summary>
    /// <param name="train">Purchases with times.</param>
    /// <param name="test">Purchases with times of other users.</param>
    /// <param name="asOf">The day held out, for all test users alike; null = the last day of each.</param>
    /// <exception cref="DataException">A user is in both, the data has no times, or no test user has a basket to hold out.</exception>
    public static NextBaskets OfUsers(Dataset train, Dataset test, DateTimeOffset? asOf = null)
    {
        if (train.Users.Ids.FirstOrDefault(u => test.Users.IndexOf(u) >= 0) is { } both)
            throw new DataException($"The user '{both}' is in {train.Name} and in {test.Name}; a test on other users needs users of its own. Leave the user out of one of them, or hold out a day of all users.");
        var all = Together(train, test);
        var sequences = Sequences(all);
        var isTest = Array.ConvertAll(all.Users.Ids.ToArray(), u => test.Users.IndexOf(u) >= 0);
        return new NextBaskets(all.Where(e => !isTest[all.Events.Users[e]], _ => true), Baskets(all, sequences, DaysOf(sequences, asOf), u => isTest[u], _ => -1));
    }

    static Dataset Together(Dataset train, Dataset test)
    {
        var builder = new DatasetBuilder { Name = train.Name, Weights = train.Weights };
        foreach (var part in new[] { train, test })
            for (var e = 0; e < part.Count; e++)
                builder.Add(new Interaction(part.Users[part.Events.Users[e]], part.Items[part.Events.Items[e]])
                {
                    Time = part.Events.TimeOf(e), Kind = part.Events.KindOf(e), Value = part.Events.ValueOf(e) is var value && float.IsNaN(value) ? null : value,
                });
        return builder.Build();
    }

    static ItemSequences Sequences(Dataset data) => data.HasTimes ? ItemSequences.Of(data, int.MaxValue, timed: true)
        : throw new DataException($"{data.Name} has no times, so there are no days to hold out. Name a time column (--columns …,time=3).");

    static int[] DaysOf(ItemSequences sequences, DateTimeOffset? asOf)
    {
        var days = new int[sequences.Users];
        for (var u = 0; u < days.Length; u++)
            days[u] = asOf is { } day ? PurchaseHistory.DayOf(day.ToUnixTimeMilliseconds()) : sequences.TimesOf(u) is [.., var last] ? PurchaseHistory.DayOf(last) : int.MinValue;
        return days;
    }

    static List<NextBasket> Baskets(Dataset data, ItemSequences sequences, int[] days, Func<int, bool> isTest, Func<int, int> indexOf)
    {
        var baskets = new List<NextBasket>();
        for (var u = 0; u < sequences.Users; u++)
        {
            if (!isTest(u)) continue;
            var (items, times) = (sequences.Of(u).ToArray(), sequences.TimesOf(u).ToArray());
            var before = Array.FindIndex(times, t => PurchaseHistory.DayOf(t) >= days[u]);
            if (before <= 0) continue;
            var bought = items.Where((_, e) => PurchaseHistory.DayOf(times[e]) == days[u]).Distinct().Order().ToArray();
            if (bought.Length > 0)
                baskets.Add(new NextBasket(data.Users[u], indexOf(u), DateTimeOffset.UnixEpoch.AddDays(days[u]), items[..before], Array.ConvertAll(times[..before], DateTimeOffset.FromUnixTimeMilliseconds), bought));
        }
        if (baskets.Count > 0) return baskets;
        throw new DataException($"{data.Name}: no user bought something on the day held out and something before it. Hold out another day (--as-of), or each user's last.");
    }
}

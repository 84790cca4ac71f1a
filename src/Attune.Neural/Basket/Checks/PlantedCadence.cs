using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// A shop with known rhythms: every user buys a few items, each every Period days, give or take Jitter, and now and then misses a turn. Which item has which rhythm is drawn for each user, so the item tells
/// nothing of it and only the user's own calendar does. Users beyond those of the data have rhythms too: they are there to be asked about.
/// </summary>
sealed record PlantedCadence
{
    internal static DateTimeOffset Start { get; } = new(2025, 1, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Users of the data.</summary>
    internal int Users { get; init; } = 300;

    /// <summary>Items of the shop.</summary>
    internal int Items { get; init; } = 40;

    /// <summary>Items that each user buys.</summary>
    internal int ItemsOfAUser { get; init; } = 6;

    /// <summary>Days from one purchase of an item to the next.</summary>
    internal IReadOnlyList<int> Periods { get; init; } = [7, 14, 28];

    /// <summary>By how many days a purchase comes sooner or later, all equally likely.</summary>
    internal int Jitter { get; init; } = 1;

    /// <summary>The share of turns that are missed.</summary>
    internal double Missed { get; init; } = 0.15;

    /// <summary>Days of the data.</summary>
    internal int Days { get; init; } = 300;

    /// <summary>Whether a day's number is that of the user's basket, 0, 1, 2 …, as models see it that know baskets and no calendar.</summary>
    internal bool BasketsForDays { get; init; }

    internal int Seed { get; init; } = 42;

    /// <summary>What a user buys: item, rhythm and days, rising, of twice the data's.</summary>
    internal (int Item, int Period, int[] Days)[] RhythmsOf(int user)
    {
        var stream = ((Seed)Seed).Derive(user).Stream();
        int[] items = [.. Enumerable.Range(0, Items)];
        stream.Shuffle(items.AsSpan());
        var rhythms = new (int, int, int[])[ItemsOfAUser];
        for (var i = 0; i < rhythms.Length; i++)
        {
            var (period, days) = (Periods[stream.NextInt(Periods.Count)], new List<int>());
            for (var day = stream.NextInt(period); day < 2 * Days;)
            {
                days.Add(day);
                do day += period;
                while (stream.NextDouble() < Missed);
                day += stream.NextInt(2 * Jitter + 1) - Jitter;
            }
            rhythms[i] = (items[i], period, [.. days]);
        }
        return rhythms;
    }

    /// <summary>The purchases of all users of the data.</summary>
    internal Dataset Build() => new DatasetBuilder { Name = "planted cadence" }.AddRange(
        from u in Enumerable.Range(0, Users)
        let rhythms = RhythmsOf(u)
        let days = DaysOf(rhythms)
        from r in rhythms
        from d in r.Days
        where d < Days
        select new Interaction($"user {u}", $"item {r.Item}") { Time = TimeOf(days, d) }).Build();

    /// <summary>What a user had bought before a day, asked of a model: of one item perhaps only what was bought up to another day.</summary>
    /// <param name="model">A model fitted on <see cref="Build"/>.</param>
    /// <param name="rhythms">Of the user.</param>
    /// <param name="day">The day asked for.</param>
    /// <param name="held">The number of the rhythm of which later purchases are kept back; −1 for none.</param>
    /// <param name="until">The last of its days that are told.</param>
    internal Query Ask(IRecommender model, (int Item, int Period, int[] Days)[] rhythms, int day, int held = -1, int until = 0)
    {
        (int Item, int Period, int[] Days)[] told = [.. rhythms.Select((r, n) => r with { Days = [.. r.Days.Where(d => d < day && (n != held || d <= until))] })];
        var days = DaysOf(told);
        var events = told.SelectMany(r => r.Days.Select(d => (Item: model.Catalog.Items.IndexOf($"item {r.Item}"), Time: TimeOf(days, d)))).OrderBy(e => e.Time).ToArray();
        return new Query { History = [.. events.Select(e => e.Item)], Times = [.. events.Select(e => e.Time)], At = BasketsForDays ? Start.AddDays(days.Count(d => d < day)) : Start.AddDays(day) };
    }

    static int[] DaysOf((int Item, int Period, int[] Days)[] rhythms) => [.. rhythms.SelectMany(r => r.Days).Distinct().Order()];

    DateTimeOffset TimeOf(int[] days, int day) => Start.AddDays(BasketsForDays ? Array.BinarySearch(days, day) : day);
}

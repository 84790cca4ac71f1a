using Attune.Numerics;

namespace Attune;

/// <summary>
/// A made-up shop whose customers change their ways at a known time: two Markov chains over items, the old regime and the new one, with some items in common. Time has four stretches of 100 days: all of the old regime (to train on); the pool, where exactly a share of the chunks is still of the old
/// regime; the reference, of the new regime alone; and what follows it, of the new regime, to measure on. A user has one chunk of the length in each stretch that it takes part in. Deterministic.
/// </summary>
sealed record PlantedDrift
{
    const int Days = 100;

    /// <summary>Users, each with one chunk before the change, in the pool and at the end, from 10.</summary>
    internal int Users { get; init; } = 400;

    /// <summary>Users who also have a chunk in the reference, from 1 to all.</summary>
    internal int References { get; init; } = 100;

    /// <summary>Events of a chunk, from 2.</summary>
    internal int ChunkLength { get; init; } = 20;

    /// <summary>Items of both regimes together, from 20.</summary>
    internal int Items { get; init; } = 200;

    /// <summary>Share of all items that both regimes have, 0 to 1: at 1 they differ in the order of items alone.</summary>
    internal double Shared { get; init; } = 0.5;

    /// <summary>Share of the pool that is of the old regime.</summary>
    internal double Old { get; init; } = 0.8;

    /// <summary>How often an event follows the chain; else its item is drawn from all of the regime's.</summary>
    internal double Faithful { get; init; } = 0.8;

    /// <summary>Items that may follow an item.</summary>
    internal int Followers { get; init; } = 3;

    internal int Seed { get; init; } = 42;

    /// <summary>When training data begins, and the pool, the reference and the end of it.</summary>
    internal static DateTimeOffset Start { get; } = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static DateTimeOffset PoolFrom => Start.AddDays(Days);

    internal static DateTimeOffset ReferenceFrom => Start.AddDays(2 * Days);

    internal static DateTimeOffset ReferenceEnd => Start.AddDays(3 * Days);

    internal static DateTimeOffset End => Start.AddDays(4 * Days);

    /// <summary>Makes it.</summary>
    internal PlantedWorld Make()
    {
        var (builder, seed) = (new DatasetBuilder { Name = "planted drift" }, (Seed)Seed);
        var (old, fresh) = (RegimeOf(0, seed.Derive("old")), RegimeOf(Items - (int)Math.Round(Items * (1 + Shared) / 2), seed.Derive("new")));
        int[] order = [.. Enumerable.Range(0, Users)];
        var shuffle = seed.Derive("pool").Stream();
        shuffle.Shuffle(order.AsSpan());
        var changed = order[..(Users - (int)Math.Round(Old * Users))].Select(u => NameOf(u)).ToHashSet(StringComparer.Ordinal);
        for (var u = 0; u < Users; u++)
        {
            Add(builder, u, Start, old, seed);
            Add(builder, u, PoolFrom, changed.Contains(NameOf(u)) ? fresh : old, seed);
            if (u < References) Add(builder, u, ReferenceFrom, fresh, seed);
            Add(builder, u, ReferenceEnd, fresh, seed);
        }
        var data = builder.Build();
        return new PlantedWorld(data, HistoryChunks.Of(data, ChunkLength, Start, PoolFrom), HistoryChunks.Of(data, ChunkLength, PoolFrom, ReferenceFrom), HistoryChunks.Of(data, ChunkLength, ReferenceFrom, ReferenceEnd), changed);
    }

    static string NameOf(int user) => $"u{Vocabulary.Canonical(user)}";

    // A random chunk begins anywhere in the first half of its stretch, so that chunks end at different times.
    void Add(DatasetBuilder builder, int user, DateTimeOffset from, Regime regime, Seed seed)
    {
        var stream = seed.Derive(user).Derive(from.ToUnixTimeMilliseconds()).Stream();
        var (time, item) = (from.AddDays(stream.NextDouble() * Days / 2), regime.First + stream.NextInt(regime.Next.Length));
        for (var e = 0; e < ChunkLength; e++)
        {
            builder.Add(new Interaction(NameOf(user), $"i{Vocabulary.Canonical(item)}") { Time = time });
            time = time.AddMinutes(1 + stream.NextInt(60));
            item = stream.NextDouble() < Faithful ? regime.Next[item - regime.First][stream.NextInt(Followers)] : regime.First + stream.NextInt(regime.Next.Length);
        }
    }

    Regime RegimeOf(int first, Seed seed)
    {
        var count = (int)Math.Round(Items * (1 + Shared) / 2);
        var stream = seed.Stream();
        return new Regime(first, [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, Followers).Select(_ => first + stream.NextInt(count)).ToArray())]);
    }

    sealed record Regime(int First, int[][] Next);
}

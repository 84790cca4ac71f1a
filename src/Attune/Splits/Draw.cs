using Attune.Numerics;

namespace Attune;

/// <summary>
/// Random numbers in [0, 1) that hang on ids, not on positions. Each depends on the seed, the method and its own user or event alone. The text
/// of the method is part of it, so that different ways to split with one seed are independent draws.
/// </summary>
static class Draw
{
    // Where this many are expected, none at all happens by chance once in half a billion draws.
    const int ExpectedAtLeast = 20;

    /// <summary>One number for each user.</summary>
    internal static double[] ForUsers(Dataset data, int seed, string method) => [.. data.Users.Ids.Select(id => Unit(Salted(seed, method).Derive(id)))];

    /// <summary>One number for each item.</summary>
    internal static double[] ForItems(Dataset data, int seed, string method) => [.. data.Items.Ids.Select(id => Unit(Salted(seed, method).Derive(id)))];

    /// <summary>One number for each event, by user, item, time and value: events that are equal in these draw the same number.</summary>
    internal static double[] ForEvents(Dataset data, int seed, string method)
    {
        var salted = Salted(seed, method);
        var users = data.Users.Ids.Select(salted.Derive).ToArray();
        var items = data.Items.Ids.Select(id => (long)salted.Derive(id).Value).ToArray();
        var draws = new double[data.Count];
        for (var e = 0; e < draws.Length; e++)
        {
            var draw = users[data.Events.User[e]].Derive(items[data.Events.Item[e]]);
            if (data.Events.Time is { } time) draw = draw.Derive(time[e]);
            if (data.Events.Value is { } value) draw = draw.Derive(BitConverter.SingleToInt32Bits(value[e]));
            draws[e] = Unit(draw);
        }
        return draws;
    }

    /// <summary>
    /// The bound below which draws are held out: the share, raised where chance left nothing below it. The training part of a split, parted again
    /// in the same way with the same seed, has nothing left below the share: that is an error.
    /// </summary>
    internal static double Bound(IReadOnlyCollection<double> draws, double share, string method)
    {
        var least = draws.DefaultIfEmpty(0).Min();
        if (least >= share && draws.Count * share > ExpectedAtLeast)
            throw new ArgumentException($"{method} finds nothing to hold out: the data is itself the training part of {method} with the same seed. Use split.Inner(\"{method}\"), or another seed.");
        return Math.Max(share, Math.BitIncrement(least));
    }

    static Seed Salted(Seed seed, string method) => seed.Derive(method);

    static double Unit(Seed seed) => (seed.Value >> 11) * (1.0 / (1UL << 53));
}

using System.Globalization;

namespace Attune;

/// <summary>
/// Smaller data that looks like the whole: for a quick try, and for studies of how time or quality grow with data. Draws hang on ids and the seed, not on positions:
/// the order of rows does not matter, and samples are nested: under one seed the smaller is a part of the larger of the same form.
/// Each tells <c>note</c> in one sentence what was kept.
/// </summary>
public static class Samples
{
    /// <summary>The text forms that <see cref="Parse"/> understands, with examples.</summary>
    public const string Forms = "0.1 (share of events), 10000 (events), users:0.1, users:1000, items:0.1, items:1000, user:0.1 (share of each user's events), item:0.1 (of each item's)";

    /// <summary>The sample that a text asks for (<see cref="Forms"/>). Bad text is an <see cref="ArgumentException"/> that lists the forms.</summary>
    /// <param name="text">Such as "0.1" or "user:0.2".</param>
    /// <param name="data">What to draw from.</param>
    /// <param name="seed">Another seed, another draw.</param>
    /// <param name="note">Hears what was kept.</param>
    public static Dataset Parse(string text, Dataset data, int seed = 42, Action<string>? note = null)
    {
        var (form, size) = text.Split(':', 2) is [var f, var s] ? (f.Trim(), s.Trim()) : ("", text.Trim());
        var isCount = int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0;
        var isShare = double.TryParse(size, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share > 0 && share < 1;
        return form switch
        {
            "" when isCount => Events(data, count, seed, note),
            "" when isShare => Events(data, share, seed, note),
            "users" when isCount => Users(data, count, seed, note),
            "users" when isShare => Users(data, share, seed, note),
            "items" when isCount => Items(data, count, seed, note),
            "items" when isShare => Items(data, share, seed, note),
            "user" when isShare => OfEachUser(data, share, seed, note),
            "item" when isShare => OfEachItem(data, share, seed, note),
            _ => throw new ArgumentException($"'{text}' is not a sample. Samples are {Forms}; a share lies between 0 and 1, a number is whole and at least 1."),
        };
    }

    /// <summary>This many events, or all where there are fewer.</summary>
    public static Dataset Events(Dataset data, int count, int seed = 42, Action<string>? note = null)
    {
        Check(count);
        var kept = Lowest(Drawn(data, seed), 0, data.Count, count);
        return Kept(string.Create(CultureInfo.InvariantCulture, $"{count}"), data, e => kept[e], note);
    }

    /// <summary>This share of all events, above 0 and below 1; exact to one event.</summary>
    public static Dataset Events(Dataset data, double share, int seed = 42, Action<string>? note = null)
    {
        var kept = Lowest(Drawn(data, seed), 0, data.Count, Part(data.Count, Checked(share)));
        return Kept(string.Create(CultureInfo.InvariantCulture, $"{share}"), data, e => kept[e], note);
    }

    /// <summary>All events of this many users, or of all where there are fewer.</summary>
    public static Dataset Users(Dataset data, int count, int seed = 42, Action<string>? note = null)
    {
        Check(count);
        return WholeUsers(string.Create(CultureInfo.InvariantCulture, $"users:{count}"), data, _ => count, seed, note);
    }

    /// <summary>All events of this share of the users, above 0 and below 1; exact to one user.</summary>
    public static Dataset Users(Dataset data, double share, int seed = 42, Action<string>? note = null)
    {
        Checked(share);
        return WholeUsers(string.Create(CultureInfo.InvariantCulture, $"users:{share}"), data, all => Part(all, share), seed, note);
    }

    /// <summary>All events of this many items, or of all where there are fewer. Items that are only listed are left out.</summary>
    public static Dataset Items(Dataset data, int count, int seed = 42, Action<string>? note = null)
    {
        Check(count);
        return WholeItems(string.Create(CultureInfo.InvariantCulture, $"items:{count}"), data, _ => count, seed, note);
    }

    /// <summary>All events of this share of the items, above 0 and below 1; exact to one item. Items that are only listed are left out.</summary>
    public static Dataset Items(Dataset data, double share, int seed = 42, Action<string>? note = null)
    {
        Checked(share);
        return WholeItems(string.Create(CultureInfo.InvariantCulture, $"items:{share}"), data, all => Part(all, share), seed, note);
    }

    /// <summary>This share of each user's events, above 0 and below 1, rounded up: every user stays, and small ones keep more than the share.</summary>
    public static Dataset OfEachUser(Dataset data, double share, int seed = 42, Action<string>? note = null)
    {
        Checked(share);
        return OfEach(string.Create(CultureInfo.InvariantCulture, $"user:{share}"), data, data.Events.User, data.Users.Count, length => Part(length, share), seed, note);
    }

    /// <summary>This share of each item's events, above 0 and below 1, rounded up: every item with events stays, and rare ones keep more than the share.</summary>
    public static Dataset OfEachItem(Dataset data, double share, int seed = 42, Action<string>? note = null)
    {
        Checked(share);
        return OfEach(string.Create(CultureInfo.InvariantCulture, $"item:{share}"), data, data.Events.Item, data.Items.Count, length => Part(length, share), seed, note);
    }

    // One draw per event for all forms. Events that are equal in all that is drawn by follow each other in the order of the data.
    static double[] Drawn(Dataset data, int seed) => Draw.ForEvents(data, seed, "sample");

    static Dataset WholeUsers(string form, Dataset data, Func<int, int> size, int seed, Action<string>? note)
    {
        var kept = Whole(Draw.ForUsers(data, seed, "sample users"), data.Events.User, size);
        return Kept(form, data, e => kept[data.Events.User[e]], note);
    }

    static Dataset WholeItems(string form, Dataset data, Func<int, int> size, int seed, Action<string>? note)
    {
        var kept = Whole(Draw.ForItems(data, seed, "sample items"), data.Events.Item, size);
        return Kept(form, data, e => kept[data.Events.Item[e]], note);
    }

    // Those with the lowest draws among those that have events.
    static bool[] Whole(double[] draws, int[] column, Func<int, int> size)
    {
        var used = new bool[draws.Length];
        foreach (var i in column) used[i] = true;
        for (var i = 0; i < draws.Length; i++)
            if (!used[i]) draws[i] = double.PositiveInfinity;
        var all = used.Count(u => u);
        return Lowest(draws, 0, draws.Length, Math.Min(all, size(all)));
    }

    /// <summary>As many events of each group of a column as a function of its length says.</summary>
    internal static Dataset OfEach(string form, Dataset data, int[] column, int groups, Func<int, int> part, int seed, Action<string>? note)
    {
        var starts = new int[groups + 1];
        foreach (var g in column) starts[g + 1]++;
        for (var g = 0; g < groups; g++) starts[g + 1] += starts[g];
        var next = starts.AsSpan(0, groups).ToArray();
        var (order, grouped, draws) = (new int[data.Count], new double[data.Count], Drawn(data, seed));
        for (var e = 0; e < order.Length; e++)
        {
            var at = next[column[e]]++;
            (order[at], grouped[at]) = (e, draws[e]);
        }
        var kept = new bool[data.Count];
        for (var g = 0; g < groups; g++)
        {
            var length = starts[g + 1] - starts[g];
            var own = Lowest(grouped, starts[g], length, part(length));
            for (var i = 0; i < length; i++) kept[order[starts[g] + i]] = own[i];
        }
        return Kept(form, data, e => kept[e], note);
    }

    // Which of the draws from a place on are the lowest; of equal ones those that come first.
    static bool[] Lowest(double[] draws, int from, int length, int count)
    {
        var kept = new bool[length];
        var keys = draws.AsSpan(from, length).ToArray();
        var order = Enumerable.Range(0, length).ToArray();
        Array.Sort(keys, order);
        var cut = Math.Min(count, length);
        for (var i = 0; i < cut; i++) kept[order[i]] = true;
        if (cut == 0 || cut == length || keys[cut - 1] != keys[cut]) return kept;
        // The sort is not stable: among the draws that equal the last one kept, positions decide.
        var (first, end) = (Array.IndexOf(keys, keys[cut]), Array.LastIndexOf(keys, keys[cut]) + 1);
        var tied = order[first..end];
        Array.Sort(tied);
        for (var i = 0; i < tied.Length; i++) kept[tied[i]] = first + i < cut;
        return kept;
    }

    // Never none of something.
    static int Part(int all, double share) => (int)Math.Ceiling(all * share);

    static double Checked(double share) => share > 0 && share < 1 ? share : throw new ArgumentOutOfRangeException(nameof(share), share, "The share to keep must lie between 0 and 1, as in 0.1.");

    static void Check(int count) => ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);

    static Dataset Kept(string form, Dataset data, Func<int, bool> keep, Action<string>? note)
    {
        var sample = data.Where(keep, _ => false);
        note?.Invoke(string.Create(CultureInfo.InvariantCulture, $"sample {form}: {sample.Count:N0} of {data.Count:N0} events, {sample.Users.Count:N0} of {data.Users.Count:N0} users and {sample.Items.Count:N0} of {data.Items.Count:N0} items are kept."));
        return sample;
    }
}

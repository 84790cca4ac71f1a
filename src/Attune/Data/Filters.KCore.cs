namespace Attune;

public static partial class Filters
{
    /// <summary>
    /// The k-core: the largest part of the data in which every user has at least <paramref name="users"/> events and every item at least
    /// <paramref name="items"/>, reached by dropping and counting again until nothing changes. Items that are only listed go too. Events are
    /// counted, repeats included; merge <see cref="Duplicates"/> first where pairs are meant. A limit of 0 or 1 asks nothing.
    /// </summary>
    public static Dataset KCore(Dataset data, int users, int items, Action<string>? note = null) => Core("k-core", data, users, items, int.MaxValue, note);

    /// <summary>
    /// One pass of the k-core: events whose user and item both have enough events in the data as it comes. Some users and items may end below
    /// their limits; several papers prepare their data so.
    /// </summary>
    public static Dataset KCoreOnce(Dataset data, int users, int items, Action<string>? note = null) => Core("k-core-once", data, users, items, 1, note);

    static Dataset Core(string name, Dataset data, int users, int items, int passes, Action<string>? note)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(users);
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        var (user, item) = (data.Events.User, data.Events.Item);
        var left = Enumerable.Range(0, data.Count).ToArray();
        for (var before = -1; left.Length != before && passes > 0; passes--)
        {
            before = left.Length;
            var (perUser, perItem) = (new int[data.Users.Count], new int[data.Items.Count]);
            foreach (var e in left)
            {
                perUser[user[e]]++;
                perItem[item[e]]++;
            }
            left = Array.FindAll(left, e => perUser[user[e]] >= users && perItem[item[e]] >= items);
        }
        var keep = new bool[data.Count];
        foreach (var e in left) keep[e] = true;
        var limits = users == items ? Text($"{name}:{users}") : Text($"{name}:{users}|{items}");
        return Reported(limits, data, data.Where(e => keep[e], _ => items == 0), note);
    }
}

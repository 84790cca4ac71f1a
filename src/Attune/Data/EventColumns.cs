namespace Attune;

/// <summary>
/// The events of a <see cref="Dataset"/> as columns of equal length, ordered by user, then time, then order of arrival. A column that the
/// source does not have is absent, not filled.
/// </summary>
public sealed partial class EventColumns
{
    internal int[] User = [], Item = [];
    internal long[]? Time;
    internal byte[]? Kind;
    internal float[]? Value, Price;
    internal int[]? Slot;
    internal string?[]? Request, Context;
    internal string[] KindNames = [EventKind.Interaction];

    /// <summary>Number of events.</summary>
    public int Count => User.Length;

    /// <summary>Dense user index of every event, ascending.</summary>
    public ReadOnlySpan<int> Users => User;

    /// <summary>Dense item index of every event.</summary>
    public ReadOnlySpan<int> Items => Item;

    /// <summary>Unix milliseconds of every event; empty where the source has no times.</summary>
    public ReadOnlySpan<long> Times => Time;

    /// <summary>Rating, count or quantity of every event (NaN: none); empty where the source has no values.</summary>
    public ReadOnlySpan<float> Values => Value;

    /// <summary>Price of one piece (NaN: none); empty where the source has no prices.</summary>
    public ReadOnlySpan<float> Prices => Price;

    /// <summary>Slot on the page, from 1 (0: none); empty where the source has no slots.</summary>
    public ReadOnlySpan<int> Slots => Slot;

    /// <summary>The request (basket, invoice, list) of every event; empty where the source has none.</summary>
    public ReadOnlySpan<string?> Requests => Request;

    /// <summary>The circumstances of every event; empty where the source has none.</summary>
    public ReadOnlySpan<string?> Contexts => Context;

    /// <summary>The kinds that occur.</summary>
    public IReadOnlyList<string> Kinds => KindNames;

    /// <summary>The kind of event <paramref name="e"/>.</summary>
    public string KindOf(int e) => KindNames[Kind is null ? 0 : Kind[e]];

    /// <summary>When event <paramref name="e"/> happened, or null.</summary>
    public DateTimeOffset? TimeOf(int e) => Time is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(Time[e]);

    /// <summary>The value of event <paramref name="e"/>, or NaN.</summary>
    public float ValueOf(int e) => Value is null ? float.NaN : Value[e];

    /// <summary>
    /// These events at the positions <paramref name="order"/>, ids rewritten through the maps. Only kinds that occur are left, in ordinal order,
    /// so that nothing depends on which row came first.
    /// </summary>
    internal EventColumns Take(int[] order, int[] userMap, int[] itemMap)
    {
        var (kind, names) = TakeKinds(order);
        return new EventColumns
        {
            User = Array.ConvertAll(order, e => userMap[User[e]]),
            Item = Array.ConvertAll(order, e => itemMap[Item[e]]),
            Time = Pick(Time, order),
            Kind = kind,
            Value = Pick(Value, order),
            Price = Pick(Price, order),
            Slot = Pick(Slot, order),
            Request = Pick(Request, order),
            Context = Pick(Context, order),
            KindNames = names,
        };
    }

    /// <summary>The same events with other values.</summary>
    internal EventColumns With(float[] values) => new()
    {
        User = User, Item = Item, Time = Time, Kind = Kind, Value = values, Price = Price, Slot = Slot, Request = Request, Context = Context, KindNames = KindNames,
    };

    (byte[]? Kind, string[] Names) TakeKinds(int[] order)
    {
        if (Kind is null) return (null, KindNames);
        var used = new bool[KindNames.Length];
        foreach (var e in order) used[Kind[e]] = true;
        var left = Enumerable.Range(0, used.Length).Where(k => used[k]).OrderBy(k => KindNames[k], StringComparer.Ordinal).ToArray();
        var map = new byte[used.Length];
        for (var k = 0; k < left.Length; k++) map[left[k]] = (byte)k;
        return (left.Length > 1 ? Array.ConvertAll(order, e => map[Kind[e]]) : null, Array.ConvertAll(left, k => KindNames[k]));
    }

    static T[]? Pick<T>(T[]? column, int[] order) => column is null ? null : Array.ConvertAll(order, e => column[e]);
}

using System.Globalization;

namespace Attune;

/// <summary>
/// Filters make a smaller <see cref="Dataset"/> of a larger one. They are applied in the order given, and the order matters: dropping low ratings
/// after a k-core leaves users below k. Each tells <c>note</c> in one sentence what it removed; one that leaves nothing is an error.
/// </summary>
public static partial class Filters
{
    /// <summary>The text forms that <see cref="Apply"/> understands, with examples.</summary>
    public const string Forms = "k-core:5, k-core:5|10 (users|items), k-core-once:5, k-core-once:5|10, min-value:4, duplicates:last, from:2011-01-01, to:2011-06-01, kinds:purchase|return";

    /// <summary>Applies filters given as text (<see cref="Forms"/>), in the order given. Bad text is an error before anything is filtered.</summary>
    public static Dataset Apply(Dataset data, IEnumerable<string> filters, Action<string>? note = null) =>
        filters.Select(Parse).ToArray().Aggregate(data, (left, filter) => filter(left, note));

    /// <summary>Events with a value of at least <paramref name="min"/>. Events without a value (views beside ratings) stay.</summary>
    public static Dataset MinValue(Dataset data, float min, Action<string>? note = null) =>
        data.Events.Value is not { } values
            ? throw new DataException($"{data.Name} has no values, which the filter min-value needs. Name a value column (--columns …,rating=2) or leave the filter out.")
            : Reported(Text($"min-value:{min}"), data, data.Where(e => !(values[e] < min)), note);

    /// <summary>Events from <paramref name="from"/> (included) to <paramref name="to"/> (not included); null leaves that side open.</summary>
    public static Dataset TimeWindow(Dataset data, DateTimeOffset? from, DateTimeOffset? to, Action<string>? note = null)
    {
        var name = string.Join(' ', new[] { from is { } f ? Text($"from:{f.UtcDateTime:yyyy-MM-ddTHH:mm}") : null, to is { } t ? Text($"to:{t.UtcDateTime:yyyy-MM-ddTHH:mm}") : null }.OfType<string>());
        if (data.Events.Time is not { } times)
            throw new DataException($"{data.Name} has no times, which the filter {name} needs. Name a time column (--columns …,time=3) or leave the filter out.");
        var first = from?.ToUnixTimeMilliseconds() ?? long.MinValue;
        var end = to?.ToUnixTimeMilliseconds() ?? long.MaxValue;
        return Reported(name, data, data.Where(e => times[e] >= first && times[e] < end), note);
    }

    /// <summary>Events of these kinds only. A kind that does not occur is an error: it is more likely misspelt than meant.</summary>
    public static Dataset Kinds(Dataset data, IReadOnlyCollection<string> kinds, Action<string>? note = null)
    {
        foreach (var kind in kinds)
            if (!data.Events.Kinds.Contains(kind))
                throw new DataException($"{data.Name} has no events of the kind '{kind}'; it has {string.Join(", ", data.Events.Kinds)}. Name some of these in the filter kinds.");
        var wanted = data.Events.Kinds.Select(kinds.Contains).ToArray();
        return Reported($"kinds:{string.Join('|', kinds)}", data, data.Where(e => wanted[data.Events.Kind?[e] ?? 0]), note);
    }

    static Func<Dataset, Action<string>?, Dataset> Parse(string text)
    {
        var (name, value) = text.Split(':', 2) is [var n, var v] ? (n.Trim(), v.Trim()) : (text.Trim(), "");
        return name switch
        {
            "k-core" when Limits(value) is var (users, items) => (data, note) => KCore(data, users, items, note),
            "k-core-once" when Limits(value) is var (users, items) => (data, note) => KCoreOnce(data, users, items, note),
            "min-value" when float.TryParse(value, CultureInfo.InvariantCulture, out var min) && float.IsFinite(min) => (data, note) => MinValue(data, min, note),
            "duplicates" when Duplicates.Parse(value) is var policy => (data, note) => Duplicates.Merge(data, policy, note),
            "from" when Moment(value) is { } from => (data, note) => TimeWindow(data, from, null, note),
            "to" when Moment(value) is { } to => (data, note) => TimeWindow(data, null, to, note),
            "kinds" when value.Length > 0 => (data, note) => Kinds(data, value.Split('|', StringSplitOptions.TrimEntries), note),
            _ => throw new ArgumentException($"'{text}' is not a filter. Filters are {Forms}."),
        };
    }

    static (int Users, int Items)? Limits(string text)
    {
        var parts = text.Split('|');
        if (parts.Length > 2) return null;
        return Whole(parts[0], out var users) && Whole(parts[^1], out var items) ? (users, items) : null;

        static bool Whole(string part, out int limit) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out limit);
    }

    static DateTimeOffset? Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    static Dataset Reported(string filter, Dataset before, Dataset after, Action<string>? note)
    {
        if (after.Count == 0)
            throw new DataException(Text($"{before.Name}: the filter {filter} removes all {before.Count:N0} events that reach it. Loosen it, or change the order of the filters (they apply one after another)."));
        note?.Invoke(Text($"{filter} removed {before.Count - after.Count:N0} of {before.Count:N0} events, {before.Users.Count - after.Users.Count:N0} of {before.Users.Count:N0} users and {before.Items.Count - after.Items.Count:N0} of {before.Items.Count:N0} items."));
        return after;
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using Attune.Numerics;

namespace Attune;

/// <summary>Items that a user has not clicked in the same circumstances, drawn uniformly; what is drawn for an event follows from the seed, the user and the event's place among the user's.</summary>
sealed class EventNegatives
{
    readonly Dataset _data;
    readonly HashSet<(string, int)> _known = [];
    readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    readonly int _negatives, _first;
    readonly Seed _seed;

    internal EventNegatives(Dataset data, ClickOptions options, int user, Func<int, bool> isClick)
    {
        (_data, _negatives) = (data, options.Negatives);
        _first = data.EventsOf(user).Start.Value;
        _seed = options.Seed.Derive("negatives").Derive(data.Users[user]);
        Learn(data, user, isClick);
        if (options.Known is { } known && known.Users.IndexOf(data.Users[user]) is >= 0 and var earlier) Learn(known, earlier, e => known.Weights.Of(known.Events.KindOf(e)) > 0);
    }

    /// <summary>The items for one click: as many as asked for, or fewer where the user has clicked nearly everything.</summary>
    internal IEnumerable<int> Draw(int e)
    {
        var context = _data.Events.Context?[e] ?? "";
        var free = _data.Items.Count - _counts.GetValueOrDefault(context);
        if (free <= 0) yield break;
        var random = _seed.Derive(e - _first).Stream();
        for (var n = 0; n < _negatives; n++)
        {
            int item;
            do item = random.NextInt(_data.Items.Count);
            while (_known.Contains((context, item)));
            yield return item;
        }
    }

    void Learn(Dataset data, int user, Func<int, bool> isClick)
    {
        var range = data.EventsOf(user);
        for (var e = range.Start.Value; e < range.End.Value; e++)
        {
            if (!isClick(e)) continue;
            var context = data.Events.Context?[e] ?? "";
            var item = ReferenceEquals(data, _data) ? data.Events.Item[e] : _data.Items.IndexOf(data.Items[data.Events.Item[e]]);
            if (item >= 0 && _known.Add((context, item))) _counts[context] = _counts.GetValueOrDefault(context) + 1;
        }
    }
}

using System.Globalization;

namespace Attune;

/// <summary>Writes what is known of a user, an item and an event into the columns of a record.</summary>
sealed class EventPlaces
{
    readonly EventFacts _facts;
    readonly int _label, _time;
    readonly int[] _fields;
    readonly Dictionary<string, int> _contexts = new(StringComparer.Ordinal);

    internal EventPlaces(EventFacts facts, Func<string, int> placeOf)
    {
        _facts = facts;
        (_label, _time) = (placeOf(EventClicks.Label), placeOf(EventClicks.At));
        _fields = [.. facts.Names.Select(placeOf)];
        var first = facts.Fields.Count - facts.Contexts.Count;
        for (var c = 0; c < facts.Contexts.Count; c++) _contexts[facts.Contexts[c]] = _fields[first + c];
    }

    internal void Fill(ClickRecord record, Dataset data, int e, int item, int label)
    {
        var user = data.Events.User[e];
        record.Clear();
        record.Place = $"user '{data.Users[user]}', item '{data.Items[item]}', ";
        FillUser(record, data.Users[user], user);
        FillItem(record, data.Items[item], item);
        ContextText.Read(data.Events.Context?[e], (name, text) => record.Set(_contexts[name], text));
        record.Set(_label, label == 1 ? "1" : "0");
        if (data.Events.Time is { } times) record.Set(_time, DateTimeOffset.FromUnixTimeMilliseconds(times[e]).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }

    internal void FillUser(ClickRecord record, string id, int user)
    {
        record.Set(_fields[0], id);
        for (var c = 0; c < _facts.UserColumns.Count; c++) record.Set(_fields[2 + c], _facts.UserColumns[c].Values[user]);
    }

    internal void FillItem(ClickRecord record, string id, int item)
    {
        record.Set(_fields[1], id);
        for (var c = 0; c < _facts.ItemColumns.Count; c++) record.Set(_fields[2 + _facts.UserColumns.Count + c], _facts.ItemColumns[c].Values[item]);
    }
}

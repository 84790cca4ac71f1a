namespace Attune;

/// <summary>
/// Events as click rows: user, item, their features, the circumstances, and <c>label</c> and <c>time</c>. What weighs above 0 is a click, an impression is none, unless the same request has a click of the
/// same item; all other kinds are no rows. Negatives that are drawn follow their click and share its user, circumstances and time.
/// </summary>
sealed class EventClicks : ClickRecords
{
    internal const string User = "user", Item = "item", Label = "label", At = "time";
    readonly Dataset _data;
    readonly ClickOptions _options;
    readonly EventFacts _facts;
    readonly int[] _signs;
    readonly string[] _names;

    internal EventClicks(Dataset data, ClickOptions options)
    {
        if (options.Negatives < 0) throw new ArgumentException($"Negatives = {options.Negatives} must be at least 0.", nameof(options));
        (_data, _options, _facts) = (data, options, EventFacts.Of(data));
        _names = [.. _facts.Names, Label, At];
        _signs = Array.ConvertAll(data.Events.KindNames, k => data.Weights.Of(k) > 0 ? 1 : k == EventKind.Impression ? 0 : -1);
        if (options.Negatives == 0 && !_signs.Contains(0))
            throw new DataException($"{data.Name} has no impressions, so nothing in it was not clicked. Draw items that were not (Negatives = 4), or read events whose kinds say what was only shown.");
        if (!_signs.Contains(1)) throw new DataException($"{data.Name} has only impressions and nothing that speaks for an item, so there are no clicks to learn from. Check the kinds of its events and their weights.");
    }

    /// <summary>Names of fields that an encoder wants; those that the data lacks are empty columns.</summary>
    internal IReadOnlyList<string> Expected
    {
        init => _names = [.. _names, .. value.Except(_names)];
    }

    public override IReadOnlyList<string> Names => _names;

    public override string Name => _data.Name;

    public override ClickSchema Schema => new() { Fields = [.. _facts.Fields], Time = _data.HasTimes ? At : null };

    internal override void Bad(ClickRecord row, string reason) => throw new DataException($"{Name}: {row.Place}{reason}. Correct it where it comes from.");

    internal override IEnumerable<ClickRecord> Read(CancellationToken cancel)
    {
        var (record, places) = (new ClickRecord(Names.Count), new EventPlaces(_facts, PlaceOf));
        for (var user = 0; user < _data.Users.Count; user++)
        {
            cancel.ThrowIfCancellationRequested();
            var range = _data.EventsOf(user);
            if (range.Start.Value == range.End.Value) continue;
            var negatives = _options.Negatives > 0 ? new EventNegatives(_data, _options, user, IsClick) : null;
            var clicked = Clicked(range);
            for (var e = range.Start.Value; e < range.End.Value; e++)
            {
                var sign = SignOf(e);
                if (sign < 0 || sign == 0 && clicked?.Contains((_data.Events.Request![e] ?? "", _data.Events.Item[e])) == true) continue;
                places.Fill(record, _data, e, _data.Events.Item[e], sign);
                yield return record;
                if (sign == 0 || negatives is null) continue;
                foreach (var item in negatives.Draw(e))
                {
                    places.Fill(record, _data, e, item, 0);
                    yield return record;
                }
            }
        }
    }

    bool IsClick(int e) => SignOf(e) == 1;

    int SignOf(int e) => _signs[_data.Events.Kind is null ? 0 : _data.Events.Kind[e]];

    // What a request shows and what is clicked of it are two events of one row.
    HashSet<(string, int)>? Clicked(Range range) => _data.Events.Request is not { } requests || !_signs.Contains(0) ? null
        : [.. Enumerable.Range(range.Start.Value, range.End.Value - range.Start.Value).Where(e => IsClick(e) && requests[e] is not null).Select(e => (requests[e]!, _data.Events.Item[e]))];
}

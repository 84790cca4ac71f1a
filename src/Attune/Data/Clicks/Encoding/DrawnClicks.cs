using Attune.Numerics;

namespace Attune;

/// <summary>
/// Rows that are all clicks, each followed by items that its user has no row with in the same circumstances, drawn uniformly among those that occur; columns that describe the item follow it. What is drawn
/// follows from the seed and the row's number.
/// </summary>
sealed class DrawnClicks : ClickRecords
{
    // Where a user has nearly everything, a draw may not be found.
    const int Tries = 1000;
    readonly ClickRecords _clicks;
    readonly int _negatives, _user, _item;
    readonly int[] _context, _ofItem;
    readonly Seed _seed;
    readonly Lazy<Known> _known;

    internal DrawnClicks(ClickRecords clicks, ClickSchema schema, int negatives, Seed seed, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(negatives, 1);
        if (clicks.Names.Contains(schema.Label)) throw new DataException($"{clicks.Name} has labels in its column '{schema.Label}', so nothing needs to be drawn. Leave the number of negatives out, or name another label.");
        (_clicks, _negatives, _seed) = (clicks, negatives, seed.Derive("negatives"));
        (_user, _item) = (PlaceOf(ClickFieldRole.UserId, "user"), PlaceOf(ClickFieldRole.ItemId, "item"));
        (_context, _ofItem) = (Places(ClickFieldRole.Context), Places(ClickFieldRole.Item));
        (Names, Schema) = ([.. clicks.Names, schema.Label], schema);
        _known = new(() => Learn(cancel));

        int[] Places(ClickFieldRole role) => [.. schema.Fields.Where(f => f.Role == role).Select(f => clicks.PlaceOf(f.Source))];
        int PlaceOf(ClickFieldRole role, string what) => schema.Fields.FirstOrDefault(f => f.Role == role) is { } field ? clicks.PlaceOf(field.Source)
            : throw new DataException($"{clicks.Name} has no {what} in its schema, so no items can be drawn for users. Say which column it is ({what}=…).");
    }

    public override IReadOnlyList<string> Names { get; }

    public override string Name => _clicks.Name;

    public override ClickSchema Schema { get; }

    internal override void Bad(ClickRecord row, string reason) => _clicks.Bad(row, reason);

    internal override IEnumerable<ClickRecord> Read(CancellationToken cancel)
    {
        var (known, record, number) = (_known.Value, new ClickRecord(Names.Count), 0L);
        foreach (var row in _clicks.Read(cancel))
        {
            Copy(row, record, row[_item], null, "1");
            yield return record;
            var (circumstances, random) = (Circumstances(row), _seed.Derive(number++).Stream());
            for (var (drawn, tries) = (0, 0); drawn < _negatives && tries < Tries; tries++)
            {
                var item = random.NextInt(known.Items.Count);
                if (known.Rows.Contains(circumstances.Derive(known.Items[item]).Value)) continue;
                Copy(row, record, known.Items[item], known.Features[item], "0");
                yield return record;
                (drawn, tries) = (drawn + 1, 0);
            }
        }
    }

    void Copy(ClickRecord from, ClickRecord to, ReadOnlySpan<char> item, string[]? features, string label)
    {
        to.Clear();
        to.Place = from.Place;
        for (var c = 0; c < Names.Count - 1; c++)
            if (c == _item) to.Set(c, item);
            else if (features is not null && Array.IndexOf(_ofItem, c) is >= 0 and var f) to.Set(c, features[f]);
            else to.Set(c, from[c]);
        to.Set(Names.Count - 1, label);
    }

    // Names user and circumstances by 64 bits, so that two of n rows meet by chance n²/2⁶⁵ times.
    Seed Circumstances(ClickRecord row)
    {
        var name = ((Seed)0).Derive(row[_user].ToString());
        foreach (var c in _context) name = name.Derive(row[c].ToString());
        return name;
    }

    Known Learn(CancellationToken cancel)
    {
        var (index, known) = (new Dictionary<string, int>(StringComparer.Ordinal), new Known([], [], []));
        foreach (var row in _clicks.Read(cancel))
        {
            var item = row[_item].ToString();
            if (index.TryAdd(item, index.Count))
            {
                known.Items.Add(item);
                var features = new string[_ofItem.Length];
                for (var f = 0; f < features.Length; f++) features[f] = row[_ofItem[f]].ToString();
                known.Features.Add(features);
            }
            known.Rows.Add(Circumstances(row).Derive(item).Value);
        }
        return known;
    }

    sealed record Known(List<string> Items, List<string[]> Features, HashSet<ulong> Rows);
}

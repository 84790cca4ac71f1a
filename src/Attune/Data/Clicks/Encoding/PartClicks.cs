namespace Attune;

/// <summary>Those rows of others whose number (from 0) is asked for.</summary>
sealed class PartClicks(ClickRecords rows, Func<long, bool> keep) : ClickRecords
{
    public override IReadOnlyList<string> Names => rows.Names;

    public override string Name => rows.Name;

    public override ClickSchema Schema => rows.Schema;

    internal override IEnumerable<ClickRecord> Read(CancellationToken cancel)
    {
        var number = 0L;
        foreach (var row in rows.Read(cancel))
            if (keep(number++)) yield return row;
    }

    internal override void Bad(ClickRecord row, string reason) => rows.Bad(row, reason);
}

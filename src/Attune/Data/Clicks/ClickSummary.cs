namespace Attune;

/// <summary>What encoded click rows look like. Immutable.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Clicks">How many of them were clicked.</param>
/// <param name="Codes">Codes of all fields: the rows of a table of vectors.</param>
/// <param name="Fields">The fields.</param>
public sealed record ClickSummary(long Rows, long Clicks, int Codes, IReadOnlyList<ClickFieldSummary> Fields)
{
    /// <summary>Passes through all rows once, one block at a time.</summary>
    public static ClickSummary Of(IClickSource source, CancellationToken cancel = default)
    {
        var fields = source.Fields.Fields;
        var (rows, clicks, missing) = (0L, 0L, new long[fields.Count]);
        foreach (var block in source.Blocks(1 << 14))
        {
            cancel.ThrowIfCancellationRequested();
            rows += block.Count;
            foreach (var label in block.Labels) clicks += label > 0 ? 1 : 0;
            for (var f = 0; f < missing.Length; f++)
                for (var at = fields[f].Column; at < block.Codes.Length; at += block.Columns)
                    if (block.Codes[at] == fields[f].Offset) missing[f]++;
        }
        return new ClickSummary(rows, clicks, source.Fields.Codes, [.. fields.Select((f, i) => new ClickFieldSummary(f, rows == 0 ? double.NaN : (double)missing[i] / rows))]);
    }
}

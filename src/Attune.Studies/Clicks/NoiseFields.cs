using Attune.Numerics;

namespace Attune.Studies;

/// <summary>Adds fields that say nothing to rows of clicks: labels drawn evenly, anew for each row, that follow from the seed and the number of the row alone.</summary>
static class NoiseFields
{
    internal static ClickFields Of(ClickFields fields, int count, int labels) => new(
        [.. fields.Fields, .. Enumerable.Range(0, count).Select(n => new ClickField(FormattableString.Invariant($"noise{n}"), ClickFieldKind.Categorical, ClickFieldRole.Context, fields.Codes + n * (labels + 1), labels + 1, fields.Columns + n, 1))]);

    internal static ClickRows Of(ClickRows rows, ClickFields before, int count, int labels, Seed seed)
    {
        var (old, wide) = (rows.Columns, rows.Columns + count);
        var codes = new int[rows.Count * wide];
        for (var r = 0; r < rows.Count; r++)
        {
            rows.Codes.AsSpan(r * old, old).CopyTo(codes.AsSpan(r * wide));
            var stream = seed.Derive(r).Stream();
            for (var n = 0; n < count; n++) codes[r * wide + old + n] = before.Codes + n * (labels + 1) + 1 + stream.NextInt(labels);
        }
        return rows with { Columns = wide, Codes = codes, Values = rows.Values is null ? null : Wider(rows.Values, old, wide) };
    }

    static float[] Wider(float[] values, int old, int wide)
    {
        var wider = new float[values.Length / old * wide];
        Array.Fill(wider, 1f);
        for (var r = 0; r < values.Length / old; r++) values.AsSpan(r * old, old).CopyTo(wider.AsSpan(r * wide));
        return wider;
    }
}

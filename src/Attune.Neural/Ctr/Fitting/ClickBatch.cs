namespace Attune.Neural;

/// <summary>Rows of a step, and the rows of the tables that they touch.</summary>
/// <param name="Rows">The rows of this part of the step.</param>
/// <param name="Distinct">The codes that occur with a value other than 0, each once, ascending.</param>
/// <param name="Slots">For each code of the rows its place among <paramref name="Distinct"/>; −1 where its value is 0.</param>
/// <param name="Share">What the part's mean loss weighs in the step: its weight as a share of all.</param>
/// <param name="StepRows">Rows of the whole step.</param>
sealed record ClickBatch(ClickRows Rows, long[] Distinct, int[] Slots, double Share, long StepRows)
{
    /// <summary>Finds what rows touch.</summary>
    /// <param name="rows">The rows of a part.</param>
    /// <param name="room">A number for each code, all 0 before and after.</param>
    /// <param name="share">Its share.</param>
    /// <param name="stepRows">Rows of the step.</param>
    internal static ClickBatch Of(ClickRows rows, int[] room, double share = 1, long stepRows = 0)
    {
        var (codes, values, slots) = (rows.Codes, rows.Values, new int[rows.Codes.Length]);
        var (distinct, count) = (new long[Math.Min(codes.Length, room.Length)], 0);
        for (var p = 0; p < codes.Length; p++)
            if ((values is null || values[p] != 0) && room[codes[p]]++ == 0) distinct[count++] = codes[p];
        Array.Resize(ref distinct, count);
        Array.Sort(distinct);
        for (var d = 0; d < count; d++) room[distinct[d]] = d;
        for (var p = 0; p < codes.Length; p++) slots[p] = values is null || values[p] != 0 ? room[codes[p]] : -1;
        foreach (var code in distinct) room[code] = 0;
        return new ClickBatch(rows, distinct, slots, share, stepRows == 0 ? rows.Count : stepRows);
    }
}

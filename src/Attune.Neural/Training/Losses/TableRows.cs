using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// Products with rows of a table that stand anywhere in it. Where vectors of 512 bits are there and rows fill them, the sum of weighted rows stays in registers; elsewhere
/// the shared kernels do it.
/// </summary>
static class TableRows
{
    const int Lanes = 16, Block = 4;

    /// <summary>result[j] = state · row j.</summary>
    internal static void Dots(ReadOnlySpan<float> state, ReadOnlySpan<float> table, ReadOnlySpan<long> rows, Span<float> result)
    {
        var width = state.Length;
        if (!Fits(width))
        {
            for (var j = 0; j < rows.Length; j++) result[j] = Vectors.Dot(state, table.Slice((int)rows[j] * width, width));
            return;
        }
        var s = MemoryMarshal.Cast<float, Vector512<float>>(state);
        var t = MemoryMarshal.Cast<float, Vector512<float>>(table);
        for (var j = 0; j < rows.Length; j++)
        {
            var row = t.Slice((int)rows[j] * s.Length, s.Length);
            Vector512<float> even = default, odd = default;
            for (var i = 0; i + 1 < s.Length; i += 2)
            {
                even = Vector512.FusedMultiplyAdd(s[i], row[i], even);
                odd = Vector512.FusedMultiplyAdd(s[i + 1], row[i + 1], odd);
            }
            if (s.Length % 2 == 1) even = Vector512.FusedMultiplyAdd(s[^1], row[^1], even);
            result[j] = Vector512.Sum(even + odd);
        }
    }

    /// <summary>sum = sum + Σⱼ weights[j] · row j.</summary>
    internal static void AddWeighted(ReadOnlySpan<float> weights, ReadOnlySpan<float> table, ReadOnlySpan<long> rows, Span<float> sum)
    {
        var width = sum.Length;
        if (!Fits(width) || width % (Block * Lanes) != 0)
        {
            for (var j = 0; j < rows.Length; j++) Vectors.Axpy(weights[j], table.Slice((int)rows[j] * width, width), sum);
            return;
        }
        var total = MemoryMarshal.Cast<float, Vector512<float>>(sum);
        var t = MemoryMarshal.Cast<float, Vector512<float>>(table);
        for (var block = 0; block < total.Length; block += Block)
        {
            var four = total.Slice(block, Block);
            var (a, b, c, d) = (four[0], four[1], four[2], four[3]);
            for (var j = 0; j < rows.Length; j++)
            {
                var row = t.Slice((int)rows[j] * total.Length + block, Block);
                var weight = Vector512.Create(weights[j]);
                a = Vector512.FusedMultiplyAdd(weight, row[0], a);
                b = Vector512.FusedMultiplyAdd(weight, row[1], b);
                c = Vector512.FusedMultiplyAdd(weight, row[2], c);
                d = Vector512.FusedMultiplyAdd(weight, row[3], d);
            }
            (four[0], four[1], four[2], four[3]) = (a, b, c, d);
        }
    }

    /// <summary>row j of the table += weights[j] · state, for the rows that <paramref name="part"/> of <paramref name="parts"/> (a power of two) owns.</summary>
    internal static void AddToOwned(ReadOnlySpan<float> weights, ReadOnlySpan<float> state, ReadOnlySpan<long> rows, Span<float> table, int part, int parts)
    {
        var width = state.Length;
        if (!Fits(width))
        {
            for (var j = 0; j < rows.Length; j++)
                if (Owner(rows[j], parts) == part) Vectors.Axpy(weights[j], state, table.Slice((int)rows[j] * width, width));
            return;
        }
        var s = MemoryMarshal.Cast<float, Vector512<float>>(state);
        var t = MemoryMarshal.Cast<float, Vector512<float>>(table);
        for (var j = 0; j < rows.Length; j++)
        {
            if (Owner(rows[j], parts) != part) continue;
            var row = t.Slice((int)rows[j] * s.Length, s.Length);
            var weight = Vector512.Create(weights[j]);
            for (var i = 0; i < row.Length; i++) row[i] = Vector512.FusedMultiplyAdd(weight, s[i], row[i]);
        }
    }

    // Eight rows at a time have one owner: neighbors in memory are not written by two threads.
    static int Owner(long row, int parts) => ((int)row >> 3) & (parts - 1);

    static bool Fits(int width) => Vector512.IsHardwareAccelerated && width % Lanes == 0;
}

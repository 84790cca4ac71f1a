namespace Attune.Studies;

/// <summary>Spearman's rank correlation: Pearson's of the ranks, equal values sharing the mean of theirs. NaN where one side is constant.</summary>
static class Spearman
{
    internal static double Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double[] left = Ranks(a), right = Ranks(b);
        var mean = (left.Length - 1) / 2.0;
        double cross = 0, first = 0, second = 0;
        for (var i = 0; i < left.Length; i++)
        {
            cross += (left[i] - mean) * (right[i] - mean);
            first += (left[i] - mean) * (left[i] - mean);
            second += (right[i] - mean) * (right[i] - mean);
        }
        return first > 0 && second > 0 ? cross / Math.Sqrt(first * second) : double.NaN;
    }

    static double[] Ranks(ReadOnlySpan<double> values)
    {
        var (sorted, order, ranks) = (values.ToArray(), Enumerable.Range(0, values.Length).ToArray(), new double[values.Length]);
        Array.Sort(sorted, order);
        for (int at = 0, end; at < order.Length; at = end)
        {
            for (end = at + 1; end < order.Length && sorted[end] == sorted[at];) end++;
            for (var i = at; i < end; i++) ranks[order[i]] = (at + end - 1) / 2.0;
        }
        return ranks;
    }
}

namespace Attune;

/// <summary>
/// Whether probabilities mean what they say. The expected calibration error is Σ_b w_b·|mean prediction − share of clicks| / Σ_b w_b over bins b (Naeini, Cooper and Hauskrecht 2015). Bins have equal width over
/// 0 to 1, or hold equally many rows, which says more where all probabilities are small.
/// </summary>
public static class Calibration
{
    /// <summary>The name of the error over bins of equal width.</summary>
    public const string Name = "ece";

    /// <summary>The name of the error over bins with equally many rows.</summary>
    public const string EqualCountName = "ece-equal-count";

    /// <summary>How many bins where nobody says: 20.</summary>
    public const int DefaultBins = 20;

    /// <summary>The expected calibration error; NaN without rows.</summary>
    public static double Ece(ScoredClicks rows, int bins = DefaultBins, bool equalCount = false) => ErrorOf(Bins(rows, bins, equalCount));

    /// <summary>The bins, for a reliability chart; those with equally many rows may be fewer where predictions are tied.</summary>
    public static IReadOnlyList<ReliabilityBin> Bins(ScoredClicks rows, int bins = DefaultBins, bool equalCount = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        return equalCount ? EqualCount(rows, bins, null) : EqualWidth(rows, bins, null);
    }

    internal static double Ece(ScoredClicks rows, int bins, bool equalCount, int[]? times) => ErrorOf(equalCount ? EqualCount(rows, bins, times) : EqualWidth(rows, bins, times));

    static double ErrorOf(IReadOnlyList<ReliabilityBin> bins)
    {
        var weight = bins.Sum(b => b.Weight);
        return weight > 0 ? bins.Where(b => b.Weight > 0).Sum(b => b.Weight * Math.Abs(b.Predicted - b.Observed)) / weight : double.NaN;
    }

    static ReliabilityBin[] EqualWidth(ScoredClicks rows, int bins, int[]? times)
    {
        var sums = new Sums[bins];
        for (var r = 0; r < rows.Count; r++) sums[Math.Clamp((int)(rows.Scores[r] * bins), 0, bins - 1)].Add(rows, r, times);
        return [.. sums.Select((s, b) => s.Bin((double)b / bins, (double)(b + 1) / bins))];
    }

    static List<ReliabilityBin> EqualCount(ScoredClicks rows, int bins, int[]? times)
    {
        var total = 0.0;
        for (var r = 0; r < rows.Count; r++) total += rows.WeightOf(r, times);
        var (made, sum, passed, low, number) = (new List<ReliabilityBin>(), new Sums(), 0.0, 0f, 0);
        var last = 0f;
        foreach (var r in rows.Ascending)
        {
            if (times is not null && times[r] == 0) continue;
            // A row belongs where it begins; those of one prediction stay together.
            var bin = Math.Min(bins - 1, (int)(passed / total * bins));
            if (sum.Weight > 0 && bin > number && rows.Scores[r] != last)
            {
                made.Add(sum.Bin(low, last));
                sum = new Sums();
            }
            if (sum.Weight == 0) (low, number) = (rows.Scores[r], bin);
            sum.Add(rows, r, times);
            passed += rows.WeightOf(r, times);
            last = rows.Scores[r];
        }
        if (sum.Weight > 0) made.Add(sum.Bin(low, last));
        return made;
    }

    struct Sums
    {
        double _predicted, _clicked;

        internal double Weight { get; private set; }

        internal void Add(ScoredClicks rows, int row, int[]? times)
        {
            var w = rows.WeightOf(row, times);
            Weight += w;
            _predicted += w * rows.Scores[row];
            _clicked += w * rows.Labels[row];
        }

        internal readonly ReliabilityBin Bin(double low, double high) => new(low, high, Weight, Weight > 0 ? _predicted / Weight : double.NaN, Weight > 0 ? _clicked / Weight : double.NaN);
    }
}

namespace Attune;

/// <summary>
/// Area under the ROC curve over all rows together: Σ w_i·w_j·([s_i &gt; s_j] + ½·[s_i = s_j]) / Σ w_i·w_j over clicked rows i and others j. Range 0 to 1, chance .5; NaN where there is one kind of row only. It
/// compares rows of different users too; <see cref="ClickGauc"/> does not.
/// </summary>
public static class ClickAuc
{
    /// <summary>The name in scores.</summary>
    public const string Name = "auc";

    /// <summary>Measures rows, in the time of sorting them.</summary>
    public static double Of(ScoredClicks rows) => Of(rows, null);

    internal static double Of(ScoredClicks rows, int[]? times) => Of(rows, rows.Ascending, times);

    /// <summary>Of some rows, by ascending score.</summary>
    internal static double Of(ScoredClicks rows, ReadOnlySpan<int> ascending, int[]? times)
    {
        var (won, clicked, others) = (0.0, 0.0, 0.0);
        for (var start = 0; start < ascending.Length;)
        {
            var (tiedClicked, tiedOthers, score) = (0.0, 0.0, rows.Scores[ascending[start]]);
            for (; start < ascending.Length && rows.Scores[ascending[start]] == score; start++)
                if (rows.Labels[ascending[start]] > 0) tiedClicked += rows.WeightOf(ascending[start], times);
                else tiedOthers += rows.WeightOf(ascending[start], times);
            won += tiedClicked * (others + tiedOthers / 2);
            (clicked, others) = (clicked + tiedClicked, others + tiedOthers);
        }
        return clicked > 0 && others > 0 ? won / (clicked * others) : double.NaN;
    }
}

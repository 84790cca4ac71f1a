namespace Attune;

/// <summary>
/// Area under the ROC curve of one user: the share of pairs (relevant, other candidate) in which the relevant item is ranked higher; equal scores
/// count half. Candidates that got no score, and relevant items that the catalog lacks, stand together after all others. Range 0 to 1, chance
/// .5; undefined without relevant items, without other candidates, and for lists from elsewhere, whose candidates nobody knows. The overall
/// value is the mean over users.
/// </summary>
public sealed record Auc : IListMetric
{
    /// <inheritdoc/>
    public string Name => "auc";

    /// <inheritdoc/>
    public int Depth => int.MaxValue;

    /// <inheritdoc/>
    public double Measure(in RankedUser user) => Of(user);

    internal static double Of(in RankedUser user)
    {
        var (relevant, others) = (user.Relevant.Length, user.Candidates - user.Relevant.Length);
        if (relevant == 0 || others <= 0) return double.NaN;
        var (won, relevantLeft, othersLeft) = (0.0, relevant, others);
        for (var start = 0; start < user.Ranked.Length;)
        {
            var end = EndOfTie(user, start);
            var hits = 0;
            foreach (var item in user.Ranked[start..end])
                if (user.IsRelevant(item)) hits++;
            var misses = end - start - hits;
            othersLeft -= misses;
            relevantLeft -= hits;
            won += hits * (othersLeft + misses / 2.0);
            start = end;
        }
        return (won + relevantLeft * (othersLeft / 2.0)) / ((double)relevant * others);
    }

    static int EndOfTie(in RankedUser user, int start)
    {
        var end = start + 1;
        if (user.Scores.IsEmpty) return end;
        while (end < user.Ranked.Length && user.Scores[end] == user.Scores[start]) end++;
        return end;
    }
}

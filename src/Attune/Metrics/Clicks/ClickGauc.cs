namespace Attune;

/// <summary>
/// The mean over users of the area under the ROC curve of each one's rows, weighed by how much was shown to each (Zhu et al. 2017, "Optimized Cost per Click in Taobao Display Advertising"). Users all or none of
/// whose rows were clicked have no curve; they are left out and counted, and so are rows of users who are not known. NaN where nobody is left.
/// </summary>
/// <param name="Value">The weighted mean, 0 to 1.</param>
/// <param name="Users">Users who count.</param>
/// <param name="LeftOut">Known users who were left out.</param>
/// <param name="UnknownRows">Rows of users who are not known.</param>
public sealed record ClickGauc(double Value, int Users, int LeftOut, int UnknownRows)
{
    /// <summary>The name in scores.</summary>
    public const string Name = "gauc";

    /// <summary>Measures rows whose users are numbered.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static ClickGauc Of(ScoredClicks rows) => Of(rows, null);

    internal static ClickGauc Of(ScoredClicks rows, int[]? times)
    {
        var users = rows.Users ?? throw new ArgumentException("The rows have no users, so there is no gauc; give each row the number of its user.", nameof(rows));
        ReadOnlySpan<int> order = rows.ByUser;
        var (sum, weight, counted, left, unknown) = (0.0, 0.0, 0, 0, 0);
        for (var start = 0; start < order.Length;)
        {
            var (end, user, shown) = (start, users[order[start]], 0.0);
            for (; end < order.Length && users[order[end]] == user; end++) shown += rows.WeightOf(order[end], times);
            var auc = user < 0 ? double.NaN : ClickAuc.Of(rows, order[start..end], times);
            if (user < 0) unknown += end - start;
            else if (double.IsNaN(auc)) left++;
            else (sum, weight, counted) = (sum + shown * auc, weight + shown, counted + 1);
            start = end;
        }
        return new ClickGauc(weight > 0 ? sum / weight : double.NaN, counted, left, unknown);
    }
}

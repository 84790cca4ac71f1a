namespace Attune;

/// <summary>−Σ w·(y·log p + (1 − y)·log(1 − p)) / Σ w, in nats; p is held between 10⁻⁷ and 1 − 10⁻⁷, which single precision can still tell from 0 and 1. 0 is best; a constant that equals the share of clicks has its entropy.</summary>
public static class ClickLogLoss
{
    const double Least = 1e-7;

    /// <summary>The name in scores.</summary>
    public const string Name = "log-loss";

    /// <summary>Measures rows whose scores are probabilities; NaN without rows.</summary>
    public static double Of(ScoredClicks rows) => Of(rows, null);

    internal static double Of(ScoredClicks rows, int[]? times)
    {
        var (sum, weight) = (0.0, 0.0);
        for (var r = 0; r < rows.Count; r++)
        {
            if (times is not null && times[r] == 0) continue;
            var (p, w) = (Math.Clamp(rows.Scores[r], Least, 1 - Least), rows.WeightOf(r, times));
            sum -= w * Math.Log(rows.Labels[r] > 0 ? p : 1 - p);
            weight += w;
        }
        return weight > 0 ? sum / weight : double.NaN;
    }
}

namespace Attune;

/// <summary>
/// The variance of an area under the ROC curve, and the test for the difference of two on the same rows, without assumptions on the scores (DeLong, DeLong and Clarke-Pearson 1988). With placements
/// V_i = share of others below clicked row i (ties half) and V_j likewise, Cov(A, B) = cov_i(V^A_i, V^B_i)/m + cov_j(V^A_j, V^B_j)/n over m clicked and n other rows. Placements come from midranks, in the time of
/// sorting (Sun and Xu 2014). Rows count alike; they are taken as independent, which those of one user are not quite.
/// </summary>
public static class DeLong
{
    /// <summary>An area, its standard deviation and interval; NaN where a kind of row occurs less than twice.</summary>
    /// <param name="scores">What was predicted of each row.</param>
    /// <param name="labels">1 for clicked, 0 for not.</param>
    /// <param name="confidence">Share of the interval, above 0 and below 1. Default .95.</param>
    public static AucEstimate Of(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, double confidence = 0.95)
    {
        var a = Placements.Of(scores, labels);
        var deviation = Math.Sqrt(Covariance(a, a));
        var half = StudentT.CriticalNormal(1 - confidence) * deviation;
        return new AucEstimate(a.Auc, deviation, Math.Max(0, a.Auc - half), Math.Min(1, a.Auc + half));
    }

    /// <summary>Compares two models on the same rows.</summary>
    /// <param name="a">What the one predicted.</param>
    /// <param name="b">What the other predicted.</param>
    /// <param name="labels">1 for clicked, 0 for not.</param>
    /// <param name="confidence">Share of the interval of the difference. Default .95.</param>
    public static AucDifference Compare(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> labels, double confidence = 0.95)
    {
        var (x, y) = (Placements.Of(a, labels), Placements.Of(b, labels));
        var deviation = Math.Sqrt(Math.Max(0, Covariance(x, x) + Covariance(y, y) - 2 * Covariance(x, y)));
        var (difference, half) = (x.Auc - y.Auc, StudentT.CriticalNormal(1 - confidence) * deviation);
        var z = difference == 0 ? 0 : difference / deviation;
        return new AucDifference(x.Auc, y.Auc, deviation, difference - half, difference + half, z, double.IsNaN(deviation) ? double.NaN : StudentT.TwoSidedNormal(z));
    }

    static double Covariance(Placements a, Placements b) => Covariance(a.Clicked, b.Clicked) / a.Clicked.Length + Covariance(a.Others, b.Others) / a.Others.Length;

    static double Covariance(double[] a, double[] b)
    {
        if (a.Length < 2) return double.NaN;
        var (meanA, meanB, sum) = (a.Average(), b.Average(), 0.0);
        for (var i = 0; i < a.Length; i++) sum += (a[i] - meanA) * (b[i] - meanB);
        return sum / (a.Length - 1);
    }

    sealed record Placements(double[] Clicked, double[] Others, double Auc)
    {
        internal static Placements Of(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels)
        {
            if (scores.Length != labels.Length) throw new ArgumentException($"There are {scores.Length} scores for {labels.Length} labels; give one to every row.");
            var (clicked, others) = (Split(scores, labels, 1), Split(scores, labels, 0));
            var ranks = Midranks(scores);
            var (byClicked, byOthers) = (Midranks(clicked), Midranks(others));
            // Of a row's rank among all, that among its own kind is taken: what is left counts rows of the other kind below it.
            for (var (r, i, j) = (0, 0, 0); r < labels.Length; r++)
                if (labels[r] > 0) byClicked[i] = (ranks[r] - byClicked[i++]) / others.Length;
                else byOthers[j] = 1 - (ranks[r] - byOthers[j++]) / clicked.Length;
            return new Placements(byClicked, byOthers, clicked.Length > 0 && others.Length > 0 ? byClicked.Average() : double.NaN);
        }

        static float[] Split(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, float label)
        {
            var kept = new List<float>();
            for (var r = 0; r < scores.Length; r++)
                if (labels[r] == label) kept.Add(scores[r]);
            return [.. kept];
        }

        static double[] Midranks(ReadOnlySpan<float> scores)
        {
            float[] sorted = [.. scores];
            int[] order = [.. Enumerable.Range(0, sorted.Length)];
            Array.Sort(sorted, order);
            var ranks = new double[sorted.Length];
            for (var (start, end) = (0, 0); start < sorted.Length; start = end)
            {
                while (end < sorted.Length && sorted[end] == sorted[start]) end++;
                for (var k = start; k < end; k++) ranks[order[k]] = (start + end + 1) / 2.0;
            }
            return ranks;
        }
    }
}

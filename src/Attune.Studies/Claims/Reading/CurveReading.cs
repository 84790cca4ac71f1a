namespace Attune.Studies;

/// <summary>
/// Reads claims off curves: a share with Wilson's 95 % interval (JASA 1927), or a median with that of order statistics, the k-th from both ends with the largest k for which k − 1 or fewer of n fair coins
/// come up with at most 2.5 %. A curve counts once every size has been trained, or has failed, under the first seed; one that is constant or has one size says nothing.
/// </summary>
sealed class CurveReading(Study study, IReadOnlyList<CellResult> results)
{
    const double Normal = 1.959963984540054, Tail = (1 - MeanInterval.Confidence) / 2;

    internal ClaimResult Of(ClaimEntry claim)
    {
        var (curves, seeds) = (claim.Curves!, study.Spec.Seeds.Take(claim.Seeds ?? study.Spec.Seeds.Count).ToHashSet());
        ScaledGroup[] groups = [.. ScaledGroup.Of(study, [.. results.Where(r => seeds.Contains(r.Cell.Seed))], study.Metrics.ToList().FindIndex(m => m.Name == claim.Metric)).Where(g => curves.Has(g.Data, g.Model) && g.IsWhole(study, results) && g.Curve.Speaks)];
        (ScaledGroup Group, double Value)[] values = [.. groups.Select(g => (g, curves.Read == ClaimCurves.LateSlope ? g.Curve.LateSlope : g.Curve.IsBestAtLargest ? 1 : 0)).Where(v => double.IsFinite(v.Item2))];
        double[] numbers = [.. values.Select(v => v.Value).Order()];
        var found = curves.Read == ClaimCurves.LateSlope ? Median(numbers) : Share((int)numbers.Sum(), numbers.Length);
        return new ClaimResult(claim, found, Cells(claim).Select(c => (study.DataOf(c).Sized!.Of, c.Model)).Distinct().Count(), Verdict.Of(claim.Is, claim.Margin ?? 0, found))
        {
            Pairs = [.. values.Select(v => new PairResult(v.Group.Data, new ClaimSide(v.Group.Model, false, new Dictionary<int, double> { [0] = v.Value }), new ClaimSide(curves.Read, false, new Dictionary<int, double>()), [v.Value], 1))],
        };
    }

    /// <summary>The cells of the curves.</summary>
    internal IEnumerable<StudyCell> Cells(ClaimEntry claim) => study.Cells.Where(c => study.DataOf(c).Sized is { } sized && claim.Curves!.Has(sized.Of, c.Model) && study.Spec.Seeds.Take(claim.Seeds ?? study.Spec.Seeds.Count).Contains(c.Seed));

    internal static MeanInterval Share(int hits, int n)
    {
        if (n == 0) return new(double.NaN, double.NaN, double.NaN, 0);
        var (share, z) = ((double)hits / n, Normal * Normal / n);
        var half = Normal * Math.Sqrt(share * (1 - share) / n + z / (4 * n));
        return new(share, Math.Max(0, (share + z / 2 - half) / (1 + z)), Math.Min(1, (share + z / 2 + half) / (1 + z)), n);
    }

    internal static MeanInterval Median(double[] ascending)
    {
        var n = ascending.Length;
        var (rank, probability, below) = (0, Math.Pow(0.5, n), 0.0);
        while (rank < n && below + probability <= Tail)
        {
            below += probability;
            probability *= (double)(n - rank) / (rank + 1);
            rank++;
        }
        return rank == 0 ? new(CurveSet.Quartiles(ascending).Median, double.NaN, double.NaN, n) : new(CurveSet.Quartiles(ascending).Median, ascending[rank - 1], ascending[n - rank], n);
    }
}

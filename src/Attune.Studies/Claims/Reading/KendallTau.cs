namespace Attune.Studies;

/// <summary>
/// How far two rankings of the same things agree (Kendall, Biometrika 1938; with ties as τ-b of 1945): 1 for the same order, −1 for the reverse.
/// τ = (concordant − discordant) / √(pairs untied on the left · pairs untied on the right).
/// </summary>
static class KendallTau
{
    /// <summary>Of values, thing by thing; NaN where one side ties all.</summary>
    internal static double Of(IReadOnlyList<double> left, IReadOnlyList<double> right)
    {
        var (sum, untiedLeft, untiedRight) = (0L, 0L, 0L);
        for (var i = 0; i < left.Count; i++)
            for (var j = 0; j < i; j++)
            {
                var (l, r) = (left[i].CompareTo(left[j]), right[i].CompareTo(right[j]));
                sum += l * r;
                untiedLeft += l * l;
                untiedRight += r * r;
            }
        return sum / Math.Sqrt((double)untiedLeft * untiedRight);
    }
}

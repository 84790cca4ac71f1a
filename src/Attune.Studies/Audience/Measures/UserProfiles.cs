namespace Attune.Studies;

/// <summary>
/// Profiles over labels: of a user the share of each label, where every item counts 1, divided equally among its labels, so that the shares sum to 1; of a group the mean of its users'. How far two are apart is
/// the divergence of Jensen and Shannon in natural logarithms, from 0 to ln 2.
/// </summary>
static class UserProfiles
{
    /// <summary>The largest divergence.</summary>
    internal static readonly double Most = Math.Log(2);

    /// <summary>The divergence; 0 where one of the two has no labels, as there is nothing to tell apart.</summary>
    internal static double Divergence(ReadOnlySpan<double> p, ReadOnlySpan<double> q) => IsEmpty(p) || IsEmpty(q) ? 0 : Math.Log(2) * Attune.Divergence.Js(p, q);

    /// <summary>The mean profile of some users; those without labels count for nothing.</summary>
    internal static double[] Mean(IEnumerable<double[]> profiles, int labels)
    {
        var (mean, count) = (new double[labels], 0);
        foreach (var profile in profiles.Where(p => !IsEmpty(p)))
        {
            count++;
            for (var l = 0; l < labels; l++) mean[l] += profile[l];
        }
        for (var l = 0; l < labels; l++) mean[l] /= Math.Max(1, count);
        return mean;
    }

    internal static bool IsEmpty(ReadOnlySpan<double> profile) => profile.IndexOfAnyExcept(0) < 0;
}

using Attune.Numerics;

namespace Attune.Studies;

/// <summary>Profiles and groups of made-up users.</summary>
static class ProfileMeasures
{
    const int Pairs = 500, Labels = 12;

    internal static double Divergence()
    {
        var random = ((Seed)17).Derive("profiles").Stream();
        var worst = Math.Max(Math.Abs(UserProfiles.Divergence([1, 0], [0, 1]) - UserProfiles.Most), Math.Abs(UserProfiles.Divergence([0.2, 0.3, 0.5], [0.5, 0.25, 0.25]) - 0.0555824709));
        worst = worst < 1e-6 ? 0 : worst;
        for (var i = 0; i < Pairs; i++)
        {
            var (p, q) = (Drawn(ref random), Drawn(ref random));
            var d = UserProfiles.Divergence(p, q);
            worst = new[] { worst, UserProfiles.Divergence(p, p), Math.Abs(d - UserProfiles.Divergence(q, p)), d - UserProfiles.Most, -d }.Max();
        }
        return worst;
    }

    internal static double Sums()
    {
        var data = TinyAudience.Of(TinyAudience.Groups);
        return data.Profiles.Concat(data.GroupProfiles).Max(p => Math.Abs(p.Sum() - 1));
    }

    internal static double NotParted()
    {
        var data = TinyAudience.Of(TinyAudience.Groups);
        double wrong = data.Groups.Of.Count(g => g < 0) + Enumerable.Range(0, data.Groups.Names.Count).Sum(g => data.Groups.In(g).Count()) - data.Train.Users.Count;
        var merged = TinyAudience.Of("few:-10,child:11-17,adult:18-", StudyAudience.Merge);
        wrong += merged.Groups.Names.SequenceEqual(["few+child", "adult"]) ? 0 : 1;
        wrong += merged.Groups.Of.Count(g => g < 0);
        foreach (var mistake in new[] { "child:-17,adult:17-", "few:-10,child:11-17,adult:18-" })
            try
            {
                _ = TinyAudience.Of(mistake);
                wrong++;
            }
            catch (DataException)
            {
                // Refused, as it is to be.
            }
        return wrong;
    }

    static double[] Drawn(ref RandomStream random)
    {
        var profile = new double[Labels];
        for (var l = 0; l < Labels; l++) profile[l] = random.NextDouble() < 0.3 ? 0 : random.NextDouble();
        profile[0] += 1e-3;
        var sum = profile.Sum();
        return Array.ConvertAll(profile, p => p / sum);
    }
}

using System.Globalization;

namespace Attune.Studies;

/// <summary>
/// The names and formulas of what is measured of a list of k places. MRR and NDCG as the metrics of these names; <c>map</c> divides by all relevant items as Attune's metric, <c>map-of-listed</c> by those in the
/// list, as the tool does with which the numbers of the paper were made; popularity lift is (mean popularity of the list − that of the profile) / that of the profile, its group value the mean over users;
/// miscalibration is the divergence of the list's labels from the profile's; divergence-from-G that from the mean profile of group G.
/// </summary>
static class AudienceMeasure
{
    internal const string Size = "profile-size", Profile = "profile-popularity", OwnProfile = "own-profile-popularity", Intra = "divergence-within", Share = "share ", FromProfile = "profile-divergence-from-", Inter = "divergence-between";

    internal const string Change = " change", Matched = "matched ", Equal = "equal-sizes ", EqualSignificant = "equal-sizes-significant ", MannWhitney = "mann-whitney-p ", KruskalH = "kruskal-h ", KruskalP = "kruskal-p ", All = "all";

    internal static string Ndcg(int k) => At("ndcg", k);

    internal static string Mrr(int k) => At("mrr", k);

    internal static string Map(int k) => At("map", k);

    internal static string MapOfListed(int k) => At("map-of-listed", k);

    internal static string Lift(int k) => At("popularity-lift", k);

    internal static string Miscalibration(int k) => At("miscalibration", k);

    internal static string Popularity(int k) => At("list-popularity", k);

    internal static string OwnPopularity(int k) => At("own-list-popularity", k);

    internal static string From(string group, int k) => At($"divergence-from-{group}", k);

    /// <summary>Those by which groups are compared.</summary>
    internal static IReadOnlyList<string> Main(int k) => [Ndcg(k), Lift(k), Miscalibration(k)];

    /// <summary>Two groups, of which the second is taken off.</summary>
    internal static string Pair(string left, string right) => $"{left}|{right}";

    static string At(string name, int k) => string.Create(CultureInfo.InvariantCulture, $"{name}@{k}");
}

namespace Attune.Studies;

/// <summary>The checks of groups of users.</summary>
static class AudienceCheck
{
    /// <summary>All of them.</summary>
    internal static IReadOnlyList<ICheck> All { get; } =
    [
        new NumberCheck("divergence-is-bounded", "A profile is at no distance from itself, the distance of two is the same both ways, and at most ln 2.", "the largest violation, over 500 drawn pairs and over profiles without a label in common", 1e-12, _ => ProfileMeasures.Divergence()),
        new NumberCheck("profiles-sum-to-one", "The shares of every profile of labels sum to 1, those of a group's mean too.", "the largest difference from 1", 1e-12, _ => ProfileMeasures.Sums()),
        new NumberCheck("groups-part-the-users", "Every user with the attribute is in one group, merged groups included; a value in two groups and groups below 30 users are refused.", "users in no group or in two, and mistakes that pass", 0, _ => ProfileMeasures.NotParted()),
        new NumberCheck("lift-of-the-profile-is-zero", "A list that is the profile has no popularity lift and no miscalibration.", "the largest of both", 1e-12, _ => ListMeasures.OfTheProfile()),
        new NumberCheck("lift-is-a-mean-of-users", "The lift of a group is the mean of its users' ratios, not the ratio of means, and popularity is that of training alone.", "the difference from a hand calculation on three users", 1e-12, _ => ListMeasures.ByHand()),
        new NumberCheck("accuracy-by-hand", "NDCG, MRR and both kinds of MAP at a cut are those of a hand calculation; NDCG's ideal has as many hits as fit.", "the largest difference", 1e-12, _ => ListMeasures.Accuracy()),
        new NumberCheck("everybody-is-ranked", "NDCG over the users of all groups is the metric of that name on the whole catalog.", "the difference from Evaluation.Of, on a made-up world", 1e-9, _ => ListMeasures.AgainstEvaluation()),
        new NumberCheck("tests-meet-tables", "Welch, ANOVA, Tukey, Kruskal and Wallis, Mann and Whitney and their distributions meet printed tables and examples.", "the largest difference of a probability or a statistic", 1e-3, _ => TableMeasures.Largest()),
        new NumberCheck("power-meets-cohen", "The power to see a medium effect is that of Cohen's tables.", "the largest difference", 5e-3, _ => TableMeasures.Power()),
        new NumberCheck("matched-users-are-alike", "Users matched by profile size are used once and differ in size less than users drawn at random.", "users used twice, and pairs less alike than at random", 0, _ => ListMeasures.NotMatched()),
        new NumberCheck("parts-are-the-published", "The permutation by which the published parts were drawn is numpy's.", "places of 17 that differ", 0, _ => TableMeasures.Permutation()),
    ];
}

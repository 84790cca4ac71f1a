namespace Attune.Studies;

/// <summary>One check of groups of users: a number that must not be larger than what is allowed.</summary>
/// <param name="id">What claims.json calls it.</param>
/// <param name="says">What must hold.</param>
/// <param name="words">What the number is.</param>
/// <param name="allowed">The largest that is allowed.</param>
/// <param name="measure">The number.</param>
sealed class AudienceCheck(string id, string says, string words, double allowed, Func<double> measure) : ICheck
{
    /// <summary>All of them.</summary>
    internal static IReadOnlyList<ICheck> All { get; } =
    [
        new AudienceCheck("divergence-is-bounded", "A profile is at no distance from itself, the distance of two is the same both ways, and at most ln 2.", "the largest violation, over 500 drawn pairs and over profiles without a label in common", 1e-12, ProfileMeasures.Divergence),
        new AudienceCheck("profiles-sum-to-one", "The shares of every profile of labels sum to 1, those of a group's mean too.", "the largest difference from 1", 1e-12, ProfileMeasures.Sums),
        new AudienceCheck("groups-part-the-users", "Every user with the attribute is in one group, merged groups included; a value in two groups and groups below 30 users are refused.", "users in no group or in two, and mistakes that pass", 0, ProfileMeasures.NotParted),
        new AudienceCheck("lift-of-the-profile-is-zero", "A list that is the profile has no popularity lift and no miscalibration.", "the largest of both", 1e-12, ListMeasures.OfTheProfile),
        new AudienceCheck("lift-is-a-mean-of-users", "The lift of a group is the mean of its users' ratios, not the ratio of means, and popularity is that of training alone.", "the difference from a hand calculation on three users", 1e-12, ListMeasures.ByHand),
        new AudienceCheck("accuracy-by-hand", "NDCG, MRR and both kinds of MAP at a cut are those of a hand calculation; NDCG's ideal has as many hits as fit.", "the largest difference", 1e-12, ListMeasures.Accuracy),
        new AudienceCheck("everybody-is-ranked", "NDCG over the users of all groups is the metric of that name on the whole catalog.", "the difference from Evaluation.Of, on a made-up world", 1e-9, ListMeasures.AgainstEvaluation),
        new AudienceCheck("tests-meet-tables", "Welch, ANOVA, Tukey, Kruskal and Wallis, Mann and Whitney and their distributions meet printed tables and examples.", "the largest difference of a probability or a statistic", 1e-3, TableMeasures.Largest),
        new AudienceCheck("power-meets-cohen", "The power to see a medium effect is that of Cohen's tables.", "the largest difference", 5e-3, TableMeasures.Power),
        new AudienceCheck("matched-users-are-alike", "Users matched by profile size are used once and differ in size less than users drawn at random.", "users used twice, and pairs less alike than at random", 0, ListMeasures.NotMatched),
        new AudienceCheck("parts-are-the-published", "The permutation by which the published parts were drawn is numpy's.", "places of 17 that differ", 0, TableMeasures.Permutation),
    ];

    public string Id => id;

    public string Says => says;

    public CheckResult Run(CheckSize size, FitContext context)
    {
        var found = measure();
        return new CheckResult(found <= allowed, found, allowed, words);
    }
}

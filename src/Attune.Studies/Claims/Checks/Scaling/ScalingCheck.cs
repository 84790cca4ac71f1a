namespace Attune.Studies;

/// <summary>The checks of the study of sizes.</summary>
static class ScalingCheck
{
    /// <summary>All of them.</summary>
    internal static IReadOnlyList<ICheck> All { get; } =
    [
        new NumberCheck("published-points", "The authors' results give 725 stretched points, of which 82 and 83 of 111 lie in the upper corner.", "the largest difference of a count from what the paper prints", 0, _ => PublishedMeasures.Points()),
        new NumberCheck("published-slopes", "63 of the authors' curves have a slope at the end, with the quartiles −0.0150, 0.8708, 1.6094.", "the largest difference of a quartile, or of the number", 5e-5, _ => PublishedMeasures.Slopes()),
        new NumberCheck("published-best", "In 72 of the authors' 101 curves all data is the best, where chance would give 14.9 %.", "the largest difference of a count, or of the chance", 5e-4, _ => PublishedMeasures.Best()),
        new NumberCheck("sample-is-exact", "A stratified sample has the size that was asked for, whatever it is stratified by.", "events too many or too few, over sizes and ways", 0, _ => SampleMeasures.Missed()),
        new NumberCheck("sample-keeps-shares", "A sample by users keeps what share of all events heavy users have.", "the largest change of a share, of users with 200 events and more in samples of 2,000 and more", 0.002, _ => SampleMeasures.Shares()),
        new NumberCheck("sample-repeats", "The same seed draws the same sample, a kept factor included.", "events that differ", 0, _ => SampleMeasures.Moved()),
        new NumberCheck("thin-is-nested", "Every thinned training part lies within each larger one, by users and by histories.", "events of a smaller part that a larger one lacks", 0, _ => SampleMeasures.NotNested()),
        new NumberCheck("ndcg-by-hand", "NDCG with ratings as gains and with likes alone is that of a hand calculation, ties and lists without hits included.", "the largest difference", 1e-12, _ => NdcgMeasures.ByHand()),
        new NumberCheck("ndcg-skips-the-same", "Users with nothing held out are left out of the mean, of graded and of binary gains alike.", "the largest difference from the mean over users who have something held out", 1e-12, _ => NdcgMeasures.Skipped()),
    ];
}

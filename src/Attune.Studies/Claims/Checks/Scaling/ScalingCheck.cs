namespace Attune.Studies;

/// <summary>One check of the study of sizes: a number that must not be larger than what is allowed.</summary>
sealed class ScalingCheck : ICheck
{
    /// <summary>All of them.</summary>
    internal static IReadOnlyList<ICheck> All { get; } =
    [
        new ScalingCheck("published-points", "The authors' results give 725 stretched points, of which 82 and 83 of 111 lie in the upper corner.", 0, PublishedMeasures.Points) { Words = "the largest difference of a count from what the paper prints" },
        new ScalingCheck("published-slopes", "63 of the authors' curves have a slope at the end, with the quartiles −0.0150, 0.8708, 1.6094.", 5e-5, PublishedMeasures.Slopes) { Words = "the largest difference of a quartile, or of the number" },
        new ScalingCheck("published-best", "In 72 of the authors' 101 curves all data is the best, where chance would give 14.9 %.", 5e-4, PublishedMeasures.Best) { Words = "the largest difference of a count, or of the chance" },
        new ScalingCheck("sample-is-exact", "A stratified sample has the size that was asked for, whatever it is stratified by.", 0, SampleMeasures.Missed) { Words = "events too many or too few, over sizes and ways" },
        new ScalingCheck("sample-keeps-shares", "A sample by users keeps what share of all events heavy users have.", 0.002, SampleMeasures.Shares) { Words = "the largest change of a share, of users with 200 events and more in samples of 2,000 and more" },
        new ScalingCheck("sample-repeats", "The same seed draws the same sample, a kept factor included.", 0, SampleMeasures.Moved) { Words = "events that differ" },
        new ScalingCheck("thin-is-nested", "Every thinned training part lies within each larger one, by users and by histories.", 0, SampleMeasures.NotNested) { Words = "events of a smaller part that a larger one lacks" },
        new ScalingCheck("ndcg-by-hand", "NDCG with ratings as gains and with likes alone is that of a hand calculation, ties and lists without hits included.", 1e-12, NdcgMeasures.ByHand) { Words = "the largest difference" },
        new ScalingCheck("ndcg-skips-the-same", "Users with nothing held out are left out of the mean, of graded and of binary gains alike.", 1e-12, NdcgMeasures.Skipped) { Words = "the largest difference from the mean over users who have something held out" },
    ];

    readonly double _allowed;
    readonly Func<double> _measure;

    ScalingCheck(string id, string says, double allowed, Func<double> measure) => (Id, Says, _allowed, _measure) = (id, says, allowed, measure);

    public string Id { get; }

    public string Says { get; }

    string Words { get; init; } = "";

    public CheckResult Run(CheckSize size, FitContext context)
    {
        var found = _measure();
        return new CheckResult(found <= _allowed, found, _allowed, Words);
    }
}

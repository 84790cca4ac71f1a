namespace Attune.Studies;

/// <summary>One check of choosing what to learn from, and of watching drift: a number that must not be larger, or not smaller, than what is allowed.</summary>
sealed class AdaptationCheck : ICheck
{
    /// <summary>All of them.</summary>
    internal static IReadOnlyList<ICheck> All { get; } =
    [
        new AdaptationCheck("herding-is-greedy-mmd", "Herding takes at every step what a search over all candidates finds to bring MMD² to the reference lowest.", 0, (size, _) => SamplerMeasures.Herding(size is CheckSize.Full ? 200 : 60)) { Words = "places of the choice that differ" },
        new AdaptationCheck("weighted-frequencies", "Weighted draws pairs of five chunks as often as the exact distribution of draws without replacement says, negative scores included.", 43.82, (size, _) => SamplerMeasures.Frequencies(size is CheckSize.Full ? 200_000 : 20_000)) { Words = "χ² over 20 ordered pairs; chance exceeds what is allowed once in a thousand times" },
        new AdaptationCheck("diverse-updates-scores", "After every batch of diverse all scores are those of a loop over all pairs, and the next batch is drawn by them.", 1e-6, (_, _) => SamplerMeasures.Updates()) { Words = "the largest difference of a score, or 1 for a batch drawn by other scores" },
        new AdaptationCheck("craig-brute-force", "Facility location is greedy as a search over all candidates is, and reaches 1 − 1 ⁄ e of the best of all subsets.", 0, (_, _) => MatchingMeasures.Cover()) { Words = "places that differ, and one for each optimum missed" },
        new AdaptationCheck("grad-match-brute-force", "Matching pursuit takes what a search over all candidates takes, with the weights of the best of all sets of positive ones.", 1e-6, (_, _) => MatchingMeasures.Pursuit()) { Words = "the largest difference of a weight, or 1 for another choice" },
        new AdaptationCheck("bm25", "Scores and similarities of tokens are BM25 by hand.", 1e-6, (_, _) => TokenMeasures.ByHand()) { Words = "the largest relative difference" },
        new AdaptationCheck("permutation-test-level", "Where nothing has changed, the p-values of the permutation test are spread evenly from 0 to 1.", 0.115, (size, context) => DriftMeasures.Level(size is CheckSize.Full ? 1000 : 200, context)) { Words = "the largest distance of their distribution from the even one, over both kernels" },
        new AdaptationCheck("same-seed-same-list", "The same seed chooses the same list, on one thread, on two, and with the vectors on the disk, whatever the sampler.", 0, (_, _) => SamplerMeasures.Moved()) { Words = "lists that differ" },
        new AdaptationCheck("planted-drift-found", "Of a pool with a fifth of the new regime, the best fifth by tokens and by vectors of items holds 2.5 times as much of it.", 2.5, (size, context) => DriftMeasures.Enrichment(size is CheckSize.Full ? 2000 : 400, context)) { Least = true, Words = "the smaller of both enrichments" },
        new AdaptationCheck("diverse-is-near-and-varied", "Chosen by diverse with its mean, chunks of the planted shop are nearer to the reference than at random and more varied than the top.", 1, (size, context) => DriftMeasures.NearAndVaried(size is CheckSize.Full ? 2000 : 400, context)) { Words = "the larger of MMD² over that at random and mean cosine over that of the top" },
        new AdaptationCheck("reference-size", "Scores by 100 chunks of reference order candidates as scores by 1,000 do.", 0.9, (_, context) => DriftMeasures.ReferenceSize(context)) { Least = true, Words = "Spearman's rank correlation, the smaller of tokens and vectors of items" },
        new AdaptationCheck("selection-time", "Choosing by top, weighted, knn-weighted and diverse takes time nearly in proportion to the number of candidates.", 1.25, (size, context) => GrowthMeasures.Exponent(size is CheckSize.Full ? 250_000 : 50_000, context)) { Words = "the largest exponent of time over a fourfold number, the best of three runs each" },
    ];

    readonly double _allowed;
    readonly Func<CheckSize, FitContext, double> _measure;

    AdaptationCheck(string id, string says, double allowed, Func<CheckSize, FitContext, double> measure) => (Id, Says, _allowed, _measure) = (id, says, allowed, measure);

    public string Id { get; }

    public string Says { get; }

    // Whether the number must be at least what is allowed, instead of at most that.
    bool Least { get; init; }

    string Words { get; init; } = "";

    public CheckResult Run(CheckSize size, FitContext context)
    {
        var found = _measure(size, context);
        return new CheckResult(Least ? found >= _allowed : found <= _allowed, found, _allowed, Words);
    }
}

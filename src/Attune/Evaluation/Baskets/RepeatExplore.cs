namespace Attune;

/// <summary>
/// Next baskets parted into what had been bought before (repeats) and what is new (explores), after Li et al., "A next basket recommendation reality check", TOIS 2023.
/// </summary>
/// <param name="Users">Users with a basket.</param>
/// <param name="Share">The share of a basket that is repeats, mean over users; 1 in calendar files, which tell of nothing else.</param>
/// <param name="RepeatRecall">Where the whole catalog is ranked: the share of a user's repeats within the first k places ("repeat-recall@k"), over users with repeats. Empty otherwise.</param>
/// <param name="ExploreRecall">The same of explores ("explore-recall@k").</param>
public sealed record RepeatExplore(int Users, double Share, IReadOnlyList<MetricScore> RepeatRecall, IReadOnlyList<MetricScore> ExploreRecall);

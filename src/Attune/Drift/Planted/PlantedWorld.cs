namespace Attune;

/// <summary>A made-up shop with a known change.</summary>
/// <param name="Data">All events, with times.</param>
/// <param name="Before">Chunks of the old regime, to train on.</param>
/// <param name="Candidates">The pool.</param>
/// <param name="Reference">Chunks of the new regime, newer than the pool.</param>
/// <param name="Changed">Users whose chunk in the pool is of the new regime.</param>
sealed record PlantedWorld(Dataset Data, HistoryChunks Before, HistoryChunks Candidates, HistoryChunks Reference, IReadOnlySet<string> Changed)
{
    /// <summary>Whether a candidate is of the new regime.</summary>
    internal bool IsNew(int candidate) => Changed.Contains(Data.Users[Candidates.UserOf(candidate)]);

    /// <summary>How often the new regime's share among the chosen is that among all candidates: 1 for a choice at random.</summary>
    internal double Enrichment(IReadOnlyCollection<int> chosen) => chosen.Count(IsNew) / (double)chosen.Count / (Enumerable.Range(0, Candidates.Count).Count(IsNew) / (double)Candidates.Count);
}

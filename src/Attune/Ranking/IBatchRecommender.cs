namespace Attune;

/// <summary>
/// A model that scores what users have had before, many users together at much less cost than one by one: lists of <see cref="Seen.Only"/> are made from it. As sums of another order are rounded
/// differently, scores may differ from those of <see cref="IRecommender.Score"/> by 10⁻⁵ of the largest.
/// </summary>
interface IBatchRecommender : IRecommender
{
    /// <summary>Writes for each query the items of its history that can be scored, each once, and their scores; none where the model cannot say. The arrays are the caller's.</summary>
    void ScoreHistories(ReadOnlySpan<Query> queries, Span<(int[] Items, float[] Scores)> results);
}

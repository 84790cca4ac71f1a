namespace Attune;

/// <summary>A list as shown to one user: the best first.</summary>
/// <param name="Items">
/// The items, best first; ties by ascending index. Where a re-ranker was asked for, in its order, with the model's scores, which then need not fall.
/// </param>
/// <param name="Source">
/// The name of the model that made the list (the fallback that answered, where the asked model could not) and of the re-ranker: <c>ease+mmr:0.7</c>.
/// </param>
/// <param name="Ignored">Parts of the query that were given but that the model does not read.</param>
public sealed record RankedList(IReadOnlyList<RankedItem> Items, string Source, QueryParts Ignored)
{
    /// <summary>The first <paramref name="n"/> places of a model's best candidates, in the order of the re-ranker where there is one.</summary>
    internal static RankedList Of(IRecommender model, Query query, ReadOnlySpan<int> candidates, ReadOnlySpan<float> scores, int n, IReranker? rerank)
    {
        var order = Reordering.Of(rerank, model)?.Order(query, candidates, scores, n);
        var items = new RankedItem[Math.Min(n, candidates.Length)];
        for (var i = 0; i < items.Length; i++)
        {
            var at = order is null ? i : order[i];
            items[i] = new RankedItem(candidates[at], scores[at]);
        }
        var answering = model.AnsweringTo(query);
        return new RankedList(items, Reordering.Named(answering.NameOf(), rerank), query.Parts & ~answering.Trainer.Reads);
    }
}

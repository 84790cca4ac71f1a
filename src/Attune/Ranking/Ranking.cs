using Attune.Numerics;

namespace Attune;

/// <summary>Asks a model in the ids of the shop. An id that the model does not know is ordinary: the answer is what it can do for anybody, never an exception.</summary>
public static class Ranking
{
    /// <summary>
    /// The best items for a user. For an unknown one, the list is what the model can do for nobody in particular: the favourites of all from
    /// popularity, an empty list from a model that needs a history (ask those by <see cref="Query.From"/>).
    /// </summary>
    /// <param name="model">Any fitted model.</param>
    /// <param name="user">The user's id.</param>
    /// <param name="n">Length of the list, at least 1.</param>
    /// <param name="seen">What happens to items of the history; null = the model's default.</param>
    /// <param name="filter">Keeps the items for which it holds (<see cref="ItemFilter"/>); null keeps all.</param>
    /// <param name="rerank">Puts the candidates into another order (<see cref="Reranking.Parse"/>); null leaves the model's.</param>
    public static IReadOnlyList<Recommended> Recommend(this IRecommender model, string user, int n = 10, Seen? seen = null, Func<int, bool>? filter = null, IReranker? rerank = null) =>
        model.Recommend(Query.For(model.Catalog.Users.IndexOf(user)), n, seen, filter, rerank);

    /// <inheritdoc cref="Recommend(IRecommender, string, int, Seen?, Func{int, bool}?, IReranker?)"/>
    /// <summary>The best items for a query.</summary>
    /// <param name="model">Any fitted model.</param>
    /// <param name="query">For whom, or for what words.</param>
    /// <param name="n">Length of the list, at least 1.</param>
    /// <param name="seen">What happens to items of the history; null = the model's default.</param>
    /// <param name="filter">Keeps the items for which it holds (<see cref="ItemFilter"/>); null keeps all.</param>
    /// <param name="rerank">Puts the candidates into another order (<see cref="Reranking.Parse"/>); null leaves the model's.</param>
    public static IReadOnlyList<Recommended> Recommend(this IRecommender model, Query query, int n = 10, Seen? seen = null, Func<int, bool>? filter = null, IReranker? rerank = null)
    {
        var list = TopN.For(model, query, n, seen, filter, rerank);
        return [.. list.Items.Select(i => Named(model, i.Item, i.Score, list.Source))];
    }

    /// <summary>
    /// The items most like one item: by the model's own similarity where it has one (<see cref="ISimilarItems"/>), else by what it would recommend to
    /// somebody who has just that item, else, where it reads texts, by the item's words. Empty where the model can do none of these. An item
    /// that training has not seen is found by its <paramref name="text"/>.
    /// </summary>
    /// <param name="model">Any fitted model.</param>
    /// <param name="item">The item's id; it may be new.</param>
    /// <param name="n">Length of the list, at least 1.</param>
    /// <param name="text">The words of the item, for models that read texts; null = what the catalog knows.</param>
    /// <param name="filter">Keeps the items for which it holds (<see cref="ItemFilter"/>); null keeps all.</param>
    public static IReadOnlyList<Recommended> Similar(this IRecommender model, string item, int n = 10, string? text = null, Func<int, bool>? filter = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        var catalog = model.Catalog;
        var index = catalog.Items.IndexOf(item);
        var scores = new float[catalog.Items.Count];
        if (Compare(model, index, text ?? (index < 0 ? null : catalog.ItemFeatures?.Text(index)), scores) is not { } source) return [];
        for (var i = 0; i < scores.Length; i++)
            if (i == index || filter?.Invoke(i) == false) scores[i] = float.NaN;
        var best = new int[Math.Min(n, scores.Length)];
        var found = TopK.Select(scores, catalog.AllItems, best);
        return [.. best.Take(found).Select(i => Named(model, i, scores[i], source))];
    }

    /// <summary>Fills the scores of all items by likeness and names the model that could, or returns null.</summary>
    static string? Compare(IRecommender model, int item, string? text, Span<float> scores)
    {
        if (item >= 0)
        {
            var query = Query.From(item);
            var answering = model.AnsweringTo(query);
            if (answering is ISimilarItems own) own.Similarities(item, scores);
            else if (answering.Trainer.Reads.HasFlag(QueryParts.History)) answering.Score(query, model.Catalog.AllItems, scores);
            else return ByText(model, text, scores);
            return answering.NameOf();
        }
        return ByText(model, text, scores);
    }

    static string? ByText(IRecommender model, string? text, Span<float> scores)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var query = new Query { Text = text };
        var answering = model.AnsweringTo(query);
        if (!answering.Trainer.Reads.HasFlag(QueryParts.Text)) return null;
        answering.Score(query, model.Catalog.AllItems, scores);
        return answering.NameOf();
    }

    static Recommended Named(IRecommender model, int item, float score, string source) =>
        new(model.Catalog.Items[item], model.Catalog.ItemFeatures?.Title(item), score, source);
}

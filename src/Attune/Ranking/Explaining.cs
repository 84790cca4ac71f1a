namespace Attune;

/// <summary>Explains any model's scores by the items of the history.</summary>
public static class Explaining
{
    /// <summary>
    /// Why this item for this query: by the model's own account where it has one (<see cref="IExplain"/>), else by leaving out each item of the
    /// history in turn. Costs one score per distinct history item.
    /// </summary>
    /// <param name="model">Any fitted model.</param>
    /// <param name="query">For whom; unknown users and items are ordinary.</param>
    /// <param name="item">Dense index of the item to explain, recommended or not.</param>
    public static Explanation Explain(this IRecommender model, Query query, int item)
    {
        var answering = model.AnsweringTo(query);
        var score = ScoreOf(answering, query, item);
        var (method, parts) = float.IsNaN(score) ? ("none", [])
            : answering is IExplain own ? ("own", Own(own, query, item))
            : answering.Trainer.Reads.HasFlag(QueryParts.History) ? ("leave-one-out", LeaveOneOut(answering, query, item))
            : ("none", []);
        var catalog = model.Catalog;
        var known = item >= 0 && item < catalog.Items.Count;
        return new Explanation(known ? item : -1, known ? catalog.Items[item] : "", Title(item), score, answering.NameOf(), method,
            [.. parts.OrderByDescending(p => p.Value).ThenBy(p => p.Key).Select(p => new Contribution(p.Key, catalog.Items[p.Key], Title(p.Key), p.Value))]);

        string? Title(int i) => catalog.ItemFeatures?.Title(i);
    }

    /// <inheritdoc cref="Explain(IRecommender, Query, int)"/>
    /// <param name="model">Any fitted model.</param>
    /// <param name="user">The user's id; an unknown one has no history to explain by.</param>
    /// <param name="item">The item's id.</param>
    public static Explanation Explain(this IRecommender model, string user, string item) =>
        model.Explain(Query.For(model.Catalog.Users.IndexOf(user)), model.Catalog.Items.IndexOf(item)) with { Id = item };

    static Dictionary<int, float> Own(IExplain model, Query query, int item)
    {
        var history = model.Catalog.HistoryOf(query);
        var contributions = new float[history.Count];
        model.Contributions(query, item, contributions);
        var parts = new Dictionary<int, float>();
        for (var i = 0; i < contributions.Length; i++) parts[history.Items[i]] = parts.GetValueOrDefault(history.Items[i]) + contributions[i];
        return parts;
    }

    static Dictionary<int, float> LeaveOneOut(IRecommender model, Query query, int item)
    {
        var history = model.Catalog.HistoryOf(query);
        var (items, weights) = (history.Items.ToArray(), history.Weights.ToArray());
        var whole = ScoreOf(model, query with { History = items, Weights = weights }, item);
        return items.Distinct().ToDictionary(left => left, left =>
        {
            var rest = Enumerable.Range(0, items.Length).Where(i => items[i] != left).ToArray();
            var without = ScoreOf(model, query with { History = [.. rest.Select(i => items[i])], Weights = [.. rest.Select(i => weights[i])] }, item);
            return whole - (float.IsNaN(without) ? 0 : without);
        });
    }

    static float ScoreOf(IRecommender model, Query query, int item)
    {
        Span<float> score = [float.NaN];
        model.Score(query, [item], score);
        return score[0];
    }
}

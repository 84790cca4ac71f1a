using Attune.Numerics;

namespace Attune;

/// <summary>
/// What a learned factorisation machine comes to once its features are summed up: score = constant(u) + bias(i) + person(u) · Items(i), where a person is the sum of the
/// user's row and of the history's rows, and the constant is w_0 + Σ w·x + (|person|² − Σ x²|v|²) / 2 over their features.
/// </summary>
/// <param name="Users">Users × factors: Σ x·v of the user's own features.</param>
/// <param name="UserTerms">For each user Σ w·x, then for each user Σ x²|v|².</param>
/// <param name="Items">Items × factors.</param>
/// <param name="ItemBiases">For each item Σ w·x + (|Σ x·v|² − Σ x²|v|²) / 2.</param>
/// <param name="History">Items × factors: v of an item in a history; empty without history.</param>
/// <param name="HistoryWeights">w of an item in a history; empty without history.</param>
/// <param name="Base">w_0.</param>
sealed record FactorizationParts(float[] Users, float[] UserTerms, float[] Items, float[] ItemBiases, float[] History, float[] HistoryWeights, float Base)
{
    /// <summary>What an item of weight <paramref name="weight"/> counts among <paramref name="others"/> items.</summary>
    internal static float ValueOf(float weight, int others, RatingScale scale) =>
        (scale.Max > scale.Min ? (weight - scale.Mean) / ((scale.Max - scale.Min) / 2) : scale.Max == 0 ? 1 : 0) / MathF.Sqrt(Math.Max(1, others));

    /// <summary>Writes the vector of a person, of a known user (or −1) with a history, and returns the person's constant.</summary>
    internal float Person(int user, History history, RatingScale scale, Span<float> vector)
    {
        var width = vector.Length;
        var (constant, squares) = (Base, 0f);
        if (user < 0) vector.Clear();
        else
        {
            Users.AsSpan(user * width, width).CopyTo(vector);
            (constant, squares) = (constant + UserTerms[user], UserTerms[UserTerms.Length / 2 + user]);
        }
        for (var h = 0; h < history.Count; h++)
        {
            var x = ValueOf(history.Weights[h], history.Count, scale);
            var row = History.AsSpan(history.Items[h] * width, width);
            Vectors.Axpy(x, row, vector);
            constant += x * HistoryWeights[history.Items[h]];
            squares += x * x * Vectors.Dot(row, row);
        }
        return constant + (Vectors.Dot(vector, vector) - squares) / 2;
    }

    internal void RequireFinite(ITrainer trainer) =>
        LatentFactors.RequireFinite(trainer, "Lower learningRate, or raise regularization.", Users, UserTerms, Items, ItemBiases, History, HistoryWeights);

    internal void Export(Weights weights, Catalog catalog, int factors)
    {
        weights.Add("user_factors", Users, catalog.Users.Count, factors).Add("user_terms", UserTerms, 2, catalog.Users.Count)
            .Add("item_factors", Items, catalog.Items.Count, factors).Add("item_bias", ItemBiases).Add("base", [Base]);
        if (History.Length > 0) weights.Add("history_factors", History, catalog.Items.Count, factors).Add("history_weights", HistoryWeights);
    }

    internal static FactorizationParts Of(Weights weights, Catalog catalog, int factors, bool history)
    {
        var (users, items) = (catalog.Users.Count, catalog.Items.Count);
        return new FactorizationParts(weights.Float("user_factors", (long)users * factors), weights.Float("user_terms", 2L * users),
            weights.Float("item_factors", (long)items * factors), weights.Float("item_bias", items),
            history ? weights.Float("history_factors", (long)items * factors) : [], history ? weights.Float("history_weights", items) : [], weights.Float("base", 1)[0]);
    }
}

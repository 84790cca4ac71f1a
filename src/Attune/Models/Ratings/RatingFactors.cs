using System.Numerics;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// What the models with r(u, i) = μ + b(u) + b(i) + p(u)·q(i) have learned, and how they answer with it. A user or item that is not known contributes
/// nothing: the known part of the sum is the prediction, inside the range of the training ratings.
/// </summary>
sealed class RatingFactors(RatingScale scale, int width, float[] users, float[] items, float[] userBias, float[] itemBias)
{
    internal RatingScale Scale => scale;

    internal float[] Users => users;

    internal float[] Items => items;

    internal float[] UserBias => userBias;

    internal float[] ItemBias => itemBias;

    /// <summary>A start: vectors of normal numbers, biases 0; what an earlier model of the same kind knows takes their place.</summary>
    internal static RatingFactors Start(Dataset data, RatingScale scale, ITrainer trainer, FitContext context, int width, Seed seed, double deviation)
    {
        var start = new RatingFactors(scale, width, LatentFactors.Normal(data.Users.Count, width, seed.Derive("users"), (float)deviation),
            LatentFactors.Normal(data.Items.Count, width, seed.Derive("items"), (float)deviation), new float[data.Users.Count], new float[data.Items.Count]);
        LatentFactors.CopyKnown(context, trainer, "user_factors", c => c.Users, data.Users, width, start.Users);
        LatentFactors.CopyKnown(context, trainer, "item_factors", c => c.Items, data.Items, width, start.Items);
        LatentFactors.CopyKnown(context, trainer, "user_bias", c => c.Users, data.Users, 1, start.UserBias);
        LatentFactors.CopyKnown(context, trainer, "item_bias", c => c.Items, data.Items, 1, start.ItemBias);
        return start;
    }

    /// <summary>What <see cref="Export"/> stored.</summary>
    internal static RatingFactors Restore(Catalog catalog, Weights weights, int width) => new(RatingScale.Of(weights), width,
        weights.Float("user_factors", (long)catalog.Users.Count * width), weights.Float("item_factors", (long)catalog.Items.Count * width),
        weights.Float("user_bias", catalog.Users.Count), weights.Float("item_bias", catalog.Items.Count));

    internal void Export(Weights weights)
    {
        scale.Export(weights);
        weights.Add("user_factors", users, userBias.Length, width).Add("item_factors", items, itemBias.Length, width).Add("user_bias", userBias).Add("item_bias", itemBias);
    }

    /// <summary>Whether the query is that of a known user with the history that training knew.</summary>
    internal bool Knows(Query query) => query.History is null && (uint)query.User < (uint)userBias.Length;

    internal ReadOnlySpan<float> User(int user) => users.AsSpan(user * width, width);

    internal ReadOnlySpan<float> Item(int item) => items.AsSpan(item * width, width);

    /// <summary>The predictions for somebody with this vector and bias.</summary>
    internal void Score(ReadOnlySpan<float> person, float bias, ReadOnlySpan<int> wanted, Span<float> scores)
    {
        var start = scale.Mean + bias;
        for (var i = 0; i < wanted.Length; i++)
        {
            var item = wanted[i];
            scores[i] = scale.Clip((uint)item < (uint)itemBias.Length ? start + itemBias[item] + Vectors.Dot(person, Item(item)) : start);
        }
    }

    /// <summary>
    /// The vector and, as the last number, the bias that minimise Σ e² + <paramref name="pull"/> · count · (b² + |p|²) over these ratings, the items held
    /// fixed and <paramref name="beside"/> (empty for none) added to the vector; zeros for no ratings.
    /// </summary>
    internal float[] FoldIn(History rated, double pull, ReadOnlySpan<float> beside)
    {
        var rows = new float[rated.Count * (width + 1)];
        var targets = new float[rated.Count];
        for (var e = 0; e < rated.Count; e++)
        {
            var item = rated.Items[e];
            Item(item).CopyTo(rows.AsSpan(e * (width + 1)));
            rows[e * (width + 1) + width] = 1;
            targets[e] = rated.Weights[e] - scale.Mean - itemBias[item] - Vectors.Dot(beside, Item(item));
        }
        return Ridge.Solve(rows, targets, width + 1, (float)pull * rated.Count);
    }

    internal void RequireFinite(ITrainer trainer, string advice) => LatentFactors.RequireFinite(trainer, advice, users, items, userBias, itemBias);
}

using System.Buffers;
using Attune.Numerics;

namespace Attune;

/// <summary>Fitted models that score by what a user's own baskets say and by what those of like users say; they score the whole catalog, and show what was bought before.</summary>
static class BasketNeighbors
{
    /// <summary>Adds up the score of every item, from zeros.</summary>
    /// <param name="user">The user whose own vector is no neighbour; outside the users for nobody.</param>
    /// <param name="items">The items of the history.</param>
    /// <param name="values">What the user's own baskets say of them.</param>
    /// <param name="scores">One for each item of the catalog.</param>
    /// <param name="room">Zeros, one for each user.</param>
    internal delegate void Adding(int user, IReadOnlyList<int> items, float[] values, Span<float> scores, Span<float> room);

    /// <summary>Makes one.</summary>
    /// <param name="trainer">Its options.</param>
    /// <param name="catalog">What it knows, with times.</param>
    /// <param name="valuesOf">What a user's own baskets say of each item of a history.</param>
    /// <param name="add">Adds up scores.</param>
    internal static IRecommender Of(ITrainer trainer, Catalog catalog, Func<PurchaseHistory, float[]> valuesOf, Adding add) => new Model(trainer, catalog, valuesOf, add);

    /// <summary>The users with the best scores that are not NaN, best first; equals by index.</summary>
    internal static int[] Best(ReadOnlySpan<float> scores, int count)
    {
        var (all, best) = (new int[scores.Length], new int[Math.Min(count, scores.Length)]);
        for (var u = 0; u < all.Length; u++) all[u] = u;
        return best[..TopK.Select(scores, all, best)];
    }

    sealed class Model(ITrainer trainer, Catalog catalog, Func<PurchaseHistory, float[]> valuesOf, Adding add) : IRecommender
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public Seen DefaultSeen => Seen.Only;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var history = catalog.PurchasesOf(query);
            if (history.Items.Count == 0)
            {
                scores.Fill(float.NaN);
                return;
            }
            var (all, room) = (ArrayPool<float>.Shared.Rent(catalog.Items.Count), ArrayPool<float>.Shared.Rent(catalog.Users.Count));
            var (sums, zeros) = (all.AsMemory(0, catalog.Items.Count), room.AsMemory(0, catalog.Users.Count));
            sums.Span.Clear();
            zeros.Span.Clear();
            add(query.User, history.Items, valuesOf(history), sums.Span, zeros.Span);
            for (var i = 0; i < items.Length; i++) scores[i] = (uint)items[i] < (uint)sums.Length ? all[items[i]] : float.NaN;
            ArrayPool<float>.Shared.Return(all);
            ArrayPool<float>.Shared.Return(room);
        }

        public void Export(Weights weights)
        {
        }
    }
}

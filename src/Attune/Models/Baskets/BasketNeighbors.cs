using System.Buffers;
using Attune.Numerics;

namespace Attune;

/// <summary>A fitted model that scores by what a user's own baskets say and by what those of like users say; it scores the whole catalog, and shows what was bought before.</summary>
abstract class BasketNeighbors(ITrainer trainer, Catalog catalog, BasketVectors vectors) : IRecommender
{
    public ITrainer Trainer => trainer;

    public Catalog Catalog => catalog;

    public Seen DefaultSeen => Seen.Only;

    protected BasketVectors Vectors => vectors;

    /// <summary>What the user's own baskets say of each item of the history.</summary>
    protected abstract float[] ValuesOf(PurchaseHistory history);

    /// <summary>Adds up the score of every item, from zeros.</summary>
    /// <param name="user">The user whose own vector is no neighbour; outside the users for nobody.</param>
    /// <param name="items">The items of the history.</param>
    /// <param name="values">What <see cref="ValuesOf"/> says of them.</param>
    /// <param name="scores">One for each item of the catalog.</param>
    /// <param name="room">Zeros, one for each user.</param>
    protected abstract void Add(int user, IReadOnlyList<int> items, float[] values, Span<float> scores, Span<float> room);

    public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
    {
        var history = catalog.PurchasesOf(query);
        if (history.Items.Count == 0)
        {
            scores.Fill(float.NaN);
            return;
        }
        var (all, room) = (ArrayPool<float>.Shared.Rent(catalog.Items.Count), ArrayPool<float>.Shared.Rent(catalog.Users.Count));
        var sums = all.AsSpan(0, catalog.Items.Count);
        sums.Clear();
        room.AsSpan(0, catalog.Users.Count).Clear();
        Add(query.User, history.Items, ValuesOf(history), sums, room.AsSpan(0, catalog.Users.Count));
        for (var i = 0; i < items.Length; i++) scores[i] = (uint)items[i] < (uint)sums.Length ? sums[items[i]] : float.NaN;
        ArrayPool<float>.Shared.Return(all);
        ArrayPool<float>.Shared.Return(room);
    }

    public void Export(Weights weights)
    {
    }

    /// <summary>Adds a user's vector times a number.</summary>
    protected void AddRow(int user, float times, Span<float> scores)
    {
        var items = vectors.ByUser.Row(user);
        var values = vectors.ByUser.RowValues(user);
        for (var i = 0; i < items.Length; i++) scores[items[i]] += times * values[i];
    }

    /// <summary>The users with the best scores that are not NaN, best first; equals by index.</summary>
    protected static int[] Best(Span<float> scores, int count)
    {
        var (all, best) = (new int[scores.Length], new int[Math.Min(count, scores.Length)]);
        for (var u = 0; u < all.Length; u++) all[u] = u;
        return best[..TopK.Select(scores, all, best)];
    }
}

using System.Buffers;
using System.Collections.Concurrent;
using Attune.Numerics;

namespace Attune.Serving;

/// <summary>
/// A model laid out for requests: its items are joined with those of the space, and whether each may be listed at all is one bit, kept up as items change.
/// Read from many threads; <see cref="Touch"/> by one at a time.
/// </summary>
sealed class ServedModel
{
    readonly ItemIndex _items;
    readonly int[] _slotOf;
    readonly ulong[] _listable;
    readonly ConcurrentBag<Ranker> _rankers = [];
    readonly Lazy<CoOccurrence> _together;
    readonly Lazy<CsrMatrix> _byItem;

    internal ServedModel(ActiveModel active, ItemIndex items)
    {
        (Active, _items) = (active, items);
        var catalog = active.Model.Catalog;
        _byItem = new(catalog.Histories.Transpose);
        _together = new(() => new CoOccurrence(catalog.Histories));
        _slotOf = new int[catalog.Items.Count];
        _listable = new ulong[(_slotOf.Length + 63) / 64];
        for (var i = 0; i < _slotOf.Length; i++)
        {
            _slotOf[i] = items.SlotOf(catalog.Items[i]);
            Mark(i);
        }
    }

    internal ActiveModel Active { get; }

    internal IRecommender Model => Active.Model;

    internal string Version => Active.Version;

    /// <summary>The item of the space behind an item of the model; null where the space has it no more.</summary>
    internal ItemEntry? EntryOf(int item) => _items[_slotOf[item]];

    /// <summary>The model's number of an item; −1 where training did not know it.</summary>
    internal int IndexOf(ItemEntry entry) => Model.Catalog.Items.IndexOf(entry.Id);

    /// <summary>Looks again at items that have changed.</summary>
    internal void Touch(IReadOnlyList<int> slots)
    {
        for (var s = 0; s < slots.Count; s++)
        {
            if (Model.Catalog.Items.IndexOf(_items.IdOf(slots[s])) is not (>= 0 and var item)) continue;
            _slotOf[item] = slots[s];
            Mark(item);
        }
    }

    /// <summary>The best candidates for a query, best first.</summary>
    /// <param name="query">For whom.</param>
    /// <param name="n">How many at most.</param>
    /// <param name="mayList">What else an item must fulfill.</param>
    internal RankedItem[] Rank(Query query, int n, Func<ItemEntry, bool> mayList)
    {
        var ranker = _rankers.TryTake(out var idle) ? idle : new Ranker(Model);
        var best = ranker.Rank(query, n, Seen.Include, i => IsListable(i) && EntryOf(i) is { } entry && mayList(entry));
        var ranked = new RankedItem[best.Length];
        for (var i = 0; i < ranked.Length; i++) ranked[i] = new RankedItem(best[i], ranker.Scores[best[i]]);
        _rankers.Add(ranker);
        return ranked;
    }

    /// <summary>The best of a few items, best first; those that the model cannot score are left out.</summary>
    internal RankedItem[] RankAmong(Query query, IEnumerable<ItemEntry> among)
    {
        int[] items = [.. among.Select(IndexOf).Where(i => i >= 0)];
        var scores = new float[items.Length];
        Model.Score(query, items, scores);
        return [.. items.Select((item, i) => new RankedItem(item, scores[i])).Where(r => !float.IsNaN(r.Score)).OrderByDescending(r => r.Score).ThenBy(r => r.Item)];
    }

    /// <summary>The items most like some, best first: the sum of their likeness to each. Those that the model was not trained on have none.</summary>
    internal RankedItem[] Similar(IReadOnlyList<ItemEntry> seeds, int n, Func<ItemEntry, bool> mayList)
    {
        int[] known = [.. seeds.Select(IndexOf).Where(i => i >= 0)];
        if (known.Length == 0) return [];
        var answering = Model.AnsweringTo(Query.From(known));
        if (answering is not ISimilarItems likeness)
            return answering.Trainer.Reads.HasFlag(QueryParts.History) ? Rank(Query.From(known), n, e => mayList(e) && Array.IndexOf(known, IndexOf(e)) < 0) : [];
        var (sums, one) = (ArrayPool<float>.Shared.Rent(_slotOf.Length), ArrayPool<float>.Shared.Rent(_slotOf.Length));
        try
        {
            return Best(SumOf(likeness, known, sums, one), n, mayList);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(sums);
            ArrayPool<float>.Shared.Return(one);
        }
    }

    Span<float> SumOf(ISimilarItems likeness, int[] seeds, float[] sums, float[] one)
    {
        var total = sums.AsSpan(0, _slotOf.Length);
        var next = one.AsSpan(0, _slotOf.Length);
        total.Clear();
        foreach (var seed in seeds)
        {
            likeness.Similarities(seed, next);
            for (var i = 0; i < next.Length; i++) total[i] += float.IsNaN(next[i]) ? 0 : next[i];
        }
        foreach (var seed in seeds) total[seed] = 0;
        return total;
    }

    RankedItem[] Best(Span<float> scores, int n, Func<ItemEntry, bool> mayList)
    {
        for (var i = 0; i < scores.Length; i++)
            if (!(scores[i] > 0) || !IsListable(i) || EntryOf(i) is not { } entry || !mayList(entry)) scores[i] = float.NaN;
        var best = new int[Math.Min(n, scores.Length)];
        var ranked = new RankedItem[TopK.Select(scores, Model.Catalog.AllItems, best)];
        for (var i = 0; i < ranked.Length; i++) ranked[i] = new RankedItem(best[i], scores[best[i]]);
        return ranked;
    }

    /// <summary>
    /// Users of training in falling order of likeness to a query: the cosine of what they had, each item counting by how few have it (1 / √users). Safe for many threads.
    /// </summary>
    internal IEnumerable<ScoredId> Neighbors(Query query)
    {
        var (catalog, byItem) = (Model.Catalog, _byItem.Value);
        var (sums, length) = (new Dictionary<int, double>(), 0.0);
        foreach (var item in catalog.HistoryOf(query).Items.ToArray().Distinct())
        {
            var users = byItem.Row(item);
            length += 1.0 / Math.Max(1, users.Length);
            foreach (var user in users) sums[user] = sums.GetValueOrDefault(user) + 1.0 / users.Length;
        }
        return sums.Select(s => new ScoredId(catalog.Users[s.Key], s.Value / Math.Sqrt(length * LengthOf(s.Key))))
            .OrderByDescending(s => s.Score).ThenBy(s => s.Id, StringComparer.Ordinal);

        double LengthOf(int user)
        {
            var sum = 0.0;
            foreach (var item in catalog.Histories.Row(user)) sum += 1.0 / byItem.Row(item).Length;
            return sum;
        }
    }

    /// <summary>Puts candidates into an order of more variety: maximal marginal relevance, likeness being who had both items in training.</summary>
    /// <param name="ranked">The candidates, best first.</param>
    /// <param name="diversity">0 for the order as it is … 1 for nothing but variety.</param>
    /// <param name="order">Gets their positions in the new order; as long as the candidates.</param>
    internal void Vary(ReadOnlySpan<RankedItem> ranked, double diversity, Span<int> order)
    {
        var (items, scores) = (new int[ranked.Length], new float[ranked.Length]);
        for (var i = 0; i < items.Length; i++) (items[i], scores[i]) = (ranked[i].Item, ranked[i].Score);
        Mmr.Order(1 - diversity, items, scores, order, (placed, candidates, alike) =>
        {
            for (var c = 0; c < candidates.Length; c++) alike[c] = _together.Value.Cosine(placed, candidates[c]);
        });
    }

    internal bool IsListable(int item) => (_listable[item >> 6] >> (item & 63) & 1) != 0;

    void Mark(int item)
    {
        ref var word = ref _listable[item >> 6];
        var bit = 1ul << (item & 63);
        if (_slotOf[item] >= 0 && _items[_slotOf[item]] is { IsHidden: false }) Interlocked.Or(ref word, bit);
        else Interlocked.And(ref word, ~bit);
    }
}

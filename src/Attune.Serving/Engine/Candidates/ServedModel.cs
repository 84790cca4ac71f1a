using System.Buffers;
using System.Collections.Concurrent;
using System.Numerics;
using Attune.Numerics;

namespace Attune.Serving;

/// <summary>
/// A model laid out for requests: its items are joined with those of the space, and whether each may be listed is one bit, kept up as items change.
/// Read from many threads; <see cref="Touch"/> by one at a time.
/// </summary>
sealed class ServedModel
{
    // Below so many items a scan of codes saves nothing; and above so many its bound is taken at half, which no item of random or trained vectors has been seen to miss.
    const int FewItems = 4096, ManyItems = 100_000;

    readonly ItemIndex _items;
    readonly int[] _slotOf;
    readonly ItemMasks _masks;
    readonly ItemCodes? _codes;
    readonly ConcurrentBag<CodeScan> _scans = [];
    readonly ConcurrentBag<Ranker> _rankers = [];

    internal ServedModel(ActiveModel active, ItemIndex items)
    {
        (Active, _items) = (active, items);
        var catalog = active.Model.Catalog;
        _slotOf = new int[catalog.Items.Count];
        for (var i = 0; i < _slotOf.Length; i++) _slotOf[i] = items.SlotOf(catalog.Items[i]);
        _masks = new ItemMasks(_slotOf.Length, EntryOf);
        if (Model is IInnerProduct product && _slotOf.Length >= FewItems && ItemCodes.Fits(_slotOf.Length, product.ItemVectors.Length / _slotOf.Length)) _codes = new ItemCodes(product);
        // What the first request would wait for.
        _masks.Of(ListFilter.None);
        if (Model.Catalog.Items.Count > 0) _ = Model.Catalog.Items.IndexOf("");
        if (Model is IInnerProduct first) first.TryVector(Query.From(0), new float[first.ItemVectors.Length / Math.Max(1, _slotOf.Length)]);
        Likeness = new ItemLikeness(this);
        States = Model is IRecurrent recurrent ? new UserStates(recurrent) : null;
    }

    internal ActiveModel Active { get; }

    internal IRecommender Model => Active.Model;

    internal string Version => Active.Version;

    /// <summary>What it has read of its users; null where it reads whole histories only.</summary>
    internal UserStates? States { get; }

    /// <summary>How alike its items and users are.</summary>
    internal ItemLikeness Likeness { get; }

    /// <summary>The item of the space behind an item of the model; null where the space has it no more.</summary>
    internal ItemEntry? EntryOf(int item) => _items[_slotOf[item]];

    /// <summary>The model's number of an item; −1 where training did not know it.</summary>
    internal int IndexOf(ItemEntry entry) => Model.Catalog.Items.IndexOf(entry.Id);

    /// <summary>Looks again at items that have changed.</summary>
    internal void Touch(IReadOnlyList<int> slots)
    {
        var touched = new List<int>(slots.Count);
        for (var s = 0; s < slots.Count; s++)
        {
            if (Model.Catalog.Items.IndexOf(_items.IdOf(slots[s])) is not (>= 0 and var item)) continue;
            _slotOf[item] = slots[s];
            touched.Add(item);
        }
        _masks.Touch(touched);
    }

    /// <summary>The best candidates for a query, best first.</summary>
    /// <param name="query">For whom.</param>
    /// <param name="n">How many at most.</param>
    /// <param name="rules">What may be listed.</param>
    internal RankedItem[] Rank(Query query, int n, ListRules rules)
    {
        if (rules.Among is { } among) return Best(query, n, [.. among.Where(rules.Allow).Select(IndexOf).Where(i => i >= 0)]);
        return Masked(rules, mask => Rank(query, n, mask));
    }

    /// <summary>The best of all items by given scores, which are overwritten.</summary>
    internal RankedItem[] Best(float[] scores, int n, ListRules rules) => rules.Among is { } among
        ? Best(n, [.. among.Where(rules.Allow).Select(IndexOf).Where(i => i >= 0)], items => Array.ConvertAll(items, i => scores[i]))
        : Masked(rules, mask =>
        {
            var all = scores.AsSpan(0, _slotOf.Length);
            for (var i = 0; i < all.Length; i++)
                if (!Has(mask, i)) all[i] = float.NaN;
            var best = new int[Math.Min(n, all.Length)];
            var ranked = new RankedItem[TopK.Select(all, Model.Catalog.AllItems, best)];
            for (var i = 0; i < ranked.Length; i++) ranked[i] = new RankedItem(best[i], all[best[i]]);
            return ranked;
        });

    static bool Has(ulong[] mask, int item) => (mask[item >> 6] >> (item & 63) & 1) != 0;

    // The rules of one request as bits: those of the filter without the ids that are barred.
    RankedItem[] Masked(ListRules rules, Func<ulong[], RankedItem[]> rank)
    {
        var shared = _masks.Of(rules.Filter).Bits;
        var mask = ArrayPool<ulong>.Shared.Rent(shared.Length);
        try
        {
            shared.CopyTo(mask, 0);
            foreach (var ids in rules.Barred)
                foreach (var id in ids)
                    if (Model.Catalog.Items.IndexOf(id) is >= 0 and var item) mask[item >> 6] &= ~(1ul << (item & 63));
            return rank(mask);
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(mask);
        }
    }

    RankedItem[] Rank(Query query, int n, ulong[] mask)
    {
        if (_codes is null) return RankAll(query, n, mask);
        var open = 0;
        foreach (var word in mask.AsSpan(0, (_slotOf.Length + 63) / 64)) open += BitOperations.PopCount(word);
        if (open < _slotOf.Length / 64) return Best(query, n, SetBits(mask, open));
        var scan = _scans.TryTake(out var idle) ? idle : new CodeScan((IInnerProduct)Model, _codes);
        var ranked = scan.Rank(query, n, mask, _slotOf.Length <= ManyItems ? 1 : 0.5f);
        _scans.Add(scan);
        return ranked;
    }

    RankedItem[] RankAll(Query query, int n, ulong[] mask)
    {
        var ranker = _rankers.TryTake(out var idle) ? idle : new Ranker(Model);
        var best = ranker.Rank(query, n, Seen.Include, i => Has(mask, i));
        var ranked = new RankedItem[best.Length];
        for (var i = 0; i < ranked.Length; i++) ranked[i] = new RankedItem(best[i], ranker.Scores[best[i]]);
        _rankers.Add(ranker);
        return ranked;
    }

    RankedItem[] Best(Query query, int n, int[] among) => Best(n, among, items =>
    {
        var scores = new float[items.Length];
        Model.Score(query, items, scores);
        return scores;
    });

    static RankedItem[] Best(int n, int[] among, Func<int[], float[]> score)
    {
        var (scores, best) = (score(among), new int[Math.Min(n, among.Length)]);
        var ranked = new RankedItem[TopK.Select(scores, among, best)];
        for (var i = 0; i < ranked.Length; i++) ranked[i] = new RankedItem(among[best[i]], scores[best[i]]);
        return ranked;
    }

    int[] SetBits(ulong[] mask, int open)
    {
        var (items, at) = (new int[open], 0);
        for (var w = 0; w < (_slotOf.Length + 63) / 64; w++)
            for (var word = mask[w]; word != 0; word &= word - 1) items[at++] = w * 64 + BitOperations.TrailingZeroCount(word);
        return items;
    }
}

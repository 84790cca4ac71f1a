using System.Numerics;

namespace Attune.Neural;

/// <summary>
/// What lies in the newest baskets of each user of a batch, purchase by purchase: most items lie in few baskets, so that lists are a small part of a table of all items and baskets.
/// Its tensors live in the scope in which it was made.
/// </summary>
sealed class BasketMembers
{
    readonly RepeatBatch _batch;
    readonly Group[] _baskets, _items;
    readonly Tensor[] _shares;
    readonly Tensor _afterBaskets, _afterItems;

    /// <param name="batch">What the users bought.</param>
    /// <param name="most">Baskets of each that are read, the newest.</param>
    /// <param name="type">Of the numbers.</param>
    internal BasketMembers(RepeatBatch batch, int most, DType type)
    {
        _batch = batch;
        var (cells, inBasket, inItem) = Lists(most);
        Cells = Ids([.. cells]);
        (_baskets, _items) = (Groups(inBasket, cells.Count), Groups(inItem, cells.Count));
        _shares = SharesOf(cells, inBasket, most, type);
        var (rows, row) = (new int[cells.Count], 0);
        foreach (var group in _baskets)
            foreach (var list in group.Lists)
            {
                for (var i = 0; i < list.Length; i++) rows[list[i]] = row + i;
                row += group.Length;
            }
        _afterBaskets = Ids(rows);
        // The last row is that of items in none of these baskets.
        int[] places = [.. Enumerable.Repeat(_items.Sum(g => g.Lists.Length), (int)batch.Cells)];
        row = 0;
        foreach (var list in _items.SelectMany(g => g.Lists)) places[cells[list[0]]] = row++;
        _afterItems = Ids(places);
        Bought = Tensor.Wrap(Array.ConvertAll(places, p => p < row ? 1f : 0), batch.Cells, 1).To(type).To(batch.Device);
    }

    /// <summary>P Int64: the item of each purchase, as a cell of the batch.</summary>
    internal Tensor Cells { get; }

    /// <summary>B · S × 1: 1 for items of these baskets.</summary>
    internal Tensor Bought { get; }

    /// <summary>P × width: Σ_j a_ij x_j over the purchases j of i's basket, where a_ij is the share of the user's baskets with i that hold j, divided by what they add up to.</summary>
    internal Tensor Mixed(Tensor x)
    {
        using var scope = new Scope();
        var padded = Padded(x);
        var mixed = _baskets.Select((g, n) => _shares[n].Bmm(g.Rows(padded)).Reshape(-1, x.Size(1)));
        return scope.Return(Tensor.Cat([.. mixed]).IndexSelect(0, _afterBaskets));
    }

    /// <summary>B · S × width: what becomes of the purchases of each item; 0 for items without any.</summary>
    /// <param name="x">P × width.</param>
    /// <param name="gather">Gets the purchases of n items, n × K × width, oldest first and padded at the end, and n × K × 1 with 0 at padding; gives n × width.</param>
    internal Tensor OfItems(Tensor x, Func<Tensor, Tensor, Tensor> gather)
    {
        using var scope = new Scope();
        var padded = Padded(x);
        Tensor[] parts = [.. _items.Select(g => gather(g.Rows(padded), g.Kept(x.DType, x.Device))), Tensor.Zeros([1, x.Size(1)], x.DType, x.Device)];
        return scope.Return(Tensor.Cat(parts).IndexSelect(0, _afterItems));
    }

    static Tensor Padded(Tensor x) => Tensor.Cat([x, Tensor.Zeros([1, x.Size(1)], x.DType, x.Device)]);

    Tensor Ids(int[] rows) => Tensor.Wrap(Array.ConvertAll(rows, r => (long)r), rows.Length).To(_batch.Device);

    // The cell of each purchase, and the purchases of each basket and of each item, oldest first.
    (List<int> Cells, List<int[]> Baskets, List<int[]> Items) Lists(int most)
    {
        var (cells, baskets, items) = (new List<int>(), new List<int[]>(), new List<int[]>());
        for (var b = 0; b < _batch.Count; b++)
        {
            var days = _batch.Baskets(b);
            var own = Array.ConvertAll(days[..Math.Min(most, days.Length)], _ => new List<int>());
            for (var s = 0; s < _batch.Sizes[b]; s++)
            {
                var first = cells.Count;
                var read = _batch.DaysAgo(b, s);
                for (var n = read.Length - 1; n >= 0; n--)
                    if (Array.BinarySearch(days, read[n]) is var basket && basket < most)
                    {
                        own[basket].Add(cells.Count);
                        cells.Add(b * _batch.Length + s);
                    }
                if (cells.Count > first) items.Add([.. Enumerable.Range(first, cells.Count - first)]);
            }
            baskets.AddRange(own.Where(o => o.Count > 0).Select(o => o.ToArray()));
        }
        return (cells, baskets, items);
    }

    // Lists of about one length together, so that padding is less than half.
    Group[] Groups(List<int[]> lists, int padding) =>
        [.. lists.GroupBy(l => (int)BitOperations.RoundUpToPowerOf2((uint)l.Length)).OrderBy(g => g.Key).Select(g => new Group(g.Key, [.. g], Ids([.. g.SelectMany(l => l.Concat(Enumerable.Repeat(padding, g.Key - l.Length)))])))];

    // For each group of baskets n × M × M.
    Tensor[] SharesOf(List<int> cells, List<int[]> baskets, int most, DType type)
    {
        using var off = Gradients.NotRecorded();
        using var scope = new Scope();
        var (length, members) = (_batch.Length, Tensor.Zeros([_batch.Count, _batch.Length, most]));
        var numbers = new int[_batch.Count];
        var to = members.Span<float>();
        foreach (var basket in baskets)
        {
            var number = numbers[cells[basket[0]] / length]++;
            foreach (var purchase in basket) to[cells[purchase] * most + number] = 1;
        }
        var common = members.Bmm(members.T);
        common /= common.Sum(2, keep: true).ClampMin(1);
        var shares = common.Span<float>();
        var results = new Tensor[_baskets.Length];
        for (var g = 0; g < results.Length; g++)
        {
            var (size, values, at) = (_baskets[g].Length, new float[_baskets[g].Lists.Length * _baskets[g].Length * _baskets[g].Length], 0);
            foreach (var list in _baskets[g].Lists)
            {
                for (var i = 0; i < list.Length; i++)
                    for (var j = 0; j < list.Length; j++) values[at + i * size + j] = shares[cells[list[i]] * length + cells[list[j]] % length];
                at += size * size;
            }
            results[g] = Tensor.Wrap(values, _baskets[g].Lists.Length, size, size).To(type).To(_batch.Device);
        }
        return scope.Return(results);
    }

    /// <summary>Lists of purchases, padded to one length.</summary>
    sealed record Group(int Length, int[][] Lists, Tensor Ids)
    {
        internal Tensor Rows(Tensor padded) => padded.IndexSelect(0, Ids).Reshape(Lists.Length, Length, padded.Size(1));

        internal Tensor Kept(DType type, Device device)
        {
            var kept = new float[Lists.Length * Length];
            for (var l = 0; l < Lists.Length; l++) kept.AsSpan(l * Length, Lists[l].Length).Fill(1);
            return Tensor.Wrap(kept, Lists.Length, Length, 1).To(type).To(device);
        }
    }
}

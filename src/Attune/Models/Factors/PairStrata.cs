using Attune.Numerics;

namespace Attune;

/// <summary>
/// The order of one epoch of gradient steps on (user, item) pairs that may run in parallel: users and items are dealt into blocks anew for each epoch; the
/// blocks form cells, and the cells of a stratum share neither users nor items, so that they may be worked through side by side and always give the
/// same. Within a cell the pairs of a user stay together. Gemulla, Nijkamp, Haas and Sismanis, "Large-Scale Matrix Factorization with Distributed
/// Stochastic Gradient Descent", KDD 2011. The number of blocks does not depend on the number of threads.
/// </summary>
sealed class PairStrata
{
    readonly CsrMatrix _preferences;
    readonly int[] _users, _items, _place, _block, _taken, _bases;
    readonly int[][] _ends;

    internal PairStrata(CsrMatrix preferences, int blocks)
    {
        (_preferences, Blocks) = (preferences, blocks);
        (_users, _items) = ([.. Enumerable.Range(0, preferences.Rows)], [.. Enumerable.Range(0, preferences.Columns)]);
        (_place, _block, _taken, _bases) = (new int[_items.Length], new int[_items.Length], new int[preferences.Count], new int[blocks]);
        _ends = [.. Enumerable.Range(0, blocks).Select(b => new int[Users(b).Length * blocks])];
    }

    internal int Blocks { get; }

    /// <summary>The items in the order of their blocks: what stands at each place.</summary>
    internal ReadOnlySpan<int> Items => _items;

    /// <summary>The users of a block.</summary>
    internal ReadOnlySpan<int> Users(int block) => Part(_users, block);

    /// <summary>The first place of an item block, and of the one after it.</summary>
    internal (int From, int To) Places(int block) => ((int)((long)_items.Length * block / Blocks), (int)((long)_items.Length * (block + 1) / Blocks));

    /// <summary>The places, counted from the first of the item block, of the items that the <paramref name="user"/>-th user of a block has there.</summary>
    internal ReadOnlySpan<int> Pairs(int userBlock, int itemBlock, int user)
    {
        var (ends, run) = (_ends[userBlock], itemBlock * Users(userBlock).Length + user);
        var from = run == 0 ? 0 : ends[run - 1];
        return _taken.AsSpan(_bases[userBlock] + from, ends[run] - from);
    }

    /// <summary>Deals the blocks of the next epoch.</summary>
    internal void Deal(Seed seed, FitContext context)
    {
        var (users, items) = (seed.Derive("users").Stream(), seed.Derive("items").Stream());
        users.Shuffle(_users.AsSpan());
        items.Shuffle(_items.AsSpan());
        for (var b = 0; b < Blocks; b++)
        {
            var (from, to) = Places(b);
            for (var p = from; p < to; p++) (_place[_items[p]], _block[_items[p]]) = (p - from, b);
            if (b + 1 < Blocks) _bases[b + 1] = _bases[b] + CountPairs(b);
        }
        context.For(Blocks, Sort);
    }

    int CountPairs(int userBlock)
    {
        var count = 0;
        foreach (var u in Users(userBlock)) count += _preferences.RowLength(u);
        return count;
    }

    // Sorts the pairs of a block of users by item block, then user: counts, sums, places.
    void Sort(int userBlock)
    {
        var users = Users(userBlock);
        var ends = _ends[userBlock];
        Array.Clear(ends);
        for (var j = 0; j < users.Length; j++)
            foreach (var item in _preferences.Row(users[j])) ends[_block[item] * users.Length + j]++;
        for (var (run, sum) = (0, 0); run < ends.Length; run++) (ends[run], sum) = (sum, sum + ends[run]);
        var taken = _taken.AsSpan(_bases[userBlock]);
        for (var j = 0; j < users.Length; j++)
            foreach (var item in _preferences.Row(users[j])) taken[ends[_block[item] * users.Length + j]++] = _place[item];
    }

    ReadOnlySpan<int> Part(int[] all, int block) => all.AsSpan((int)((long)all.Length * block / Blocks)..(int)((long)all.Length * (block + 1) / Blocks));
}

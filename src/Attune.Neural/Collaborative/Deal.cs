using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// Deals numbered examples into batches, each exactly once per epoch, in an order that follows from the seed and the number of the epoch alone: training can begin at any step of any
/// epoch. A batch is cut into parts by dealing it round. One thread at a time.
/// </summary>
/// <param name="count">Examples, from 0.</param>
/// <param name="size">Examples in a batch, from 1; the last of an epoch may have fewer.</param>
/// <param name="seed">Decides the order.</param>
sealed class Deal(int count, int size, Seed seed)
{
    readonly Seed _seed = seed.Derive("batches");
    int _epoch = -1;
    int[] _order = [];

    /// <summary>Steps of an epoch; none without examples.</summary>
    internal int Steps => (int)(((long)count + size - 1) / size);

    /// <summary>The examples of a step, over all parts.</summary>
    internal ReadOnlySpan<int> Of(int epoch, int step)
    {
        if (epoch != _epoch)
        {
            var stream = _seed.Derive(epoch).Stream();
            _order = [.. Enumerable.Range(0, count)];
            stream.Shuffle(_order.AsSpan());
            _epoch = epoch;
        }
        var start = step * size;
        return _order.AsSpan(start, Math.Min(size, count - start));
    }

    /// <summary>
    /// The examples of a part, and their share of the step's. A batch smaller than the number of parts leaves some without: they repeat its first, with share 0, so that all compute the
    /// same gradients.
    /// </summary>
    internal int[] Of(Part part, out double share)
    {
        var all = Of(part.Epoch, part.Step);
        var mine = new List<int>(all.Length / part.Of + 1);
        for (var i = part.Index; i < all.Length; i += part.Of) mine.Add(all[i]);
        share = (double)mine.Count / all.Length;
        return mine.Count == 0 ? [all[0]] : [.. mine];
    }
}

using Attune.Numerics;

namespace Attune;

/// <summary>Folds the events of each (user, item) pair, in the order of time, into one matrix entry.</summary>
static class LatestPerPair
{
    internal delegate (float Summed, float Latest) Step((float Summed, float Latest) state, int e);

    /// <summary>Entries that <paramref name="finish"/> makes NaN are left out; a 0 is an entry (a rating may be 0).</summary>
    internal static CsrMatrix Fold(EventColumns events, int users, int items, Step step, Func<float, float, float> finish)
    {
        var offsets = new int[users + 1];
        var columns = new List<int>(events.Count);
        var values = new List<float>(events.Count);
        var keys = new List<long>();
        for (var (u, e) = (0, 0); u < users; u++)
        {
            keys.Clear();
            for (; e < events.Count && events.User[e] == u; e++) keys.Add(((long)events.Item[e] << 32) | (uint)e);
            keys.Sort();
            for (var i = 0; i < keys.Count;)
            {
                var item = (int)(keys[i] >> 32);
                var state = (0f, 0f);
                for (; i < keys.Count && (int)(keys[i] >> 32) == item; i++) state = step(state, (int)(keys[i] & 0xFFFFFFFF));
                var value = finish(state.Item1, state.Item2);
                if (float.IsNaN(value)) continue;
                columns.Add(item);
                values.Add(value);
            }
            offsets[u + 1] = columns.Count;
        }
        return new CsrMatrix(items, offsets, [.. columns], [.. values]);
    }
}

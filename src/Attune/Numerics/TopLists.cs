namespace Attune.Numerics;

/// <summary>
/// The k best partners of each of many rows, gathered from many threads in any order: higher scores first, equal scores by ascending index, so that
/// what is kept is one and the same whatever the order. Scores are positive; others are never kept. Memory grows with what is offered, up to
/// 16 · k bytes for each row.
/// </summary>
sealed class TopLists
{
    readonly int _most;
    readonly ulong[][] _keys;
    readonly int[] _counts, _gates;

    /// <summary>Room for <paramref name="rows"/> lists of <paramref name="most"/> partners; <paramref name="padded"/> is the length of <see cref="Least"/>.</summary>
    internal TopLists(int rows, int most, int padded)
    {
        _most = most;
        _keys = new ulong[rows][];
        Array.Fill(_keys, []);
        (_counts, _gates, Least) = (new int[rows], new int[rows], new float[padded]);
        Array.Fill(Least, float.Epsilon);
    }

    /// <summary>For each row a score that it takes to be kept: lower ones need not be offered. It only rises.</summary>
    internal float[] Least { get; }

    /// <summary>Offers row <paramref name="row"/> a partner; safe from many threads.</summary>
    internal void Offer(int row, int partner, float score)
    {
        ref var gate = ref _gates[row];
        var wait = new SpinWait();
        while (Interlocked.CompareExchange(ref gate, 1, 0) != 0) wait.SpinOnce();
        if (_counts[row] == _keys[row].Length) MakeRoom(row);
        _keys[row][_counts[row]++] = (ulong)BitConverter.SingleToUInt32Bits(score) << 32 | ~(uint)partner;
        Volatile.Write(ref gate, 0);
    }

    /// <summary>The list of a row: partners ascending, and their scores. Call when all has been offered.</summary>
    internal (int[] Partners, float[] Scores) List(int row)
    {
        var keys = _keys[row].AsSpan(0, _counts[row]);
        if (keys.Length > _most)
        {
            Partition(keys, _most);
            keys = keys[.._most];
        }
        var partners = new int[keys.Length];
        var scores = new float[keys.Length];
        for (var i = 0; i < keys.Length; i++) (partners[i], scores[i]) = ((int)~(uint)keys[i], ScoreOf(keys[i]));
        partners.AsSpan().Sort(scores.AsSpan());
        return (partners, scores);
    }

    void MakeRoom(int row)
    {
        var keys = _keys[row];
        if (keys.Length < 2L * _most)
        {
            Array.Resize(ref _keys[row], (int)Math.Min(Math.Max(16, 4L * keys.Length), 2L * _most));
            return;
        }
        Partition(keys, _most);
        _counts[row] = _most;
        var least = ulong.MaxValue;
        foreach (var key in keys.AsSpan(0, _most)) least = Math.Min(least, key);
        Least[row] = ScoreOf(least);
    }

    static float ScoreOf(ulong key) => BitConverter.UInt32BitsToSingle((uint)(key >> 32));

    // Hoare's selection: the largest `first` keys to the front, in any order. Keys are distinct.
    static void Partition(Span<ulong> keys, int first)
    {
        var (low, high) = (0, keys.Length - 1);
        while (low < high)
        {
            var (a, b, c) = (keys[low], keys[(low + high) / 2], keys[high]);
            var pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (keys[i] > pivot) i++;
                while (keys[j] < pivot) j--;
                if (i > j) break;
                (keys[i], keys[j]) = (keys[j], keys[i]);
                i++;
                j--;
            }
            if (first - 1 <= j) high = j;
            else if (first - 1 >= i) low = i;
            else return;
        }
    }
}

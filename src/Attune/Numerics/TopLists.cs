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

    /// <summary>A partner and its positive score as one number: the greater, the better.</summary>
    internal static ulong Key(int partner, float score) => (ulong)BitConverter.SingleToUInt32Bits(score) << 32 | ~(uint)partner;

    /// <summary>The score of a key.</summary>
    internal static float ScoreOf(ulong key) => BitConverter.UInt32BitsToSingle((uint)(key >> 32));

    /// <summary>Moves the <paramref name="most"/> greatest of more keys to the front, in any order, and returns the score of the least of them (Hoare's selection).</summary>
    internal static float Select(Span<ulong> keys, int most)
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
            if (most - 1 <= j) high = j;
            else if (most - 1 >= i) low = i;
            else break;
        }
        return ScoreOf(keys[most - 1]);
    }

    /// <summary>Offers row <paramref name="row"/> partners; safe from many threads.</summary>
    internal void Offer(int row, params ReadOnlySpan<ulong> keys)
    {
        ref var gate = ref _gates[row];
        if (Interlocked.CompareExchange(ref gate, 1, 0) != 0) Wait(ref gate);
        foreach (var key in keys)
        {
            if (_counts[row] == _keys[row].Length) MakeRoom(row);
            _keys[row][_counts[row]++] = key;
        }
        Volatile.Write(ref gate, 0);
    }

    /// <summary>The list of a row: partners ascending, and their scores. Call when all has been offered.</summary>
    internal (int[] Partners, float[] Scores) List(int row)
    {
        var keys = _keys[row].AsSpan(0, _counts[row]);
        if (keys.Length > _most)
        {
            Select(keys, _most);
            keys = keys[.._most];
        }
        var partners = new int[keys.Length];
        var scores = new float[keys.Length];
        for (var i = 0; i < keys.Length; i++) (partners[i], scores[i]) = ((int)~(uint)keys[i], ScoreOf(keys[i]));
        partners.AsSpan().Sort(scores.AsSpan());
        return (partners, scores);
    }

    static void Wait(ref int gate)
    {
        var wait = new SpinWait();
        while (Interlocked.CompareExchange(ref gate, 1, 0) != 0) wait.SpinOnce();
    }

    void MakeRoom(int row)
    {
        var keys = _keys[row];
        if (keys.Length < 2L * _most)
        {
            Array.Resize(ref _keys[row], (int)Math.Min(Math.Max(16, 4L * keys.Length), 2L * _most));
            return;
        }
        Least[row] = Select(keys, _most);
        _counts[row] = _most;
    }
}

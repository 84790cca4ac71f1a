using Attune.Numerics;

namespace Attune;

/// <summary>One search after another for the sessions nearest to a sequence, in room of its own: 8 bytes for each session and 8 for each item. For one thread at a time.</summary>
sealed class SessionSearch(SessionIndex index, SessionKnn options)
{
    // By age: Σ w of shared items, w of the newest shared item; zero between searches.
    readonly float[] _shared = new float[index.Sessions.Rows], _newest = new float[index.Sessions.Rows];
    readonly float[] _scores = new float[index.Sessions.Columns];
    readonly int[] _read = new int[options.Window];
    int[] _met = new int[256];
    long[] _best = new long[256];

    /// <summary>Scores every item for a sequence that is not empty.</summary>
    internal void Score(ReadOnlySpan<int> sequence)
    {
        var read = NewestDifferent(sequence);
        var met = Meet(read);
        var sampled = met;
        if (met.Length > options.Sample)
        {
            met.Sort();
            sampled = met[..options.Sample];
        }
        Array.Clear(_scores);
        foreach (var key in Nearest(sampled)) Add((int)(key & 0xFFFFFFFF));
        foreach (var age in met) _shared[age] = _newest[age] = 0;
    }

    /// <summary>Hands out the scores of the last search; NaN for unknown items.</summary>
    internal void Hand(ReadOnlySpan<int> items, Span<float> scores)
    {
        for (var i = 0; i < items.Length; i++) scores[i] = (uint)items[i] < (uint)_scores.Length ? _scores[items[i]] : float.NaN;
    }

    // The newest different items, the newest first.
    ReadOnlySpan<int> NewestDifferent(ReadOnlySpan<int> sequence)
    {
        var count = 0;
        for (var k = sequence.Length - 1; k >= 0 && count < _read.Length; k--)
            if (!_read.AsSpan(0, count).Contains(sequence[k])) _read[count++] = sequence[k];
        return _read.AsSpan(0, count);
    }

    // The newest Sample of all sessions that share an item are among the newest Sample of each item that they share: no more need be looked at.
    Span<int> Meet(ReadOnlySpan<int> read)
    {
        var count = 0;
        for (var k = 0; k < read.Length; k++)
        {
            var weight = (read.Length - k) / (float)read.Length;
            var ages = index.ByItem.Row(read[k]);
            if (ages.Length > options.Sample) ages = ages[..options.Sample];
            if (_met.Length < count + ages.Length) Array.Resize(ref _met, Math.Max(2 * _met.Length, count + ages.Length));
            foreach (var age in ages)
            {
                if (_shared[age] == 0) (_met[count++], _newest[age]) = (age, weight);
                _shared[age] += weight;
            }
        }
        return _met.AsSpan(0, count);
    }

    // Similarities are positive, so their bits sort as they do; among equals the newest session comes first.
    ReadOnlySpan<long> Nearest(ReadOnlySpan<int> sampled)
    {
        if (_best.Length < sampled.Length) _best = new long[Math.Max(2 * _best.Length, sampled.Length)];
        for (var i = 0; i < sampled.Length; i++) _best[i] = (~(long)BitConverter.SingleToUInt32Bits(Similarity(sampled[i])) << 32) | (uint)sampled[i];
        _best.AsSpan(0, sampled.Length).Sort();
        return _best.AsSpan(0, Math.Min(options.Neighbors, sampled.Length));
    }

    float Similarity(int age) => _shared[age] * index.Penalties[age];

    void Add(int age)
    {
        var gain = Similarity(age) * _newest[age];
        foreach (var item in index.Sessions.Row(age)) _scores[item] += gain;
    }
}
